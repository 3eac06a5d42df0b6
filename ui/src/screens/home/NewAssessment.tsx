/** A new assessment: of whom, of what, how deep, against which lists, by whom. */
import { useState } from "react";
import { Button, ComboBox, Dialog, Select, TextField } from "../../components";
import { DoorError } from "../../door";
import type { NewAssessment } from "../../ipc/NewAssessment";
import type { VendorCard } from "../../ipc/VendorCard";
import { go } from "../../place";
import { useChoices } from "../../state/choices";
import { change } from "../../state/query";
import { FactChoice, FrameworkChoices, TierChoice } from "../scope/choices";

export interface NewAssessmentDialogProps {
  vendors: readonly VendorCard[];
  /** The vendor it was asked for, if for one. */
  vendor: string | null;
  onClose(): void;
}

/** Who assessed last: most often the person at work now. */
function lastAssessor(vendors: readonly VendorCard[]) {
  const [newest] = vendors
    .flatMap(({ assessments }) => assessments.map(({ assessment }) => assessment))
    .toSorted((a, b) => b.started.localeCompare(a.started));
  return newest?.assessor ?? { name: "", role: "", organisation: "" };
}

export function NewAssessmentDialog({ vendors, vendor, onClose }: NewAssessmentDialogProps) {
  const choices = useChoices();
  const only = vendors.length === 1 ? vendors[0]?.vendor.id : undefined;
  const [draft, setDraft] = useState<NewAssessment>(() => ({
    vendor: vendor ?? only ?? "",
    title: "",
    service: "",
    tier: 2,
    facts: [],
    frameworks: [],
    assessor: lastAssessor(vendors),
    previous: null,
  }));
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [ownTitle, setOwnTitle] = useState(false);
  const set = (part: Partial<NewAssessment>) => {
    setError(undefined);
    setDraft((now) => ({ ...now, ...part }));
  };
  const services = vendors.find((card) => card.vendor.id === draft.vendor)?.vendor.services ?? [];
  // The title follows the service until somebody writes their own.
  const title =
    ownTitle || draft.service === "" ? draft.title : `${draft.service} ${new Date().getFullYear()}`;
  const missing =
    draft.vendor === ""
      ? "Choose a vendor."
      : title.trim() === ""
        ? "Name the service or the assessment."
        : draft.frameworks.length === 0
          ? "Choose at least one framework."
          : undefined;

  const start = async () => {
    if (missing !== undefined || busy) return;
    setBusy(true);
    try {
      const made = await change("create_assessment", { ...draft, title });
      onClose();
      go("scope", { assessment: made.id });
    } catch (thrown) {
      setError(DoorError.from(thrown).message);
      setBusy(false);
    }
  };

  return (
    <Dialog
      title="Start an assessment"
      isOpen
      onClose={onClose}
      width="wide"
      actions={
        <>
          <span className="form-missing" role="status">
            {error ?? missing}
          </span>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            kind="primary"
            onPress={() => void start()}
            isDisabled={missing !== undefined || busy}
            data-testid="create-assessment"
          >
            Start assessment
          </Button>
        </>
      }
    >
      <div className="form">
        <div className="form-pair">
          <Select
            label="Vendor"
            options={vendors.map((card) => ({ id: card.vendor.id, label: card.vendor.name }))}
            value={draft.vendor === "" ? null : draft.vendor}
            onChange={(id) => set({ vendor: id })}
            autoFocus={draft.vendor === ""}
            testId="assessment-vendor"
          />
          <ComboBox
            key={draft.vendor}
            label="Service"
            help="What is bought, as people call it."
            options={services.map((service) => ({ id: service, label: service }))}
            value={services.includes(draft.service) ? draft.service : null}
            custom={draft.service}
            onChange={(service) => service !== null && set({ service })}
            onCustom={(service) => set({ service })}
            autoFocus={draft.vendor !== ""}
            testId="assessment-service"
          />
        </div>
        <TextField
          label="Title"
          help="As it will stand on the report."
          value={title}
          onChange={(text) => {
            setOwnTitle(true);
            set({ title: text });
          }}
          testId="assessment-title"
        />
        <TierChoice value={draft.tier} onChange={(tier) => set({ tier })} />
        {choices !== undefined && (
          <>
            <FrameworkChoices
              frameworks={choices.frameworks}
              value={draft.frameworks}
              onChange={(frameworks) => set({ frameworks })}
            />
            <fieldset className="form-group">
              <legend>What the service involves</legend>
              <p className="field-help">
                Each turns on the questions that fit. All of it can be changed later.
              </p>
              <div className="form-columns">
                {choices.scope_facts.map((fact) => (
                  <FactChoice
                    key={fact.id}
                    fact={fact}
                    value={draft.facts}
                    onChange={(facts) => set({ facts })}
                  />
                ))}
              </div>
            </fieldset>
          </>
        )}
        <div className="form-pair">
          <TextField
            label="Who assesses"
            value={draft.assessor.name}
            onChange={(name) => set({ assessor: { ...draft.assessor, name } })}
            testId="assessor-name"
          />
          <TextField
            label="For which organisation"
            value={draft.assessor.organisation}
            onChange={(organisation) => set({ assessor: { ...draft.assessor, organisation } })}
            testId="assessor-organisation"
          />
        </div>
      </div>
    </Dialog>
  );
}
