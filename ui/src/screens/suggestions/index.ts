export { decide, isOpen, keyOf, ofFramework } from "./decide";
export { SuggestionsScreen } from "./Suggestions";
