/** Vendor and scope: who and what is looked at, why, how deep, by whom. Everything is saved as it is typed. */

import { type ReactNode, useId } from "react";
import {
  Button,
  Checkbox,
  DateField,
  IconButton,
  ListField,
  SaveTrouble,
  TextArea,
  TextField,
} from "../../components";
import { BasedOn, BasedOnPart } from "../../frame";
import type { Assessment } from "../../ipc/Assessment";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { Interview } from "../../ipc/Interview";
import type { Overview } from "../../ipc/Overview";
import type { Person } from "../../ipc/Person";
import type { Questionnaire } from "../../ipc/Questionnaire";
import type { ScopeFact } from "../../ipc/ScopeFact";
import { go } from "../../place";
import { useChoices } from "../../state/choices";
import { useEdit } from "../../state/edit";
import { change, useQuery } from "../../state/query";
import { rich, say } from "../../words";
import { offerTakeBack } from "../takeBack";
import { FactChoices, FrameworkChoices, TierChoice, tiers } from "./choices";
import { Purposes } from "./Purposes";
import "./scope.css";

export function Scope({ assessment }: { assessment: AssessmentId }) {
  const overview = useQuery("overview", { assessment });
  if (overview.data === undefined) {
    return (
      <div className="scope">
        <h1>{say("common.vendorScope")}</h1>
        {overview.error !== undefined && <p role="alert">{overview.error.message}</p>}
      </div>
    );
  }
  return <ScopeForm key={assessment} overview={overview.data} />;
}

