export { AttachDialog, type AttachTab } from "./Attach";
export { EvidenceScreen } from "./Evidence";
export { Validity } from "./Validity";
