import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

// What jsdom leaves out of the platform. The ids used in tests need no escaping.
globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;

afterEach(() => cleanup());
