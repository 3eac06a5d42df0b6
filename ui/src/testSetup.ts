import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// What jsdom leaves out of the platform. The ids used in tests need no escaping.
globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;

// The platform of the tests is British, whatever machine they run on.
Object.defineProperty(navigator, "language", { value: "en-GB", configurable: true });
Object.defineProperty(navigator, "languages", { value: ["en-GB"], configurable: true });

configure({
  // A busy machine may take longer than a second to show what is waited for.
  asyncUtilTimeout: 10_000,
  // Drawing the whole page at every look that finds nothing yet costs more than the page itself; `screen.debug()` draws it.
  getElementError: (message) => {
    const error = new Error(message ?? "Not found.");
    error.name = "TestingLibraryElementError";
    return error;
  },
});

afterEach(() => cleanup());
