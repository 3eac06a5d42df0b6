/** A tier set against what the answers propose: by whom and why, and with whom when less is to be asked. */
import { useRef, useState } from "react";
import { ApiError } from "../../api";
import { Button, Icon, Segmented, TextArea, TextField } from "../../components";
import { attempt } from "../../frame";
import type { InherentView } from "../../ipc/InherentView";
import type { TierOverride } from "../../ipc/TierOverride";
import { useQuery } from "../../state/query";
import { offerTakeBack } from "../takeBack";
import { tierTitle } from "./Tier";

/** Overrides written and not yet set. They outlive the screen. */
const begun = new Map<string, TierOverride>();

interface OverrideProps {
  assessment: string;
  view: InherentView;
  save(override: TierOverride | null): Promise<unknown>;
}

export function Override({ assessment, view, save }: OverrideProps) {
  const [isOpen, setOpen] = useState(begun.has(assessment));
  const opener = useRef<HTMLDivElement>(null);
  const set = view.tier_override;
  const close = () => {
    begun.delete(assessment);
    setOpen(false);
    requestAnimationFrame(() => opener.current?.querySelector("button")?.focus());
  };
  if (isOpen) return <Form assessment={assessment} view={view} save={save} onClose={close} />;
  return (
    <div className="acts" ref={opener}>
      <Button icon="edit" onPress={() => setOpen(true)} data-testid="override-open">
        {set === null ? "Set another tier" : "Change the tier set"}
      </Button>
      {set !== null && (
        <Button
          kind="quiet"
          onPress={() =>
            void attempt(save(null)).then(() =>
              offerTakeBack(assessment, "The tier follows the answers again."),
            )
          }
          data-testid="override-remove"
        >
          Follow the answers again
        </Button>
      )}
    </div>
  );
}

function Form({ assessment, view, save, onClose }: OverrideProps & { onClose(): void }) {
  const { assessor } = useQuery("overview", { assessment }).data?.assessment ?? {};
  const [draft, setDraft] = useState<Partial<TierOverride>>(
    begun.get(assessment) ?? view.tier_override ?? {},
  );
  const [refusal, setRefusal] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const value: TierOverride = {
    tier: draft.tier ?? view.tier,
    reason: draft.reason ?? "",
    by: draft.by ?? assessor?.name ?? "",
    second: draft.second ?? "",
    before: null,
  };
  const put = (part: Partial<TierOverride>) => {
    const next = { ...value, ...part };
    begun.set(assessment, next);
    setRefusal(undefined);
    setDraft(next);
  };
  const submit = async () => {
    if (isBusy) return;
    setBusy(true);
    try {
      await save(value);
      onClose();
      await offerTakeBack(assessment, `Tier ${value.tier} is set.`);
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
      <h3 id="override-title">Set another tier</h3>
      <Segmented
        label="Tier"
        segments={["1", "2", "3", "4"].map((id) => ({ id, label: `Tier ${id}` }))}
        value={String(value.tier)}
        onChange={(tier) => put({ tier: Number(tier) })}
        help={
          proposed === null
            ? `${tierTitle(value.tier)}. The answers propose nothing yet${asksLess ? ", so this may ask less: a second person must agree" : ""}.`
            : value.tier === proposed
              ? `${tierTitle(value.tier)}. The answers propose the same.`
              : asksLess
                ? `${tierTitle(value.tier)}. This asks less than the proposed tier ${proposed}: a second person must agree.`
                : `${tierTitle(value.tier)}. This asks more than the proposed tier ${proposed}: a reason is enough.`
        }
        testId="override-tier"
      />
      <TextArea
        label="Why"
        isRequired
        help="In words that a supervisor understands in a year. It stands in the report."
        value={value.reason}
        onChange={(reason) => put({ reason })}
        testId="override-reason"
      />
      <TextField
        label="Set by"
        isRequired
        value={value.by}
        onChange={(by) => put({ by })}
        testId="override-by"
      />
      <TextField
        label="Second person"
        isRequired={asksLess}
        help={
          asksLess
            ? "Somebody else who agrees that less is asked. Nobody lowers the bar alone."
            : "Needed only when less is asked than proposed."
        }
        value={value.second}
        onChange={(second) => put({ second })}
        testId="override-second"
      />
      {refusal !== undefined && (
        <p className="decision-refused" role="alert" data-testid="override-refused">
          <Icon name="warning" /> <span>{refusal} What you wrote is kept here.</span>
        </p>
      )}
      <div className="acts">
        <Button kind="primary" onPress={() => void submit()} isDisabled={isBusy} data-testid="override-save">
          Set tier {value.tier}
        </Button>
        <Button kind="quiet" onPress={onClose} data-testid="override-cancel">
          Cancel
        </Button>
      </div>
    </section>
  );
}