function ScopeForm({ overview }: { overview: Overview }) {
  const saver = useEdit(`assessment ${overview.assessment.id}`, {
    stored: overview.assessment,
    save: (assessment, base) => change("save_assessment", { assessment, base }),
    what: say("scope.scopeOf", { title: overview.assessment.title }),
  });
  const vendor = useEdit(`vendor ${overview.vendor.id}`, {
    stored: overview.vendor,
    save: (draft, base) => change("save_vendor", { ...draft, base }),
    what: say("scope.vendor", { name: overview.vendor.name }),
  });
  const choices = useChoices();
  const questionnaire = useQuery("questionnaire", { assessment: overview.assessment.id }).data;
  const now = saver.value;
  const set = (part: Partial<Assessment>) => saver.set({ ...now, ...part });
  const setVendor = (part: Partial<Overview["vendor"]>) => vendor.set({ ...vendor.value, ...part });
  const leave = () => void saver.flush();
  /** Takes something out at once, and offers it back. */
  const takeOut = async (part: Partial<Assessment>, sentence: string) => {
    set(part);
    if (await saver.flush()) await offerTakeBack(now.id, sentence);
  };
  const isByAnswers = Object.keys(now.inherent).length > 0 || now.tier_override !== null;
  const leaveVendor = () => void vendor.flush();

  return (
    <div className="scope">
      <header>
        <h1>{say("common.vendorScope")}</h1>
        <p className="soft">{say("scope.whatIsLookedAtHowDeep")}</p>
      </header>
      <SaveTrouble edit={saver} />
      <SaveTrouble edit={vendor} />

      <Part title={say("scope.vendor2")}>
        <div className="form-pair">
          <TextField
            label={say("common.name")}
            value={vendor.value.name}
            onChange={(name) => setVendor({ name })}
            onBlur={leaveVendor}
            testId="scope-vendor-name"
          />
          <TextField
            label={say("scope.nameInTheContract")}
            value={vendor.value.legal_name}
            onChange={(legal_name) => setVendor({ legal_name })}
            onBlur={leaveVendor}
          />
          <TextField
            label={say("scope.countryOfEstablishment")}
            value={vendor.value.country}
            onChange={(country) => setVendor({ country })}
            onBlur={leaveVendor}
          />
          <TextField
            label={say("scope.website")}
            value={vendor.value.website}
            onChange={(website) => setVendor({ website })}
            onBlur={leaveVendor}
          />
          <TextField
            label={say("scope.contact")}
            value={vendor.value.contact_name}
            onChange={(contact_name) => setVendor({ contact_name })}
            onBlur={leaveVendor}
          />
          <TextField
            label={say("scope.theirMailAddress")}
            value={vendor.value.contact_email}
            onChange={(contact_email) => setVendor({ contact_email })}
            onBlur={leaveVendor}
          />
        </div>
        <ListField
          label={say("scope.servicesItOffers")}
          placeholder={say("scope.addAService")}
          value={vendor.value.services}
          onChange={(services) => setVendor({ services })}
          onBlur={leaveVendor}
        />
        <TextArea
          label={say("scope.notesOnTheVendor")}
          value={vendor.value.notes}
          onChange={(notes) => setVendor({ notes })}
          onBlur={leaveVendor}
        />
      </Part>

      <Part title={say("scope.serviceAndPurpose")}>
        <div className="form-pair">
          <TextField
            label={say("scope.titleOfTheAssessment")}
            value={now.title}
            onChange={(title) => set({ title })}
            onBlur={leave}
            testId="scope-title"
          />
          <TextField
            label={say("scope.serviceLookedAt")}
            value={now.service}
            onChange={(service) => set({ service })}
            onBlur={leave}
            testId="scope-service"
          />
        </div>
        <TextArea
          label={say("scope.whatItIsBoughtFor")}
          help={say("scope.whatItDoesForYouAnd")}
          value={now.purpose}
          onChange={(purpose) => set({ purpose })}
          onBlur={leave}
          testId="scope-purpose"
        />
      </Part>

      <Part title={say("scope.tierAndCriticality")}>
        {isByAnswers ? (
          <TierByAnswers assessment={now} />
        ) : (
          <>
            <p className="scope-propose">
              {rich("scope.setItByHandHereOr", {
                button: (
                  <button
                    type="button"
                    className="linky"
                    onClick={() => go("inherent", { assessment: now.id })}
                    data-testid="scope-to-inherent"
                  />
                ),
              })}
            </p>
            <TierChoice value={now.tier} onChange={(tier) => set({ tier })} />
            <TextArea
              label={say("scope.whyThisTier")}
              value={now.tier_reason}
              onChange={(tier_reason) => set({ tier_reason })}
              onBlur={leave}
              testId="scope-tier-reason"
            />
            <Checkbox value={now.critical} onChange={(critical) => set({ critical })} testId="scope-critical">
              <span className="choice-words">
                <span>{say("scope.aCriticalFunctionHangsOnThis")}</span>
                <span className="choice-meaning">{say("scope.apartFromTheTierOnPurpose")}</span>
              </span>
            </Checkbox>
          </>
        )}
      </Part>

      {choices !== undefined && (
        <Part title={say("scope.whatTheServiceInvolves")} help={say("scope.eachFactTurnsOnTheQuestions")}>
          <FactChoices
            facts={choices.scope_facts}
            value={now.facts}
            onChange={(facts) => set({ facts })}
            derived={now.derived_facts}
            purposes={now.purposes}
            adds={(fact) => added(questionnaire, fact)}
          />
        </Part>
      )}

      <Part title={say("scope.whatPersonalDataIsProcessedFor")} help={say("scope.oneLineForEachPurposeA")}>
        <Purposes
          value={now.purposes}
          onChange={(purposes) => set({ purposes })}
          onBlur={leave}
          onRemove={(purposes, { name }) =>
            void takeOut(
              { purposes },
              name === "" ? say("scope.thePurposeWasRemoved") : say("scope.wasRemoved", { name }),
            )
          }
        />
      </Part>

      {choices !== undefined && (
        <Part title={say("scope.frameworks")}>
          <FrameworkChoices
            frameworks={choices.frameworks}
            value={now.frameworks}
            onChange={(frameworks) => set({ frameworks })}
            hideLegend
          />
        </Part>
      )}

      <Part title={say("scope.inAndOutOfScope")} help={say("scope.whatNobodyLookedAtIsSaid")}>
        <div className="scope-lists">
          <ListField
            label={say("scope.inScope")}
            placeholder={say("scope.addWhatIsLookedAt")}
            value={now.scope_in}
            onChange={(scope_in) => set({ scope_in })}
            onBlur={leave}
            testId="scope-in"
          />
          <ListField
            label={say("scope.outOfScope")}
            placeholder={say("scope.addWhatIsLeftOut")}
            value={now.scope_out}
            onChange={(scope_out) => set({ scope_out })}
            onBlur={leave}
            testId="scope-out"
          />
          <ListField
            label={say("scope.whereDataIsKeptAndReached")}
            placeholder={say("scope.addAPlace")}
            value={now.locations}
            onChange={(locations) => set({ locations })}
            onBlur={leave}
            testId="scope-locations"
          />
          <ListField
            label={say("scope.kindsOfData")}
            placeholder={say("scope.addAKindOfData")}
            value={now.data_classes}
            onChange={(data_classes) => set({ data_classes })}
            onBlur={leave}
            testId="scope-data"
          />
        </div>
        <div className="scope-period">
          <DateField
            label={say("scope.periodFrom")}
            value={now.period_from ?? ""}
            onChange={(date) => set({ period_from: date === "" ? null : date })}
            testId="scope-from"
          />
          <DateField
            label={say("scope.to")}
            value={now.period_to ?? ""}
            onChange={(date) => set({ period_to: date === "" ? null : date })}
            testId="scope-to"
          />
        </div>
      </Part>

      <Part title={say("scope.people")} help={say("scope.threePeopleOnPurposeNobodyReviews")}>
        <PersonLine
          label={say("scope.assessor")}
          value={now.assessor}
          onChange={(assessor) => set({ assessor })}
          onBlur={leave}
          testId="scope-assessor"
        />
        <PersonLine
          label={say("scope.reviewer")}
          value={now.reviewer}
          onChange={(reviewer) => set({ reviewer })}
          onBlur={leave}
          testId="scope-reviewer"
        />
        <PersonLine
          label={say("scope.accountable")}
          help={say("scope.acceptsTheRiskThatRemains")}
          value={now.accountable}
          onChange={(accountable) => set({ accountable })}
          onBlur={leave}
          testId="scope-accountable"
        />
      </Part>

      <Part title={say("scope.interviews")} help={say("scope.thoseSpokenToCanBeNamed")}>
        <Interviews
          value={now.interviews}
          onChange={(interviews) => set({ interviews })}
          onBlur={leave}
          onRemove={(interviews) => void takeOut({ interviews }, say("scope.theInterviewWasRemoved"))}
        />
      </Part>

      <Part title={say("common.report")}>
        <TextArea
          label={say("scope.executiveSummary")}
          help={say("scope.twoOrThreeSentencesForPage")}
          lines={4}
          value={now.summary}
          onChange={(summary) => set({ summary })}
          onBlur={leave}
          testId="scope-summary"
        />
        <ListField
          label={say("scope.limitations")}
          help={say("scope.whatTheWorkCouldNotSee")}
          placeholder={say("scope.addALimitation")}
          value={now.limitations}
          onChange={(limitations) => set({ limitations })}
          onBlur={leave}
          testId="scope-limitations"
        />
        <ListField
          label={say("scope.whoGetsTheReport")}
          placeholder={say("scope.addAPerson")}
          value={now.distribution}
          onChange={(distribution) => set({ distribution })}
          onBlur={leave}
          testId="scope-distribution"
        />
        <TextField
          label={say("scope.classification")}
          help={say("scope.repeatedOnEveryPage")}
          value={now.classification}
          onChange={(classification) => set({ classification })}
          onBlur={leave}
          testId="scope-classification"
        />
      </Part>

      <BasedOn>
        <Asked questionnaire={questionnaire} />
      </BasedOn>
    </div>
  );
}

