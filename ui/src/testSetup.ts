import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// What jsdom leaves out of the platform. The ids used in tests need no escaping.
globalThis.CSS ??= { escape: (text: string) => text } as typeof CSS;

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
