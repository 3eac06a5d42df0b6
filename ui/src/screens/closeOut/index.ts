export { CloseOutScreen } from "./CloseOut";
