/** The pages within a stage: a stage with more than one thing to do shows them as a line of links above its content. */

import type { ReactNode } from "react";
import { useCommands } from "../frame";
import type { AssessmentId } from "../ipc/AssessmentId";
import { go } from "../place";
import "./within.css";
import { say } from "../words";

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
    { id: "scope", title: say("screens.scope") },
    { id: "inherent", title: say("common.inherentRisk"), words: say("screens.tierCriticalCriticality") },
    {
      id: "comparison",
      title: say("screens.sinceLastTime"),
      words: say("screens.previousYearCompareChanges"),
    },
  ],
  questionnaire: [
    { id: "questionnaire", title: say("common.questions") },
    { id: "interview", title: say("screens.interviewPlan"), words: say("screens.meetingPeopleRolesTime") },
    { id: "suggestions", title: say("common.suggestions"), words: say("screens.nearOtherFrameworkAccept") },
    { id: "owed", title: say("common.stillOwed"), words: say("screens.deferredEvidenceMissing") },
    {
      id: "vendor-files",
      title: say("screens.vendorsFiles"),
      words: say("screens.exportImportXlsxCsvExcelWorkbook"),
    },
  ],
  decision: [
    { id: "decision", title: say("common.decision") },
    { id: "close-out", title: say("screens.closeOutChecks"), words: say("screens.openPointsBeforeSigning") },
  ],
  evidence: [
    { id: "evidence", title: say("common.evidence") },
    {
      id: "reviews",
      title: say("screens.soc2AndIsoReviews"),
      words: say("screens.auditorReportCertificateStatementOf"),
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
  assessment: AssessmentId;
  /** The screen itself. */
  children: ReactNode;
}) {
  const pages = within[stageOf(screen)] ?? [];
  useCommands(
    Object.values(within).flatMap(([, ...pages]) =>
      pages.map(({ id, title, words }) => ({
        id: `page.${id}`,
        title: say("common.goTo", { title }),
        group: say("common.assessment"),
        words,
        run: () => go(id, { assessment }),
      })),
    ),
  );
  if (pages.length < 2) return children;
  return (
    <div className="paged">
      <nav className="pages-within" aria-label={say("screens.pagesOfThisStage")}>
        <ul role="list">
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
