export { FindingsScreen } from "./Findings";
