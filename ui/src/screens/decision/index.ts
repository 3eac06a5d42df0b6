export { DecisionScreen } from "./Decision";
