export { SearchOverlay } from "./Search";
