/** A text area as high as its text: when the text changes, and when its width does. */
import { type RefObject, useEffect, useLayoutEffect } from "react";

function grow(element: HTMLTextAreaElement) {
  element.style.height = "auto";
  element.style.height = `${element.scrollHeight + 2}px`;
}

export function useGrowing(area: RefObject<HTMLTextAreaElement | null>, text: string) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    if (area.current !== null) grow(area.current);
  }, [text]);
  useEffect(() => {
    const element = area.current;
    if (element === null || typeof ResizeObserver === "undefined") return;
    let width = element.clientWidth;
    const watch = new ResizeObserver(() => {
      if (element.clientWidth === width) return;
      width = element.clientWidth;
      grow(element);
    });
    watch.observe(element);
    // The text may be set in another font until the shipped ones are there.
    void document.fonts?.ready.then(() => grow(element));
    return () => watch.disconnect();
  }, [area]);
}
