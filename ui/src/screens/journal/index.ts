export { JournalScreen } from "./Journal";