/** The tier as the inherent-risk page set it. Changing it here would go against its reason. */
function TierByAnswers({ assessment }: { assessment: Assessment }) {
  const { id, tier, tier_reason, critical } = assessment;
  return (
    <div className="scope-tier" data-testid="scope-tier">
      <p>
        {rich(critical ? "scope.tierCritical" : "scope.tierAlone", {
          strong: <strong />,
          tier,
          title: tiers.find((one) => one.tier === tier)?.title,
        })}
      </p>
      <p>{tier_reason}</p>
      <div>
        <Button
          icon="forward"
          onPress={() => go("inherent", { assessment: id })}
          data-testid="scope-to-inherent"
        >
          {say("scope.changeItUnderInherentRisk")}
        </Button>
      </div>
    </div>
  );
}

/** How many questions are left out only for want of a fact. */
function added(questionnaire: Questionnaire | undefined, fact: ScopeFact): number {
  return (
    questionnaire?.off.filter(({ because }) => because.is === "fact" && because.fact === fact).length ?? 0
  );
}

function Part({ title, help, children }: { title: string; help?: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className="scope-part" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {help !== undefined && <p className="field-help">{help}</p>}
      <div className="form">{children}</div>
    </section>
  );
}

interface PersonLineProps {
  label: string;
  help?: string;
  value: Person;
  onChange(value: Person): void;
  onBlur(): void;
  testId: string;
}

