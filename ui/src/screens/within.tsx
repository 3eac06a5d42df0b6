/** The pages within a stage: a stage with more than one thing to do shows them as a line of links above its content. */
import type { ReactNode } from "react";
import { useCommands } from "../frame";
import { go } from "../place";
import "./within.css";

interface Page {
  /** The name of the screen. */
  id: string;
  title: string;
  /** Further words the palette finds it by. */
  words?: string;
}

/** By stage, or by screen beside the stages; the first page is the stage's own screen. */
const within: Readonly<Record<string, readonly Page[]>> = {
  scope: [
    { id: "scope", title: "Scope" },
    { id: "inherent", title: "Inherent risk", words: "tier critical criticality" },
    { id: "comparison", title: "Since last time", words: "previous year compare changes" },
  ],
  questionnaire: [
    { id: "questionnaire", title: "Questions" },
    { id: "interview", title: "Interview plan", words: "meeting people roles time" },
    { id: "suggestions", title: "Suggestions", words: "near other framework accept" },
    { id: "owed", title: "Still owed", words: "deferred evidence missing" },
    { id: "vendor-files", title: "Vendor’s files", words: "export import xlsx csv excel workbook" },
  ],
  decision: [
    { id: "decision", title: "Decision" },
    { id: "close-out", title: "Close-out checks", words: "open points before signing" },
  ],
  evidence: [
    { id: "evidence", title: "Evidence" },
    {
      id: "reviews",
      title: "SOC 2 and ISO reviews",
      words: "auditor report certificate statement of applicability",
    },
  ],
};

/** What a page within a stage is called. */
export const titleOfPage = (screen: string): string | undefined =>
  Object.values(within)
    .flat()
    .find(({ id }) => id === screen)?.title;

/** The stage, or the screen beside the stages, that a screen belongs to. */
export function stageOf(screen: string): string {
  return Object.keys(within).find((stage) => within[stage]?.some(({ id }) => id === screen)) ?? screen;
}

/** The line of links, where the stage of `screen` has several pages. */
export function PagesWithin({
  screen,
  assessment,
  children,
}: {
  screen: string;
  assessment: string;
  /** The screen itself. */
  children: ReactNode;
}) {
  const pages = within[stageOf(screen)] ?? [];
  useCommands(
    Object.values(within).flatMap(([, ...pages]) =>
      pages.map(({ id, title, words }) => ({
        id: `page.${id}`,
        title: `Go to ${title}`,
        group: "Assessment",
        words,
        run: () => go(id, { assessment }),
      })),
    ),
  );
  if (pages.length < 2) return children;
  return (
    <div className="paged">
      <nav className="pages-within" aria-label="Pages of this stage">
        <ul>
          {pages.map(({ id, title }) => (
            <li key={id}>
              <button
                type="button"
                aria-current={id === screen ? "page" : undefined}
                onClick={() => go(id, { assessment })}
                data-testid={`page-${id}`}
              >
                {title}
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <div className="paged-content">{children}</div>
    </div>
  );
}
