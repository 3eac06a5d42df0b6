export { TestsScreen } from "./Tests";
