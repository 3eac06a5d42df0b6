export { VerdictView } from "./VerdictView";
export { VerifyScreen } from "./Verify";
