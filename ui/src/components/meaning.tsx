/**
 * The closed lists of the field as they are shown: each word has a glyph of its own shape and a colour, so that
 * no meaning rests on colour alone. The ids are those of the core.
 */
import type { CSSProperties, ReactNode } from "react";
import { Drawing } from "./icons";
import "./meaning.css";
import { say } from "../words";

export interface Meaning {
  word: string;
  /** The colour token, without the dashes. Its wash is the same name with `-wash`. */
  colour: string;
  glyph: ReactNode;
}

const ring = <circle cx="10" cy="10" r="6.75" />;
const dashed = <circle cx="10" cy="10" r="6.75" strokeDasharray="2.6 2.7" />;
const slashed = (
  <>
    {ring}
    <path d="M5.4 14.6 14.6 5.4" />
  </>
);

/** A ring filled clockwise from the top, `share` from 0 to 1. */
function pie(share: number) {
  if (share >= 1) return <circle cx="10" cy="10" r="6.75" fill="currentColor" />;
  const angle = 2 * Math.PI * share;
  const x = (10 + 6.75 * Math.sin(angle)).toFixed(3);
  const y = (10 - 6.75 * Math.cos(angle)).toFixed(3);
  return (
    <>
      {ring}
      {share > 0 && (
        <path
          d={`M10 10V3.25A6.75 6.75 0 ${share > 0.5 ? 1 : 0} 1 ${x} ${y}z`}
          fill="currentColor"
          stroke="none"
        />
      )}
    </>
  );
}

const onFill = { stroke: "var(--glyph-hole, var(--paper))" };

export const severities = {
  low: { word: say("common.low"), colour: "low", glyph: <path d="M10 4.5v11M5.5 11 10 15.5l4.5-4.5" /> },
  medium: {
    word: say("components.medium"),
    colour: "medium",
    glyph: <path d="M10 3.2 16.8 10 10 16.8 3.2 10z" />,
  },
  high: {
    word: say("common.high"),
    colour: "high",
    glyph: (
      <>
        <path d="M10 3.2 17.4 16.2H2.6z" fill="currentColor" />
        <path d="M10 8v3.6M10 13.7v.1" style={onFill} />
      </>
    ),
  },
  critical: {
    word: say("common.critical"),
    colour: "critical",
    glyph: (
      <>
        <path d="M6.9 2.5h6.2l4.4 4.4v6.2l-4.4 4.4H6.9l-4.4-4.4V6.9z" fill="currentColor" />
        <path d="M10 6v4.8M10 13.7v.1" style={onFill} />
      </>
    ),
  },
} as const satisfies Record<string, Meaning>;
export type SeverityId = keyof typeof severities;

export const conclusions = {
  effective: {
    word: say("components.effective"),
    colour: "effective",
    glyph: (
      <>
        {pie(1)}
        <path d="M6.8 10.3 9 12.5l4.3-4.8" style={onFill} />
      </>
    ),
  },
  largely: { word: say("components.largelyEffective"), colour: "largely", glyph: pie(0.75) },
  partially: { word: say("components.partiallyEffective"), colour: "partially", glyph: pie(0.5) },
  ineffective: {
    word: say("components.ineffective"),
    colour: "ineffective",
    glyph: (
      <>
        {ring}
        <path d="M7.5 7.5l5 5M12.5 7.5l-5 5" />
      </>
    ),
  },
  "not-assessed": { word: say("common.notAssessed"), colour: "neutral", glyph: dashed },
  "not-applicable": { word: say("common.notApplicable"), colour: "neutral", glyph: slashed },
} as const satisfies Record<string, Meaning>;
export type ConclusionId = keyof typeof conclusions;

export const claims = {
  yes: { word: say("common.yes"), colour: "ink", glyph: <path d="M4 10.5 8.2 14.7 16 5.8" /> },
  partial: {
    word: say("components.partial"),
    colour: "ink",
    glyph: <path d="M4 11.5c1.8-3 3.8-3 6-1.5s4.2 1.5 6-1.5" />,
  },
  no: { word: say("common.no"), colour: "ink", glyph: <path d="M5 5l10 10M15 5 5 15" /> },
  "not-applicable": { word: say("common.notApplicable"), colour: "neutral", glyph: slashed },
} as const satisfies Record<string, Meaning>;
export type ClaimId = keyof typeof claims;

/** Shown where there is no claim yet: four different things, never one. */
export const unanswered: Meaning = { word: say("common.unanswered"), colour: "neutral", glyph: dashed };

function ladder(level: number) {
  return (
    <>
      {[1, 2, 3, 4].map((step) => (
        <rect
          key={step}
          x={-0.6 + step * 4}
          y={15.5 - step * 2.8}
          width="2.6"
          height={step * 2.8}
          rx="0.6"
          fill={step <= level ? "currentColor" : "none"}
          strokeWidth="1"
        />
      ))}
    </>
  );
}

/** How it is known. The index is the level. */
export const assurance = [
  { word: say("components.asserted"), colour: "neutral", glyph: ladder(0) },
  { word: say("components.documentSeen"), colour: "ink", glyph: ladder(1) },
  { word: say("components.documentReviewed"), colour: "ink", glyph: ladder(2) },
  { word: say("components.independentlyExamined"), colour: "ink", glyph: ladder(3) },
  { word: say("components.verifiedByTheAssessor"), colour: "ink", glyph: ladder(4) },
] as const satisfies readonly Meaning[];
export type AssuranceLevel = 0 | 1 | 2 | 3 | 4;

