/** A new assessment: of whom, of what, how deep, against which lists, by whom. */
import { useState } from "react";
import { ApiError } from "../../api";
import { Button, ComboBox, Dialog, Kept, Select, TextField } from "../../components";
import type { Assessment } from "../../ipc/Assessment";
import type { NewAssessment } from "../../ipc/NewAssessment";
import type { VendorCard } from "../../ipc/VendorCard";
import { go } from "../../place";
import { useChoices } from "../../state/choices";
import { useDraft } from "../../state/edit";
import { change } from "../../state/query";
import { byName, count, day } from "../../words";
import { FactChoices, FrameworkChoices, TierChoice } from "../scope/choices";

/** What is filled in, and whether the title is the person's own: until then it follows the service. */
type Begun = NewAssessment & { isOwnTitle: boolean };

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
  const form = useDraft<Begun>(
    `new assessment ${vendor ?? ""}`,
    {
      vendor: vendor ?? only ?? "",
      title: "",
      service: "",
      tier: 2,
      facts: [],
      frameworks: [],
      assessor: lastAssessor(vendors),
      previous: null,
      isOwnTitle: false,
    },
    { what: "New assessment" },
  );
  const { isOwnTitle: ownTitle, ...draft } = form.value;
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const set = (part: Partial<Begun>) => {
    setError(undefined);
    form.set((now) => ({ ...now, ...part }));
  };
  const services = vendors.find((card) => card.vendor.id === draft.vendor)?.vendor.services ?? [];
  // The title follows the service until somebody writes their own.
  const title =
    ownTitle || draft.service === "" ? draft.title : `${draft.service} ${new Date().getFullYear()}`;
  const earlier = vendors.find((card) => card.vendor.id === draft.vendor)?.assessments ?? [];
  const previous = earlier.find(({ assessment }) => assessment.id === draft.previous)?.assessment;
  const startFrom = (id: string) => {
    const from = earlier.find(({ assessment }) => assessment.id === id)?.assessment;
    if (from === undefined) set({ previous: null });
    else {
      const { service, tier, facts, frameworks } = from;
      set({ previous: id, service: draft.service === "" ? service : draft.service, tier, facts, frameworks });
    }
  };
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
      const made = await change("create_assessment", {
        ...draft,
        title,
        // What follows another begins in its tier.
        tier: draft.previous === null ? draft.tier : null,
      });
      form.clear();
      onClose();
      go("scope", { assessment: made.id });
    } catch (thrown) {
      setError(ApiError.from(thrown).message);
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
        <Kept draft={form} />
        <div className="form-pair">
          <Select
            label="Vendor"
            options={vendors
              .map((card) => ({ id: card.vendor.id, label: card.vendor.name }))
              .sort((a, b) => byName(a.label, b.label))}
            value={draft.vendor === "" ? null : draft.vendor}
            onChange={(id) => set({ vendor: id, previous: null })}
            autoFocus={draft.vendor === ""}
            testId="assessment-vendor"
          />
          {previous === undefined ? (
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
          ) : (
            <TextField
              label="Service"
              help="As last time, or as people call it now."
              value={draft.service}
              onChange={(service) => set({ service })}
              testId="assessment-service"
            />
          )}
        </div>
        {earlier.length > 0 && (
          <Select
            label="Start from"
            options={[
              { id: AFRESH, label: "Nothing, start afresh" },
              ...earlier.map(({ assessment, concluded, applicable }) => ({
                id: assessment.id,
                label: assessment.title,
                detail: `Started ${day(assessment.started)}, ${concluded} of ${applicable} concluded`,
              })),
            ]}
            value={draft.previous ?? AFRESH}
            onChange={startFrom}
            help={
              previous === undefined
                ? "An earlier assessment of this vendor: its scope is taken over and its answers are shown beside the new ones."
                : undefined
            }
            testId="assessment-previous"
          />
        )}
        {previous !== undefined && <TakenOver previous={previous} />}
        <TextField
          label="Title"
          help={
            earlier.some(({ assessment }) => assessment.title === title.trim())
              ? "Another assessment of this vendor has this title. A year or a month tells them apart."
              : "As it will stand on the report."
          }
          value={title}
          onChange={(text) => {
            set({ title: text, isOwnTitle: true });
          }}
          testId="assessment-title"
        />
        {previous === undefined && <TierChoice value={draft.tier ?? 2} onChange={(tier) => set({ tier })} />}
        {choices !== undefined && (
          <>
            <FrameworkChoices
              frameworks={choices.frameworks}
              value={draft.frameworks}
              onChange={(frameworks) => set({ frameworks })}
            />
            {previous === undefined && (
              <fieldset className="form-group">
                <legend>What the service involves</legend>
                <p className="field-help">
                  Each turns on the questions that fit. All of it can be changed later.
                </p>
                <FactChoices
                  facts={choices.scope_facts}
                  value={draft.facts}
                  onChange={(facts) => set({ facts })}
                />
              </fieldset>
            )}
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

/** A choice needs an id that is not empty. */
const AFRESH = "afresh";

const isByAnswers = ({ inherent, tier_override }: Assessment) =>
  Object.keys(inherent).length > 0 || tier_override !== null;

/** What comes along and what begins anew, so that nobody takes last year's word for this year's. */
function TakenOver({ previous }: { previous: Assessment }) {
  return (
    <dl className="taken-over" data-testid="taken-over">
      <dt>Taken over</dt>
      <dd>
        Scope with {count(previous.facts.length, "fact")} and {count(previous.purposes.length, "purpose")},
        people, {isByAnswers(previous) ? "the inherent-risk answers with " : ""}tier {previous.tier}, and the
        model of the system. All of it can be changed.
      </dd>
      <dt>Begun anew</dt>
      <dd>
        Every answer and conclusion is open again, and there are no findings, risks or decision yet. What was
        answered last time is shown beside each question and compared under “Since last time”.
      </dd>
      {previous.period_to !== null && (
        <>
          <dt>Period</dt>
          <dd>Begins the day after {day(previous.period_to)}, where the last one ended.</dd>
        </>
      )}
    </dl>
  );
}
