import type { ScopeFact } from "./ScopeFact";
export type NotAsked = { "is": "tier", asked_to: number, tier: number, } | { "is": "fact", fact: ScopeFact, } | { "is": "no-framework" } | { "is": "nothing-applies", first: string, };
