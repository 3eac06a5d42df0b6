export { GatesScreen } from "./Gates";
