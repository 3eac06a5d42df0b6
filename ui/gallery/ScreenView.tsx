/** A whole screen over the small vault in memory that the tests of screens use: `?view=screen#/questionnaire?assessment=asm-1`. */
import { useEffect, useState } from "react";
import { App } from "../src/App";
import { type FakeCore, fakeCore } from "../src/screens/fakeCore";

/** `&vault=closed` begins before a vault is open. */
export function ScreenView({ isClosed }: { isClosed: boolean }) {
  const [core, setCore] = useState<FakeCore>();
  useEffect(() => {
    const made = fakeCore();
    made.isOpen = !isClosed;
    setCore(made);
    return () => made.leave();
  }, [isClosed]);
  return core === undefined ? null : <App />;
}
