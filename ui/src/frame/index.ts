export { BasedOn, BasedOnPart } from "./BasedOn";
export { Boundary } from "./Boundary";
export { type Command, stepping, useCommands } from "./commands";
export { Frame, type FrameProps } from "./Frame";
export { attempt, dismiss, offerUndo, tell, tellError } from "./notices";
export { openPalette } from "./Palette";
export { type StageId, type StageStates, stages } from "./Rail";
export { openShortcuts } from "./Shortcuts";