function PersonLine({ label, help, value, onChange, onBlur, testId }: PersonLineProps) {
  return (
    <fieldset className="scope-person">
      <legend>
        {label}
        {help !== undefined && <span className="faint small"> {help}</span>}
      </legend>
      <TextField
        label={say("common.name")}
        value={value.name}
        onChange={(name) => onChange({ ...value, name })}
        onBlur={onBlur}
        testId={`${testId}-name`}
      />
      <TextField
        label={say("scope.role")}
        value={value.role}
        onChange={(role) => onChange({ ...value, role })}
        onBlur={onBlur}
        testId={`${testId}-role`}
      />
      <TextField
        label={say("scope.organisation")}
        value={value.organisation}
        onChange={(organisation) => onChange({ ...value, organisation })}
        onBlur={onBlur}
        testId={`${testId}-organisation`}
      />
    </fieldset>
  );
}

function today(): string {
  const now = new Date();
  const two = (n: number) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

interface InterviewsProps {
  value: readonly Interview[];
  onChange(value: Interview[]): void;
  onBlur(): void;
  onRemove(value: Interview[]): void;
}

function Interviews({ value, onChange, onBlur, onRemove }: InterviewsProps) {
  const put = (index: number, part: Partial<Interview>) =>
    onChange(value.map((old, at) => (at === index ? { ...old, ...part } : old)));
  return (
    <>
      {value.map((interview, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a conversation has no id; its place is its name
        <fieldset className="scope-interview" key={index}>
          <legend className="sr-only">{say("scope.interview", { index: index + 1 })}</legend>
          <TextField
            label={say("scope.with")}
            value={interview.name}
            onChange={(name) => put(index, { name })}
            onBlur={onBlur}
            autoFocus={interview.name === ""}
            testId={`interview-${index}-name`}
          />
          <TextArea
            label={say("scope.role")}
            lines={1}
            value={interview.role}
            onChange={(role) => put(index, { role: role.replace(/[\r\n]+/g, " ") })}
            onBlur={onBlur}
          />
          <DateField
            label={say("scope.date")}
            value={interview.date}
            onChange={(date) => date !== "" && put(index, { date })}
          />
          <TextArea
            label={say("scope.about")}
            lines={1}
            value={interview.topics}
            onChange={(topics) => put(index, { topics })}
            onBlur={onBlur}
          />
          <IconButton
            icon="trash"
            label={say("scope.removeTheInterviewWith", {
              text: interview.name === "" ? say("scope.nobodyYet") : interview.name,
            })}
            onPress={() => onRemove(value.filter((_, at) => at !== index))}
          />
        </fieldset>
      ))}
      <div>
        <Button
          icon="plus"
          onPress={() => onChange([...value, { name: "", role: "", date: today(), topics: "" }])}
          data-testid="add-interview"
        >
          {say("scope.addAnInterview")}
        </Button>
      </div>
    </>
  );
}

/** What this scope asks, and what it leaves out and why. */
function Asked({ questionnaire }: { questionnaire: Questionnaire | undefined }) {
  if (questionnaire === undefined) return null;
  const reasons = new Map<string, number>();
  for (const { reason } of questionnaire.off) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  return (
    <>
      <BasedOnPart title={say("scope.whatThisScopeAsks")}>
        <p>
          <strong data-testid="scope-asked">
            {say("common.nQuestions", { n: questionnaire.tally.asked })}
          </strong>
        </p>
        <ul role="list" className="scope-counts">
          {questionnaire.topics.map((topic) => (
            <li key={topic.id}>
              <span>{topic.title}</span>
              <span className="soft">{topic.questions.length}</span>
            </li>
          ))}
        </ul>
      </BasedOnPart>
      {reasons.size > 0 && (
        <BasedOnPart title={say("scope.whatItLeavesOutAndWhy")}>
          <ul role="list" className="scope-counts">
            {[...reasons].map(([reason, times]) => (
              <li key={reason}>
                <span>{reason}</span>
                <span className="soft">{times}</span>
              </li>
            ))}
          </ul>
        </BasedOnPart>
      )}
    </>
  );
}
