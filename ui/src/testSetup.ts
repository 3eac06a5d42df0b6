import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// What jsdom leaves out of the platform. The ids used in tests need no escaping.
globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;

// A busy machine may take longer than a second to show what is waited for.
configure({ asyncUtilTimeout: 10_000 });

afterEach(() => cleanup());
