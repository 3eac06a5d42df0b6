export { ReportScreen } from "./Report";
