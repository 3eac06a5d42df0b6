/**
 * Keeps the focus somewhere sensible: when what had it is taken away or disabled, what held that takes it, so that the
 * keyboard goes on where it was and a screen reader is not sent to the beginning.
 */
import { useEffect } from "react";

/** How many frames somebody else has to put the focus where they want it: a dialog gives it back when it closes. */
const FRAMES = 3;

const holdsFocus = (element: Element) => element.isConnected && !element.matches(":disabled");

/** What of the places around the one that is gone can take the focus: the nearest that is there, the content at last. */
function nearest(around: readonly Element[]): HTMLElement | null {
  for (const element of around)
    if (element instanceof HTMLElement && element.isConnected && element.hasAttribute("tabindex"))
      return element;
  return document.getElementById("main");
}

/** Follow the focus. The frame does this once. */
export function useKeptFocus() {
  useEffect(() => {
    let last: Element | undefined;
    let around: readonly Element[] = [];
    let waiting: number | undefined;
    const follow = (event: FocusEvent) => {
      if (!(event.target instanceof Element)) return;
      last = event.target;
      const places: Element[] = [];
      for (let at = event.target.parentElement; at !== null; at = at.parentElement) places.push(at);
      around = places;
    };
    const look = (left: number) => {
      waiting = undefined;
      if (last === undefined || holdsFocus(last)) return;
      if (document.activeElement !== document.body && document.activeElement !== last) return;
      if (left > 0) {
        waiting = requestAnimationFrame(() => look(left - 1));
        return;
      }
      nearest(around)?.focus({ preventScroll: true });
    };
    const changed = () => {
      if (waiting === undefined && last !== undefined && !holdsFocus(last))
        waiting = requestAnimationFrame(() => look(FRAMES - 1));
    };
    const observer = new MutationObserver(changed);
    observer.observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ["disabled"],
    });
    document.addEventListener("focusin", follow);
    return () => {
      observer.disconnect();
      document.removeEventListener("focusin", follow);
      if (waiting !== undefined) cancelAnimationFrame(waiting);
    };
  }, []);
}
