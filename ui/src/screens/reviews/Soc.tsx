/** The review of a SOC 2 report: what it covers, how it concludes, what it leaves to others and to us. */
import { Checkbox, DateField, Segmented, TextArea, TextField } from "../../components";
import type { AuditResult } from "../../ipc/AuditResult";
import type { CustomerControl } from "../../ipc/CustomerControl";
import type { SocCategory } from "../../ipc/SocCategory";
import type { SocReview } from "../../ipc/SocReview";
import type { SocType } from "../../ipc/SocType";
import type { Subservice } from "../../ipc/Subservice";
import type { SubserviceMethod } from "../../ipc/SubserviceMethod";
import type { TestException } from "../../ipc/TestException";
import { say } from "../../words";
import { dateProps, EvidenceChoice, Part, Period, Rows, ThreeState } from "./parts";

const categories: { id: SocCategory; label: string }[] = [
  { id: "security", label: say("reviews.security") },
  { id: "availability", label: say("reviews.availability") },
  { id: "confidentiality", label: say("reviews.confidentiality") },
  { id: "processing-integrity", label: say("reviews.processingIntegrity") },
  { id: "privacy", label: say("reviews.privacy") },
];
const results: { id: AuditResult; label: string }[] = [
  { id: "unqualified", label: say("reviews.unqualified") },
  { id: "qualified", label: say("reviews.qualified") },
  { id: "adverse", label: say("reviews.adverse") },
  { id: "disclaimer", label: say("reviews.disclaimer") },
];
const types: { id: SocType; label: string }[] = [
  { id: "type-1", label: say("reviews.type1") },
  { id: "type-2", label: say("reviews.type2") },
];
const methods: { id: SubserviceMethod; label: string }[] = [
  { id: "carved-out", label: say("reviews.carvedOut") },
  { id: "inclusive", label: say("reviews.inclusive") },
];
const UNKNOWN = { id: "unknown", label: say("reviews.notKnown") } as const;

const SUBSERVICE: Subservice = {
  name: "",
  does: "",
  method: "carved-out",
  own_report_seen: null,
  is_key: false,
};
const CONTROL: CustomerControl = { text: "", owner: "", in_place: null };
const EXCEPTION: TestException = { criterion: "", control: "", deviation: "", response: "", our_view: "" };

export interface FormProps<T> {
  value: T;
  put(part: Partial<T>): void;
  onLeave(): void;
  /** Something was taken out of a list: saved at once and offered back. */
  takeOut(part: Partial<T>, sentence: string): void;
}

