// Placeholder until the generator writes this file from the Rust types.
export interface UseCases {
  about: { in: Record<string, never>; out: { name: string; version: string } };
}
