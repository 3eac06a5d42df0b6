/** Words, found anywhere in the assessment; Enter goes to where they are. */

import { useDeferredValue, useId, useState } from "react";
import { Dialog, Modal, ModalOverlay } from "react-aria-components";
import { Icon, type IconName, KeyHint } from "../../components";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { SearchHit } from "../../ipc/SearchHit";
import { go } from "../../place";
import { skip, useQuery } from "../../state/query";
import "./search.css";
import { say } from "../../words";

interface Kind {
  title: string;
  icon: IconName;
  screen: string;
  /** The screen shows this very thing when its id is in the address. */
  hasItem?: boolean;
  /** The part of the screen it is in. */
  tab?: string;
}

/** Where each kind of thing is shown. */
const kinds: Record<string, Kind> = {
  question: { title: say("common.questions"), icon: "question", screen: "questionnaire", hasItem: true },
  response: { title: say("search.answers"), icon: "questionnaire", screen: "questionnaire", hasItem: true },
  evidence: { title: say("common.evidence"), icon: "paperclip", screen: "evidence", hasItem: true },
  finding: { title: say("common.findings"), icon: "finding", screen: "findings", hasItem: true },
  element: { title: say("search.threatModel"), icon: "threat", screen: "threats", tab: "model" },
  flow: { title: say("search.threatModel"), icon: "flow", screen: "threats", tab: "model" },
  boundary: { title: say("search.threatModel"), icon: "threat", screen: "threats", tab: "model" },
  "threat-note": {
    title: say("common.threats"),
    icon: "threat",
    screen: "threats",
    hasItem: true,
    tab: "threats",
  },
  "recorded-threat": {
    title: say("common.threats"),
    icon: "threat",
    screen: "threats",
    hasItem: true,
    tab: "threats",
  },
  risk: { title: say("common.risks"), icon: "risk", screen: "risks", hasItem: true },
  "soc-review": {
    title: say("search.reportsAndCertificates"),
    icon: "seal",
    screen: "reviews",
    hasItem: true,
  },
  "certificate-review": {
    title: say("search.reportsAndCertificates"),
    icon: "seal",
    screen: "reviews",
    hasItem: true,
  },
  bom: { title: say("common.components"), icon: "component", screen: "components" },
  "security-test": { title: say("common.tests"), icon: "test", screen: "tests", hasItem: true },
  event: {
    title: say("search.whatHappened"),
    icon: "clock",
    screen: "gates",
    hasItem: true,
    tab: "monitoring",
  },
  adoption: { title: say("common.suggestions"), icon: "link", screen: "suggestions" },
  "spec-choice": { title: say("common.decision"), icon: "decision", screen: "decision" },
  decision: { title: say("common.decision"), icon: "decision", screen: "decision" },
  "knock-out-note": { title: say("common.decision"), icon: "decision", screen: "decision" },
  issue: { title: say("common.report"), icon: "report", screen: "report" },
};
const elsewhere: Kind = { title: say("common.vendorScope"), icon: "vendor", screen: "scope" };

const kindOf = (hit: SearchHit) => kinds[hit.kind] ?? elsewhere;

/** The hits under the titles of where they are, in the order the core gave. */
function sorted(hits: readonly SearchHit[]): SearchHit[] {
  const titles = [...new Set(hits.map((hit) => kindOf(hit).title))];
  return hits.toSorted((a, b) => titles.indexOf(kindOf(a).title) - titles.indexOf(kindOf(b).title));
}

export function SearchOverlay({ assessment, onClose }: { assessment: AssessmentId; onClose(): void }) {
  return (
    <ModalOverlay className="veil" isOpen onOpenChange={(open) => !open && onClose()} isDismissable>
      <Modal className="palette">
        <Dialog className="palette-body" aria-label={say("search.searchThisAssessment")}>
          <SearchList assessment={assessment} onClose={onClose} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function SearchList({ assessment, onClose }: { assessment: AssessmentId; onClose(): void }) {
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const id = useId();
  const wanted = useDeferredValue(text.trim());
  const found = useQuery("search", wanted.length < 2 ? skip : { assessment, text: wanted });
  const hits = sorted(found.data ?? []);
  const at = Math.min(active, hits.length - 1);

  const open = (hit: SearchHit | undefined) => {
    if (hit === undefined) return;
    const kind = kindOf(hit);
    onClose();
    go(kind.screen, {
      assessment,
      ...(kind.tab === undefined ? {} : { tab: kind.tab }),
      ...(kind.hasItem ? { item: hit.id } : {}),
    });
  };
  const move = (to: number) => {
    const next = Math.max(0, Math.min(hits.length - 1, to));
    setActive(next);
    document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: "nearest" });
  };

  return (
    <>
      <div className="palette-field">
        <Icon name="search" />
        <input
          // biome-ignore lint/a11y/noAutofocus: the overlay was opened to type here
          autoFocus
          role="combobox"
          aria-label={say("search.wordsToLookFor")}
          aria-expanded={hits.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
          placeholder={say("search.wordsInQuestionsAnswersEvidence")}
          spellCheck={false}
          value={text}
          data-testid="search-text"
          onChange={(event) => {
            setText(event.target.value);
            setActive(0);
          }}
          onKeyDown={(event) => {
            if (event.key === "ArrowDown") move(at + 1);
            else if (event.key === "ArrowUp") move(at - 1);
            else if (event.key === "Enter" && !event.nativeEvent.isComposing) open(hits[at]);
            else return;
            event.preventDefault();
          }}
        />
        <KeyHint keys="Escape" />
      </div>
      <div
        className="palette-list search-list"
        role="listbox"
        id={`${id}-list`}
        aria-label={say("search.found")}
      >
        {hits.map((hit, index) => {
          const kind = kindOf(hit);
          const isFirst = index === 0 || kindOf(hits[index - 1] ?? hit).title !== kind.title;
          return (
            <div key={`${hit.kind}/${hit.id}`} role="presentation">
              {isFirst && (
                <p className="search-kind" role="presentation">
                  {kind.title}
                </p>
              )}
              {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keyboard */}
              <div
                id={`${id}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === at}
                className="palette-item"
                data-testid={`hit-${hit.kind}-${hit.id}`}
                onPointerMove={() => setActive(index)}
                onClick={() => open(hit)}
              >
                <Icon name={kind.icon} />
                <span className="search-snippet">
                  <Marked text={hit.snippet} words={wanted} />
                </span>
                {kind.screen === "questionnaire" && <span className="code soft">{hit.id}</span>}
              </div>
            </div>
          );
        })}
      </div>
      {found.error !== undefined && (
        <p className="palette-none" role="alert">
          {found.error.message}
        </p>
      )}
      {wanted.length >= 2 && found.data !== undefined && hits.length === 0 && (
        <p className="palette-none">{say("search.nothingInThisAssessmentHolds", { wanted })}</p>
      )}
      {wanted.length < 2 && <p className="palette-none">{say("search.typeTwoLettersOrMoreAll")}</p>}
    </>
  );
}

/** The text with the words marked, whatever their case. */
export function Marked({ text, words }: { text: string; words: string }) {
  const wanted = words
    .split(/\s+/)
    .filter((word) => word !== "")
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (wanted.length === 0) return text;
  const isWord = new RegExp(`(${wanted.join("|")})`, "gi");
  return text.split(isWord).map((part, index) =>
    // Every second part is what the parentheses caught.
    // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
    index % 2 === 1 ? <mark key={index}>{part}</mark> : part,
  );
}
