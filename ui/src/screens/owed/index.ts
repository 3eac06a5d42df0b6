export { OwedScreen } from "./Owed";
export { OwedFields } from "./OwedFields";
