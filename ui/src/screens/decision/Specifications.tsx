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
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { SpecAnswer } from "../../ipc/SpecAnswer";
import type { Specification } from "../../ipc/Specification";
import { go } from "../../place";
import { change } from "../../state/query";
import { say, told, within } from "../../words";

const answers: Record<SpecAnswer, Meaning> = {
  implemented: { ...conclusions.effective, word: say("decision.implemented") },
  equal: { ...conclusions.largely, word: say("decision.equalMeasureDocumented") },
  reasons: { ...conclusions["not-applicable"], word: say("decision.notReasonableDocumented") },
  gap: { ...conclusions.ineffective, word: say("decision.gap") },
};
const open: Meaning = { ...unanswered, word: say("common.open") };
const order: readonly SpecAnswer[] = ["gap", "implemented", "equal", "reasons"];

const AS_WRITTEN = "as-written";
const alternatives: readonly { id: Alternative | typeof AS_WRITTEN; label: string }[] = [
  { id: AS_WRITTEN, label: say("decision.nothing") },
  { id: "equal", label: say("decision.anEqualMeasure") },
  { id: "reasons", label: say("decision.reasonsForNone") },
];

/** How many stand where, in words. */
function tally(all: readonly Specification[]): string {
  const words = order.flatMap((id) => {
    const many = all.filter(({ answer }) => answer === id).length;
    return many === 0 ? [] : [`${many} ${within(answers[id].word)}`];
  });
  const left = all.filter(({ answer }) => answer === null).length;
  return [...words, ...(left === 0 ? [] : [say("decision.open", { left })])].join(", ");
}

export function Specifications({
  assessment,
  all,
}: {
  assessment: AssessmentId;
  all: readonly Specification[];
}) {
  const [isOpen, setOpen] = useState(false);
  useCommands([
    {
      id: "decision.specifications",
      title: say("decision.showAddressableSpecifications"),
      group: say("common.decision"),
      words: say("decision.hipaaEqualMeasureReasonableAppropriate"),
      run: () => setOpen(true),
    },
  ]);
  return (
    <>
      <p className="small" data-testid="specifications">
        <span className="soft">{say("decision.addressable", { all: tally(all) })} </span>
        <Button kind="quiet" onPress={() => setOpen(true)} data-testid="specifications-open">
          {say("decision.showThem")}
        </Button>
      </p>
      <Drawer
        title={say("decision.addressableSpecifications")}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
      >
        <p className="soft">{say("decision.addressableIsNotOptionalWhatIs")}</p>
        <ul role="list" className="specifications">
          {all.map((specification) => (
            <Row key={specification.requirement} assessment={assessment} specification={specification} />
          ))}
        </ul>
      </Drawer>
    </>
  );
}

function Row({ assessment, specification }: { assessment: AssessmentId; specification: Specification }) {
  const { requirement, title, answer, because, questions, choice } = specification;
  const [chosen, setChosen] = useState<Alternative>();
  const alternative = chosen ?? choice?.alternative ?? null;
  const stands = choice?.alternative ?? null;
  const save = (next: Alternative | null, reason: string, was: string) =>
    change("choose_specification", {
      assessment,
      requirement,
      alternative: next,
      // What is taken back has no words.
      reason: next === null ? "" : reason,
      base: { alternative: stands, reason: was },
    });
  const choose = (id: Alternative | typeof AS_WRITTEN) => {
    const next = id === AS_WRITTEN ? null : id;
    setChosen(next ?? undefined);
    // Without its words a choice waits; to take one back none are needed.
    if (choice !== null) void attempt(save(next, choice.reason, choice.reason));
  };
  return (
    <li data-testid={`specification-${requirement}`}>
      <h3>
        <span className="code">{requirement.slice(requirement.indexOf(":") + 1)}</span> {title}
      </h3>
      <p>
        <MeaningTag meaning={answer === null ? open : answers[answer]} />{" "}
        <span className="soft">{told(because)}</span>
      </p>
      {questions.length > 0 && (
        <p className="soft small">
          {say("decision.examinedBy")}{" "}
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
        label={say("decision.whatTheVendorDocumentedInIts")}
        segments={alternatives}
        value={alternative ?? AS_WRITTEN}
        onChange={choose}
        testId={`alternative-${requirement}`}
      />
      {alternative !== null && (
        <EditTextArea
          address={`specification ${assessment} ${requirement}`}
          what={say("decision.whatStandsInFor", { requirement })}
          label={
            alternative === "equal" ? say("decision.theMeasureAndWhyItDoes") : say("decision.theReasons")
          }
          isRequired
          lines={2}
          stored={choice?.reason ?? ""}
          save={(reason, was) => save(alternative, reason, was)}
          isReady={(reason) => (reason.trim() === "" ? say("decision.itCountsOnceItIsWritten") : undefined)}
          help={choice === null ? say("decision.countsOnceItIsWrittenDown") : undefined}
          testId={`alternative-reason-${requirement}`}
        />
      )}
    </li>
  );
}
