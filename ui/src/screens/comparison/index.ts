export { Comparison as ComparisonScreen } from "./Comparison";
