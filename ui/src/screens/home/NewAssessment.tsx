/** A new assessment: of whom, of what, how deep, against which lists, by whom. */

import { useState } from "react";
import { ApiError } from "../../api";
import { Button, ComboBox, Dialog, Kept, Select, TextField } from "../../components";
import type { Assessment } from "../../ipc/Assessment";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { NewAssessment } from "../../ipc/NewAssessment";
import type { VendorCard } from "../../ipc/VendorCard";
import type { VendorId } from "../../ipc/VendorId";
import { go } from "../../place";
import { useChoices } from "../../state/choices";
import { useDraft } from "../../state/edit";
import { change } from "../../state/query";
import { byName, day, say } from "../../words";
import { FactChoices, FrameworkChoices, TierChoice } from "../scope/choices";

/** What is filled in, and whether the title is the person's own: until then it follows the service. */
type Begun = NewAssessment & { isOwnTitle: boolean };

export interface NewAssessmentDialogProps {
  vendors: readonly VendorCard[];
  /** The vendor it was asked for, if for one. */
  vendor: VendorId | null;
  onClose(): void;
}

/** No vendor yet. */
const unchosen = "" as VendorId;

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
      vendor: vendor ?? only ?? unchosen,
      title: "",
      service: "",
      tier: 2,
      facts: [],
      frameworks: [],
      assessor: lastAssessor(vendors),
      previous: null,
      isOwnTitle: false,
    },
    { what: say("home.newAssessment") },
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
  const startFrom = (id: AssessmentId) => {
    const from = earlier.find(({ assessment }) => assessment.id === id)?.assessment;
    if (from === undefined) set({ previous: null });
    else {
      const { service, tier, facts, frameworks } = from;
      set({ previous: id, service: draft.service === "" ? service : draft.service, tier, facts, frameworks });
    }
  };
  const missing =
    draft.vendor === ""
      ? say("home.chooseAVendor")
      : title.trim() === ""
        ? say("home.nameTheServiceOrTheAssessment")
        : draft.frameworks.length === 0
          ? say("home.chooseAtLeastOneFramework")
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
      title={say("home.startAnAssessment")}
      isOpen
      onClose={onClose}
      width="wide"
      actions={
        <>
          <span className="form-missing" role="status">
            {error ?? missing}
          </span>
          <Button onPress={onClose}>{say("common.cancel")}</Button>
          <Button
            kind="primary"
            onPress={() => void start()}
            isDisabled={missing !== undefined || busy}
            data-testid="create-assessment"
          >
            {say("home.startAssessment")}
          </Button>
        </>
      }
    >
      <div className="form">
        <Kept draft={form} />
        <div className="form-pair">
          <Select
            label={say("home.vendor")}
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
              label={say("home.service")}
              help={say("home.whatIsBoughtAsPeopleCall")}
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
              label={say("home.service")}
              help={say("home.asLastTimeOrAsPeople")}
              value={draft.service}
              onChange={(service) => set({ service })}
              testId="assessment-service"
            />
          )}
        </div>
        {earlier.length > 0 && (
          <Select
            label={say("home.startFrom")}
            options={[
              { id: AFRESH, label: say("home.nothingStartAfresh") },
              ...earlier.map(({ assessment, concluded, applicable }) => ({
                id: assessment.id,
                label: assessment.title,
                detail: say("home.startedOfConcluded", {
                  started: day(assessment.started),
                  concluded,
                  applicable,
                }),
              })),
            ]}
            value={draft.previous ?? AFRESH}
            onChange={startFrom}
            help={previous === undefined ? say("home.anEarlierAssessmentOfThisVendor") : undefined}
            testId="assessment-previous"
          />
        )}
        {previous !== undefined && <TakenOver previous={previous} />}
        <TextField
          label={say("common.title")}
          help={
            earlier.some(({ assessment }) => assessment.title === title.trim())
              ? say("home.anotherAssessmentOfThisVendorHas")
              : say("home.asItWillStandOnThe")
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
                <legend>{say("home.whatTheServiceInvolves")}</legend>
                <p className="field-help">{say("home.eachTurnsOnTheQuestionsThat")}</p>
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
            label={say("home.whoAssesses")}
            value={draft.assessor.name}
            onChange={(name) => set({ assessor: { ...draft.assessor, name } })}
            testId="assessor-name"
          />
          <TextField
            label={say("home.forWhichOrganisation")}
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
const AFRESH = "afresh" as AssessmentId;

const isByAnswers = ({ inherent, tier_override }: Assessment) =>
  Object.keys(inherent).length > 0 || tier_override !== null;

/** What comes along and what begins anew, so that nobody takes last year's word for this year's. */
function TakenOver({ previous }: { previous: Assessment }) {
  return (
    <dl className="taken-over" data-testid="taken-over">
      <dt>{say("home.takenOver")}</dt>
      <dd>
        {isByAnswers(previous)
          ? say("home.scopeWithAndPeopleTheInherent", {
              facts: say("home.nFacts", { n: previous.facts.length }),
              purposes: say("home.nPurposes", { n: previous.purposes.length }),
              tier: previous.tier,
            })
          : say("home.scopeWithAndPeopleTierAnd", {
              facts: say("home.nFacts", { n: previous.facts.length }),
              purposes: say("home.nPurposes", { n: previous.purposes.length }),
              tier: previous.tier,
            })}
      </dd>
      <dt>{say("home.begunAnew")}</dt>
      <dd>{say("home.everyAnswerAndConclusionIsOpen")}</dd>
      {previous.period_to !== null && (
        <>
          <dt>{say("home.period")}</dt>
          <dd>{say("home.beginsTheDayAfterWhereThe", { period_to: day(previous.period_to) })}</dd>
        </>
      )}
    </dl>
  );
}
