/** Addressable specifications: how each is met, and what stands in the place of one that is not put in place as written. */
import { useState } from "react";
import {
  Button,
  conclusions,
  Drawer,
  EditTextArea,
  type Meaning,
  MeaningTag,
  Segmented,
  unanswered,
} from "../../components";
import { attempt, useCommands } from "../../frame";
import type { Alternative } from "../../ipc/Alternative";
import type { SpecAnswer } from "../../ipc/SpecAnswer";
import type { Specification } from "../../ipc/Specification";
import { go } from "../../place";
import { change } from "../../state/query";

const answers: Record<SpecAnswer, Meaning> = {
  implemented: { ...conclusions.effective, word: "Implemented" },
  equal: { ...conclusions.largely, word: "Equal measure, documented" },
  reasons: { ...conclusions["not-applicable"], word: "Not reasonable, documented" },
  gap: { ...conclusions.ineffective, word: "Gap" },
};
const open: Meaning = { ...unanswered, word: "Open" };
const order: readonly SpecAnswer[] = ["gap", "implemented", "equal", "reasons"];

const AS_WRITTEN = "as-written";
const alternatives: readonly { id: Alternative | typeof AS_WRITTEN; label: string }[] = [
  { id: AS_WRITTEN, label: "Nothing" },
  { id: "equal", label: "An equal measure" },
  { id: "reasons", label: "Reasons for none" },
];

/** How many stand where, in words. */
function tally(all: readonly Specification[]): string {
  const words = order.flatMap((id) => {
    const many = all.filter(({ answer }) => answer === id).length;
    return many === 0 ? [] : [`${many} ${answers[id].word.toLowerCase()}`];
  });
  const left = all.filter(({ answer }) => answer === null).length;
  return [...words, ...(left === 0 ? [] : [`${left} open`])].join(", ");
}

export function Specifications({ assessment, all }: { assessment: string; all: readonly Specification[] }) {
  const [isOpen, setOpen] = useState(false);
  useCommands([
    {
      id: "decision.specifications",
      title: "Show addressable specifications",
      group: "Decision",
      words: "hipaa equal measure reasonable appropriate documented",
      run: () => setOpen(true),
    },
  ]);
  return (
    <>
      <p className="small" data-testid="specifications">
        <span className="soft">Addressable: {tally(all)}. </span>
        <Button kind="quiet" onPress={() => setOpen(true)} data-testid="specifications-open">
          Show them
        </Button>
      </p>
      <Drawer title="Addressable specifications" isOpen={isOpen} onClose={() => setOpen(false)}>
        <p className="soft">
          Addressable is not optional. What is not put in place as written is met by a measure that does as
          much, or left out with reasons; either is written down by the vendor.
        </p>
        <ul className="specifications">
          {all.map((specification) => (
            <Row key={specification.requirement} assessment={assessment} specification={specification} />
          ))}
        </ul>
      </Drawer>
    </>
  );
}

function Row({ assessment, specification }: { assessment: string; specification: Specification }) {
  const { requirement, title, answer, because, questions, choice } = specification;
  const [chosen, setChosen] = useState<Alternative>();
  const alternative = chosen ?? choice?.alternative ?? null;
  const save = (next: Alternative | null, reason: string) =>
    change("choose_specification", { assessment, requirement, alternative: next, reason });
  const choose = (id: Alternative | typeof AS_WRITTEN) => {
    const next = id === AS_WRITTEN ? null : id;
    setChosen(next ?? undefined);
    // Without its words a choice waits; to take one back none are needed.
    if (choice !== null) void attempt(save(next, choice.reason));
  };
  return (
    <li data-testid={`specification-${requirement}`}>
      <h3>
        <span className="code">{requirement.slice(requirement.indexOf(":") + 1)}</span> {title}
      </h3>
      <p>
        <MeaningTag meaning={answer === null ? open : answers[answer]} />{" "}
        <span className="soft">{because}</span>
      </p>
      {questions.length > 0 && (
        <p className="soft small">
          Examined by{" "}
          {questions.map((id) => (
            <button
              key={id}
              type="button"
              className="linky code"
              onClick={() => go("questionnaire", { assessment, item: id })}
            >
              {id}
            </button>
          ))}
        </p>
      )}
      <Segmented
        label="What the vendor documented in its place"
        segments={alternatives}
        value={alternative ?? AS_WRITTEN}
        onChange={choose}
        testId={`alternative-${requirement}`}
      />
      {alternative !== null && (
        <EditTextArea
          address={`specification ${assessment} ${requirement}`}
          what={`What stands in for ${requirement}`}
          hasNoBase
          label={alternative === "equal" ? "The measure, and why it does as much" : "The reasons"}
          isRequired
          lines={2}
          stored={choice?.reason ?? ""}
          save={(reason) => save(alternative, reason)}
          isReady={(reason) => (reason.trim() === "" ? "It counts once it is written down." : undefined)}
          help={
            choice === null
              ? "Counts once it is written down here, with the vendor’s document it stands in."
              : undefined
          }
          testId={`alternative-reason-${requirement}`}
        />
      )}
    </li>
  );
}
