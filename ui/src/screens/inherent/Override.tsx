/** A tier set against what the answers propose: by whom and why, and with whom when less is to be asked. */

import { useRef, useState } from "react";
import { ApiError } from "../../api";
import { Button, Icon, Kept, Segmented, TextArea, TextField } from "../../components";
import { attempt } from "../../frame";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { InherentView } from "../../ipc/InherentView";
import type { TierOverride } from "../../ipc/TierOverride";
import { type Drafting, useDraft } from "../../state/edit";
import { useQuery } from "../../state/query";
import { say } from "../../words";
import { offerTakeBack } from "../takeBack";
import { tierTitle } from "./Tier";

interface OverrideProps {
  assessment: AssessmentId;
  view: InherentView;
  save(override: TierOverride | null): Promise<unknown>;
}

export function Override({ assessment, view, save }: OverrideProps) {
  const draft = useDraft<Partial<TierOverride>>(`tier ${assessment}`, view.tier_override ?? {}, {
    what: say("inherent.anotherTier"),
  });
  const [isOpen, setOpen] = useState(draft.isBegun);
  const opener = useRef<HTMLDivElement>(null);
  const set = view.tier_override;
  const close = () => {
    setOpen(false);
    requestAnimationFrame(() => opener.current?.querySelector("button")?.focus());
  };
  if (isOpen) return <Form assessment={assessment} view={view} save={save} draft={draft} onClose={close} />;
  return (
    <div className="acts" ref={opener}>
      <Button icon="edit" onPress={() => setOpen(true)} data-testid="override-open">
        {set === null ? say("inherent.setAnotherTier") : say("inherent.changeTheTierSet")}
      </Button>
      {set !== null && (
        <Button
          kind="quiet"
          onPress={() =>
            void attempt(save(null)).then(() =>
              offerTakeBack(assessment, say("inherent.theTierFollowsTheAnswersAgain")),
            )
          }
          data-testid="override-remove"
        >
          {say("inherent.followTheAnswersAgain")}
        </Button>
      )}
    </div>
  );
}

interface FormProps extends OverrideProps {
  draft: Drafting<Partial<TierOverride>>;
  onClose(): void;
}

function Form({ assessment, view, save, draft, onClose }: FormProps) {
  const { assessor } = useQuery("overview", { assessment }).data?.assessment ?? {};
  const [refusal, setRefusal] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const value: TierOverride = {
    tier: draft.value.tier ?? view.tier,
    reason: draft.value.reason ?? "",
    by: draft.value.by ?? assessor?.name ?? "",
    second: draft.value.second ?? "",
    before: null,
  };
  const put = (part: Partial<TierOverride>) => {
    setRefusal(undefined);
    draft.set({ ...value, ...part });
  };
  const submit = async () => {
    if (isBusy) return;
    setBusy(true);
    try {
      await save(value);
      draft.clear();
      onClose();
      await offerTakeBack(assessment, say("inherent.tierIsSet", { tier: value.tier }));
    } catch (thrown) {
      setRefusal(ApiError.from(thrown).message);
      setBusy(false);
    }
  };
  const proposed = view.proposal.tier;
  // Before anything is proposed, all but the strictest tier may be less than what will be.
  const asksLess = value.tier > (proposed ?? 1);
  return (
    <section className="inherent-override" aria-labelledby="override-title">
      <h3 id="override-title">{say("inherent.setAnotherTier")}</h3>
      <Kept draft={draft} />
      <Segmented
        label={say("inherent.tier")}
        segments={["1", "2", "3", "4"].map((id) => ({ id, label: say("inherent.tier2", { id }) }))}
        value={String(value.tier)}
        onChange={(tier) => put({ tier: Number(tier) })}
        help={
          proposed === null
            ? asksLess
              ? say("inherent.theAnswersProposeNothingYetSo", { tier: tierTitle(value.tier) })
              : say("inherent.theAnswersProposeNothingYet", { tier: tierTitle(value.tier) })
            : value.tier === proposed
              ? say("inherent.theAnswersProposeTheSame", { tier: tierTitle(value.tier) })
              : asksLess
                ? say("inherent.thisAsksLessThanTheProposed", { tier: tierTitle(value.tier), proposed })
                : say("inherent.thisAsksMoreThanTheProposed", { tier: tierTitle(value.tier), proposed })
        }
        testId="override-tier"
      />
      <TextArea
        label={say("common.why")}
        isRequired
        help={say("inherent.inWordsThatASupervisorUnderstands")}
        value={value.reason}
        onChange={(reason) => put({ reason })}
        testId="override-reason"
      />
      <TextField
        label={say("inherent.setBy")}
        isRequired
        value={value.by}
        onChange={(by) => put({ by })}
        testId="override-by"
      />
      <TextField
        label={say("inherent.secondPerson")}
        isRequired={asksLess}
        help={
          asksLess ? say("inherent.somebodyElseWhoAgreesThatLess") : say("inherent.neededOnlyWhenLessIsAsked")
        }
        value={value.second}
        onChange={(second) => put({ second })}
        testId="override-second"
      />
      {refusal !== undefined && (
        <p className="form-refused" role="alert" data-testid="override-refused">
          <Icon name="warning" /> <span>{say("inherent.whatYouWroteIsKeptHere", { refusal })}</span>
        </p>
      )}
      <div className="acts">
        <Button kind="primary" onPress={() => void submit()} isDisabled={isBusy} data-testid="override-save">
          {say("inherent.setTier", { tier: value.tier })}
        </Button>
        <Button
          kind="quiet"
          onPress={() => {
            draft.discard();
            onClose();
          }}
          data-testid="override-cancel"
        >
          {say("common.cancel")}
        </Button>
      </div>
    </section>
  );
}
