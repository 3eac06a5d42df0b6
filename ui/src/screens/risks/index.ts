export { RisksScreen } from "./Risks";
