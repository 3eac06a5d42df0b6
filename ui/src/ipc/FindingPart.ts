export type FindingPart = "title" | "condition" | "criterion" | "effect" | "recommendation";
