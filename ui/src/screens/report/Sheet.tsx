/**
 * A sheet of paper → the whole of it while it is near what is seen, and only its headings while it is far. A report has tens of
 * thousands of elements, and nobody looks at more than a few sheets. A far sheet keeps its height, so that nothing moves.
 */
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { Block } from "../../ipc/Block";

/** How far beyond what is seen a sheet is drawn already. */
const NEAR = "1200px";

/** Roughly how high something will be that was not drawn yet, in em. */
function guess(block: Block): number {
  switch (block.type) {
    case "table":
      return 4 + 3 * block.rows.length;
    case "card":
      return 40;
    case "facts":
      return 2 * block.rows.length;
    case "bullets":
      return 2.5 * block.items.length;
    case "figure":
      return 26;
    case "tiles":
      return 8;
    case "callout":
    case "signature":
      return 7;
    case "cover":
      return 79;
    case "heading":
    case "paragraph":
    case "contents":
    case "page-break":
      return 4;
  }
}

/** What scrolls around an element. */
function scrollerOf(element: Element): Element | null {
  for (let above = element.parentElement; above !== null; above = above.parentElement)
    if (/auto|scroll/.test(getComputedStyle(above).overflowY)) return above;
  return null;
}

interface SheetProps {
  blocks: readonly Block[];
  isCover: boolean;
  isWide: boolean;
  /** Whether it is drawn wherever it lies, since somebody goes there. */
  isSought: boolean;
  whole(): ReactNode;
  headings(): ReactNode;
}

export function Sheet({ blocks, isCover, isWide, isSought, whole, headings }: SheetProps) {
  const element = useRef<HTMLDivElement>(null);
  const [isNear, setNear] = useState(typeof IntersectionObserver === "undefined");
  const isDrawn = isNear || isSought;
  /** As it was when it came near or went far: in px, and in em, so that it holds at every zoom. */
  const last = useRef<{ px: number; em: number }>(undefined);

  useEffect(() => {
    const own = element.current;
    if (own === null || typeof IntersectionObserver === "undefined") return;
    const observer = new IntersectionObserver(
      (seen) => {
        const px = own.offsetHeight;
        last.current = { px, em: px / Number.parseFloat(getComputedStyle(own).fontSize) };
        setNear(seen.at(-1)?.isIntersecting ?? true);
      },
      { root: scrollerOf(own), rootMargin: `${NEAR} 0px` },
    );
    observer.observe(own);
    return () => observer.disconnect();
  }, []);

  // What lies above what is seen changes its height: what is seen stays where it is.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height changes with what is drawn
  useLayoutEffect(() => {
    const own = element.current;
    const scroller = own === null ? null : scrollerOf(own);
    if (own === null || scroller === null || last.current === undefined) return;
    const grown = own.offsetHeight - last.current.px;
    if (own.getBoundingClientRect().top < scroller.getBoundingClientRect().top) scroller.scrollTop += grown;
  }, [isNear]);

  const far = last.current?.em ?? blocks.reduce((sum, block) => sum + guess(block) + 1, 10);
  return (
    <div
      ref={element}
      className="sheet"
      data-cover={isCover || undefined}
      data-wide={isWide || undefined}
      style={isDrawn ? undefined : { height: `${far}em` }}
    >
      {isDrawn ? whole() : headings()}
    </div>
  );
}
