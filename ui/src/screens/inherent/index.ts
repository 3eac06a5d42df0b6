export { Inherent as InherentScreen } from "./Inherent";
