/** A tier set against what the answers propose: by whom and why, and with whom when less is to be asked. */
import { useRef, useState } from "react";
import { ApiError } from "../../api";
import { Button, Icon, Kept, Segmented, TextArea, TextField } from "../../components";
import { attempt } from "../../frame";
import type { InherentView } from "../../ipc/InherentView";
import type { TierOverride } from "../../ipc/TierOverride";
import { type Drafting, useDraft } from "../../state/edit";
import { useQuery } from "../../state/query";
import { offerTakeBack } from "../takeBack";
import { tierTitle } from "./Tier";

interface OverrideProps {
  assessment: string;
  view: InherentView;
  save(override: TierOverride | null): Promise<unknown>;
}

export function Override({ assessment, view, save }: OverrideProps) {
  const draft = useDraft<Partial<TierOverride>>(`tier ${assessment}`, view.tier_override ?? {}, {
    what: "Another tier",
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
      <Kept draft={draft} />
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
        <p className="form-refused" role="alert" data-testid="override-refused">
          <Icon name="warning" /> <span>{refusal} What you wrote is kept here.</span>
        </p>
      )}
      <div className="acts">
        <Button kind="primary" onPress={() => void submit()} isDisabled={isBusy} data-testid="override-save">
          Set tier {value.tier}
        </Button>
        <Button
          kind="quiet"
          onPress={() => {
            draft.discard();
            onClose();
          }}
          data-testid="override-cancel"
        >
          Cancel
        </Button>
      </div>
    </section>
  );
}
