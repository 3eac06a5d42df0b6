export { VendorFilesScreen } from "./VendorFiles";