export function SocForm({ value, put, onLeave, takeOut }: FormProps<SocReview>) {
  const isType1 = value.kind === "type-1";
  return (
    <>
      <Part title={say("reviews.theReport")}>
        <div className="fields">
          <EvidenceChoice
            label={say("reviews.reportReviewed")}
            assessment={value.assessment}
            value={value.evidence}
            onChange={(evidence) => put({ evidence })}
          />
          <TextField
            label={say("reviews.auditFirm")}
            value={value.auditor}
            onChange={(auditor) => put({ auditor })}
            onBlur={onLeave}
            testId="review-auditor"
          />
          <ThreeState
            label={say("reviews.wasTheFirmFoundLicensedAnd")}
            help={say("reviews.lookedUpInTheRegisterNot")}
            value={value.auditor_licensed}
            onChange={(auditor_licensed) => put({ auditor_licensed })}
            testId="review-licensed"
          />
          <Segmented
            label={say("reviews.type")}
            help={
              isType1
                ? say("reviews.designAtOneDate")
                : value.kind === "type-2"
                  ? say("reviews.designAndOperationOverAPeriod")
                  : undefined
            }
            segments={[...types, UNKNOWN]}
            value={value.kind ?? UNKNOWN.id}
            onChange={(id) => put({ kind: id === "unknown" ? null : id })}
            testId="review-type"
          />
          <div className="fields-pair">
            <Period
              review={value}
              from={value.period_from}
              to={value.period_to}
              fromLabel={isType1 ? "" : say("reviews.firstDayOfThePeriod")}
              toLabel={isType1 ? say("reviews.dateExamined") : say("reviews.lastDayOfThePeriod")}
              onChange={({ from, to }) => put({ period_from: from, period_to: to })}
              testId="review"
            />
            <DateField
              label={say("reviews.bridgeLetterUntil")}
              {...dateProps(value.bridge_until, (bridge_until) => put({ bridge_until }))}
              testId="review-bridge"
            />
          </div>
          <fieldset>
            <legend className="field-label">{say("reviews.categoriesCovered")}</legend>
            <div className="reviews-ticks">
              {categories.map(({ id, label }) => (
                <Checkbox
                  key={id}
                  value={value.categories.includes(id)}
                  onChange={(on) =>
                    put({
                      categories: on
                        ? [...value.categories, id]
                        : value.categories.filter((other) => other !== id),
                    })
                  }
                  testId={`review-category-${id}`}
                >
                  {label}
                </Checkbox>
              ))}
            </div>
          </fieldset>
        </div>
      </Part>

      <Part title={say("reviews.result")}>
        <div className="fields">
          <Segmented
            label={say("reviews.howTheAuditorConcludes")}
            segments={[...results, UNKNOWN]}
            value={value.result ?? UNKNOWN.id}
            onChange={(id) => put({ result: id === "unknown" ? null : id })}
            testId="review-result"
          />
          {((value.result !== null && value.result !== "unqualified") || value.reservations !== "") && (
            <TextArea
              label={say("reviews.whatTheReservationIsAbout")}
              help={say("reviews.theCriteriaAndControlsConcernedIn")}
              value={value.reservations}
              onChange={(reservations) => put({ reservations })}
              onBlur={onLeave}
              testId="review-reservations"
            />
          )}
        </div>
      </Part>

      <Part title={say("reviews.boundary")}>
        <div className="fields">
          <TextArea
            label={say("reviews.theSystemExamined")}
            help={say("reviews.inTheReportsWordsOrYours")}
            value={value.boundary}
            onChange={(boundary) => put({ boundary })}
            onBlur={onLeave}
            testId="review-boundary"
          />
          <ThreeState
            label={say("reviews.doesWhatWeRelyOnLie")}
            help={say("reviews.theServiceTheCompanyThePlaces")}
            value={value.covers_our_service}
            onChange={(covers_our_service) => put({ covers_our_service })}
            testId="review-covers"
          />
        </div>
      </Part>

      <Part title={say("reviews.subserviceOrganisations")} help={say("reviews.whomTheVendorReliesOnThe")}>
        <Rows
          one={say("reviews.subserviceOrganisation")}
          add={say("reviews.addASubserviceOrganisation")}
          rows={value.subservices}
          blank={SUBSERVICE}
          onChange={(subservices) => put({ subservices })}
          onRemove={(subservices, { name }) =>
            takeOut({ subservices }, removed(name, say("reviews.theOrganisation")))
          }
          testId="subservice"
        >
          {(row, set, index) => (
            <>
              <div className="fields-pair">
                <TextField
                  label={say("common.name")}
                  value={row.name}
                  onChange={(name) => set({ name })}
                  onBlur={onLeave}
                  testId={`subservice-${index}-name`}
                />
                <TextField
                  label={say("reviews.whatItDoes")}
                  value={row.does}
                  onChange={(does) => set({ does })}
                  onBlur={onLeave}
                />
              </div>
              <div className="reviews-answers">
                <Segmented
                  label={say("reviews.method")}
                  segments={methods}
                  value={row.method}
                  onChange={(method) => set({ method })}
                  testId={`subservice-${index}-method`}
                />
                <ThreeState
                  label={say("reviews.ownReportSeen")}
                  value={row.own_report_seen}
                  onChange={(own_report_seen) => set({ own_report_seen })}
                  testId={`subservice-${index}-seen`}
                />
              </div>
              <Checkbox
                value={row.is_key}
                onChange={(is_key) => set({ is_key })}
                testId={`subservice-${index}-key`}
              >
                {say("reviews.theServiceCannotDoWithoutIt")}
              </Checkbox>
            </>
          )}
        </Rows>
      </Part>

      <Part title={say("reviews.customerControls")} help={say("reviews.whatTheReportExpectsOfUs")}>
        <Rows
          one={say("reviews.customerControl")}
          add={say("reviews.addACustomerControl")}
          rows={value.customer_controls}
          blank={CONTROL}
          onChange={(customer_controls) => put({ customer_controls })}
          onRemove={(customer_controls, { text }) =>
            takeOut({ customer_controls }, removed(text, say("reviews.theCustomerControl")))
          }
          testId="customer-control"
        >
          {(row, set, index) => (
            <>
              <TextArea
                label={say("reviews.whatWeMustDo")}
                lines={1}
                value={row.text}
                onChange={(text) => set({ text })}
                onBlur={onLeave}
                testId={`customer-control-${index}-text`}
              />
              <div className="reviews-answers">
                <TextField
                  label={say("reviews.ownerOnOurSide")}
                  value={row.owner}
                  onChange={(owner) => set({ owner })}
                  onBlur={onLeave}
                  testId={`customer-control-${index}-owner`}
                />
                <ThreeState
                  label={say("reviews.inPlace")}
                  value={row.in_place}
                  onChange={(in_place) => set({ in_place })}
                  testId={`customer-control-${index}-in-place`}
                />
              </div>
            </>
          )}
        </Rows>
      </Part>

      <Part
        title={say("reviews.exceptionsInTheTests")}
        help={say("reviews.eachNeedsTheManagementsResponseAnd")}
      >
        <Rows
          one={say("reviews.exception")}
          add={say("reviews.addAnException")}
          rows={value.exceptions}
          blank={EXCEPTION}
          onChange={(exceptions) => put({ exceptions })}
          onRemove={(exceptions, { criterion }) =>
            takeOut({ exceptions }, removed(criterion, say("reviews.theException")))
          }
          testId="exception"
        >
          {(row, set, index) => (
            <>
              <div className="reviews-short-first">
                <TextField
                  label={say("reviews.criterion")}
                  placeholder={say("reviews.cc62")}
                  code
                  value={row.criterion}
                  onChange={(criterion) => set({ criterion })}
                  onBlur={onLeave}
                  testId={`exception-${index}-criterion`}
                />
                <TextField
                  label={say("reviews.controlTested")}
                  value={row.control}
                  onChange={(control) => set({ control })}
                  onBlur={onLeave}
                />
              </div>
              <TextArea
                label={say("reviews.whatDeviatedInHowManyOf")}
                lines={1}
                value={row.deviation}
                onChange={(deviation) => set({ deviation })}
                onBlur={onLeave}
                testId={`exception-${index}-deviation`}
              />
              <div className="fields-pair">
                <TextArea
                  label={say("reviews.responseOfTheManagement")}
                  value={row.response}
                  onChange={(response) => set({ response })}
                  onBlur={onLeave}
                  testId={`exception-${index}-response`}
                />
                <TextArea
                  label={say("reviews.ourView")}
                  value={row.our_view}
                  onChange={(our_view) => set({ our_view })}
                  onBlur={onLeave}
                  testId={`exception-${index}-view`}
                />
              </div>
            </>
          )}
        </Rows>
      </Part>

      <Part title={say("reviews.afterThePeriodAndNotes")}>
        <div className="fields">
          <TextArea
            label={say("reviews.subsequentEvents")}
            help={say("reviews.whatHappenedAfterThePeriodAnd")}
            value={value.subsequent_events}
            onChange={(subsequent_events) => put({ subsequent_events })}
            onBlur={onLeave}
            testId="review-subsequent"
          />
          <TextArea
            label={say("reviews.notes")}
            value={value.notes}
            onChange={(notes) => put({ notes })}
            onBlur={onLeave}
            testId="review-notes"
          />
        </div>
      </Part>
    </>
  );
}

/** "“CC6.2” was removed." */
export function removed(name: string, otherwise: string): string {
  const short = name.trim();
  if (short === "") return say("reviews.wasRemoved", { otherwise });
  return say("reviews.wasRemoved2", { text: short.length > 60 ? `${short.slice(0, 57).trimEnd()}…` : short });
}
