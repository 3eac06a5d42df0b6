export { Scope as ScopeScreen } from "./Scope";
