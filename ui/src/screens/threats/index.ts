export { ThreatsScreen } from "./Threats";