export const outcomes = {
  approve: { word: say("components.approve"), colour: "effective", glyph: conclusions.effective.glyph },
  "approve-with-conditions": {
    word: say("components.approveWithConditions"),
    colour: "partially",
    glyph: (
      <>
        {ring}
        <path d="M7 10.3 9.2 12.5 13 8" />
      </>
    ),
  },
  defer: {
    word: say("components.defer"),
    colour: "neutral",
    glyph: (
      <>
        {ring}
        <path d="M8.3 7.5v5M11.7 7.5v5" />
      </>
    ),
  },
  reject: {
    word: say("components.reject"),
    colour: "ineffective",
    glyph: (
      <>
        <circle cx="10" cy="10" r="6.75" fill="currentColor" />
        <path d="M6.8 10h6.4" style={onFill} />
      </>
    ),
  },
} as const satisfies Record<string, Meaning>;
export type OutcomeId = keyof typeof outcomes;

/** A closed list as the segments or options of a choice: `segmentsOf(claims)`. `keys` are the shortcuts shown. */
export function segmentsOf<Id extends string>(
  list: Readonly<Record<Id, Meaning>>,
  keys: Partial<Record<Id, string>> = {},
): { id: Id; label: string; meaning: Meaning; keys: string | undefined }[] {
  return (Object.keys(list) as Id[]).map((id) => ({
    id,
    label: list[id].word,
    meaning: list[id],
    keys: keys[id],
  }));
}

/** Where a stage of the assessment stands. `words` replace the usual ones. */
export type StageState =
  | { kind: "not-started"; words?: string }
  | { kind: "in-progress"; done: number; total: number; words?: string }
  | { kind: "done"; words?: string }
  | { kind: "attention"; what: string };

export function stageMeaning(state: StageState): Meaning {
  switch (state.kind) {
    case "not-started":
      return { word: state.words ?? say("components.notStarted"), colour: "neutral", glyph: dashed };
    case "in-progress":
      return {
        word: state.words ?? say("components.of", { done: state.done, total: state.total }),
        colour: "accent",
        glyph: pie(state.total > 0 ? Math.min(0.97, state.done / state.total) : 0),
      };
    case "done":
      return {
        word: state.words ?? say("common.done"),
        colour: "effective",
        glyph: conclusions.effective.glyph,
      };
    case "attention":
      return {
        word: state.what,
        colour: "high",
        glyph: <path d="M10 3.2 17.4 16.2H2.6zM10 8v3.6M10 13.7v.1" />,
      };
  }
}

const vars = (values: Record<`--${string}`, string>) => values as CSSProperties;

export function Glyph({ meaning, size }: { meaning: Meaning; size?: string }) {
  return (
    <span className="glyph" style={vars({ "--glyph-colour": `var(--${meaning.colour})` })}>
      <Drawing size={size}>{meaning.glyph}</Drawing>
    </span>
  );
}

export interface MeaningTagProps {
  /** Without a ground, for dense lists and tables. */
  quiet?: boolean;
}

/** A meaning as glyph and word, on its wash or quiet. */
export function MeaningTag({
  meaning,
  quiet = false,
  prefix,
}: MeaningTagProps & { meaning: Meaning; prefix?: string }) {
  const ground = meaning.colour === "ink" ? "neutral" : meaning.colour;
  return (
    <span
      className="tag"
      data-quiet={quiet || undefined}
      data-meaning={meaning.colour}
      style={vars({ "--tag-ground": `var(--${ground}-wash)`, "--tag-ink": `var(--${meaning.colour})` })}
    >
      <Glyph meaning={meaning} size="1rem" />
      <span className="tag-word">
        {prefix}
        {meaning.word}
      </span>
    </span>
  );
}

export const Severity = ({ level, ...rest }: MeaningTagProps & { level: SeverityId }) => (
  <MeaningTag meaning={severities[level]} {...rest} />
);

export const Conclusion = ({ value, ...rest }: MeaningTagProps & { value: ConclusionId }) => (
  <MeaningTag meaning={conclusions[value]} {...rest} />
);

/** What the vendor says; `null` is unanswered. */
export const Claim = ({ value, ...rest }: MeaningTagProps & { value: ClaimId | null }) => (
  <MeaningTag meaning={value === null ? unanswered : claims[value]} {...rest} />
);

/** How it is known, with its level: "3 Independently examined". */
export const Assurance = ({ level, ...rest }: MeaningTagProps & { level: AssuranceLevel }) => (
  <MeaningTag meaning={assurance[level]} prefix={`${level} `} {...rest} />
);

export const Outcome = ({ value, ...rest }: MeaningTagProps & { value: OutcomeId }) => (
  <MeaningTag meaning={outcomes[value]} {...rest} />
);

/** A plain tag for anything else: a framework's id, a role, a count. */
export function Tag({ children }: { children: ReactNode }) {
  return (
    <span className="tag" data-plain>
      {children}
    </span>
  );
}
