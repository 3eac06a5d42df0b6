export { ComponentsScreen } from "./Components";
