/** Everything that should be settled before a report is signed, as a list of checks, each point with the place to mend it. */
import { Button, Glyph, Icon, type Meaning } from "../../components";
import type { CloseOutKind } from "../../ipc/CloseOutKind";
import type { OpenPoint } from "../../ipc/OpenPoint";
import { go } from "../../place";
import { useQuery } from "../../state/query";
import { count } from "../../words";
import { OpenPointList } from "../openPoints";
import { Shown } from "../shown";
import "./closeOut.css";

interface Check {
  kind: CloseOutKind;
  title: string;
  /** What the check makes sure of, and why. */
  why: string;
  /** It weighs on the decision rather than on the order of the file. */
  grave?: true;
}

/** In the order in which one works them off. */
const checks: readonly Check[] = [
  {
    kind: "not-concluded",
    title: "Every question is concluded",
    why: "What is open lowers coverage and stands in the report as not assessed.",
  },
  {
    kind: "without-evidence",
    title: "What is called effective has evidence",
    why: "A good conclusion with nothing behind it is a claim.",
    grave: true,
  },
  {
    kind: "without-reason",
    title: "What does not apply has a reason",
    why: "Otherwise nobody can tell it from a question left out.",
  },
  {
    kind: "assurance-too-low",
    title: "Things are known as well as the tier asks",
    why: "The tier sets how closely the heavy questions must be looked at.",
  },
  {
    kind: "level-not-earned",
    title: "Every level is borne out by its evidence",
    why: "What is recorded above that counts as what the evidence shows.",
  },
  {
    kind: "evidence-too-old",
    title: "Evidence is as fresh as its question asks",
    why: "What is too old, or has no date, shows how things were and not how they are.",
  },
  {
    kind: "evidence-expired",
    title: "No evidence is out of date",
    why: "Expired evidence no longer carries a conclusion.",
  },
  {
    kind: "lapsed",
    title: "Nothing relied on has stopped counting",
    why: "A validation or a rule that was withdrawn is history; ask for what came after it.",
  },
  {
    kind: "evidence-owed",
    title: "The vendor owes nothing",
    why: "What was promised is received, or is a condition of the decision.",
  },
  {
    kind: "claim-changed",
    title: "Every claim that a file changed was looked at",
    why: "A returned file must not change what the vendor says behind a conclusion unseen.",
    grave: true,
  },
  {
    kind: "changed-after-review",
    title: "Nothing changed after the second look",
    why: "What a second person has seen is what is signed.",
    grave: true,
  },
  {
    kind: "finding-missing",
    title: "Every failure has its finding",
    why: "A failed question without one gets no owner and no date.",
  },
  {
    kind: "finding-unfinished",
    title: "Every finding says what was found",
    why: "A report with a finding that leaves something to write is not issued.",
    grave: true,
  },
  {
    kind: "flag-without-finding",
    title: "Every red flag has its finding",
    why: "Red flags of reports and certificates are findings like others.",
  },
  {
    kind: "suggestion-open",
    title: "Suggestions that matter are decided",
    why: "Where no answer of its own speaks for a requirement, a near one is accepted or refused.",
  },
  {
    kind: "unreadable",
    title: "Everything recorded can be read",
    why: "What a newer Assay recorded counts in nothing here.",
    grave: true,
  },
  {
    kind: "knock-out-open",
    title: "No knock-out is open",
    why: "An open one caps the decision, whatever the scores say.",
    grave: true,
  },
  {
    kind: "knock-out-not-assessed",
    title: "Every knock-out was looked at",
    why: "What nobody looked at may be open.",
    grave: true,
  },
  {
    kind: "knock-out-suspected",
    title: "No knock-out is suspected",
    why: "The vendor’s own answer points to it; only a conclusion settles it.",
    grave: true,
  },
  {
    kind: "tier-not-rated",
    title: "The tier follows from the inherent risk",
    why: "A tier nobody rated decides how little is asked.",
  },
  {
    kind: "decision-not-allowed",
    title: "The decision is one the case allows",
    why: "What no longer stands is not decided.",
    grave: true,
  },
  {
    kind: "decision-to-confirm",
    title: "The decision rests on what is there",
    why: "What changed since it was made is for the person who decides.",
    grave: true,
  },
  {
    kind: "risk-without-owner",
    title: "Every risk has an owner",
    why: "A risk nobody owns is accepted by nobody.",
    grave: true,
  },
  { kind: "no-decision", title: "A decision is recorded", why: "The report is made for it.", grave: true },
];

const settled: Meaning = {
  word: "Settled",
  colour: "effective",
  glyph: (
    <>
      <circle cx="10" cy="10" r="6.75" />
      <path d="M7 10.3 9.2 12.5 13 8" />
    </>
  ),
};
const open: Meaning = {
  word: "Open",
  colour: "neutral",
  glyph: <circle cx="10" cy="10" r="6.75" strokeDasharray="2.6 2.7" />,
};
const grave: Meaning = {
  word: "Open, and it weighs on the decision",
  colour: "high",
  glyph: <path d="M10 3.2 17.4 16.2H2.6zM10 8v3.6M10 13.7v.1" />,
};

export function CloseOutScreen({ assessment }: { assessment: string }) {
  const query = useQuery("decision", { assessment });
  return (
    <div className="screen close-out">
      <Shown query={query}>
        {({ open_points }) => <Checks assessment={assessment} points={open_points} />}
      </Shown>
    </div>
  );
}

function Checks({ assessment, points }: { assessment: string; points: readonly OpenPoint[] }) {
  const groups = checks.map((check) => ({
    check,
    points: points.filter(({ kind }) => kind === check.kind),
  }));
  const done = groups.filter((group) => group.points.length === 0).length;
  const weighty = points.filter((point) => point.grave).length;
  return (
    <>
      <header className="screen-head">
        <div>
          <h1>Close-out checks</h1>
          <p data-testid="close-out-sum">
            {done} of {checks.length} checks settled.{" "}
            {points.length === 0
              ? "Nothing stands open."
              : `${count(points.length, "point")} open${weighty > 0 ? `, ${weighty} of them weighing on the decision` : ""}.`}
          </p>
        </div>
        <Button onPress={() => go("report", { assessment })} data-testid="close-out-report">
          Go to the report
        </Button>
      </header>
      <p className="soft close-out-note">
        <Icon name="info" size="0.9375rem" /> None of them forbids signing. What is open when the report is
        issued is printed in it.
      </p>
      <ul className="close-out-list">
        {groups.map(({ check, points }) => (
          <li key={check.kind} data-testid={`check-${check.kind}`} data-open={points.length > 0 || undefined}>
            <Glyph meaning={points.length === 0 ? settled : check.grave ? grave : open} size="1.25rem" />
            <div className="close-out-check">
              <h2>
                {check.title}
                <span className="soft">
                  {points.length === 0
                    ? "settled"
                    : `${count(points.length, "open point")}${check.grave ? ", weighing on the decision" : ""}`}
                </span>
              </h2>
              <p className="soft">{check.why}</p>
              {points.length > 0 && <OpenPointList assessment={assessment} points={points} />}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
