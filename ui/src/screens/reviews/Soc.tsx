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
import { dateProps, EvidenceChoice, Part, Period, Rows, ThreeState } from "./parts";

const categories: { id: SocCategory; label: string }[] = [
  { id: "security", label: "Security" },
  { id: "availability", label: "Availability" },
  { id: "confidentiality", label: "Confidentiality" },
  { id: "processing-integrity", label: "Processing integrity" },
  { id: "privacy", label: "Privacy" },
];
const results: { id: AuditResult; label: string }[] = [
  { id: "unqualified", label: "Unqualified" },
  { id: "qualified", label: "Qualified" },
  { id: "adverse", label: "Adverse" },
  { id: "disclaimer", label: "Disclaimer" },
];
const types: { id: SocType; label: string }[] = [
  { id: "type-1", label: "Type 1" },
  { id: "type-2", label: "Type 2" },
];
const methods: { id: SubserviceMethod; label: string }[] = [
  { id: "carved-out", label: "Carved out" },
  { id: "inclusive", label: "Inclusive" },
];
const UNKNOWN = { id: "unknown", label: "Not known" } as const;

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
      <Part title="The report">
        <div className="fields">
          <EvidenceChoice
            label="Report reviewed"
            assessment={value.assessment}
            value={value.evidence}
            onChange={(evidence) => put({ evidence })}
          />
          <TextField
            label="Audit firm"
            value={value.auditor}
            onChange={(auditor) => put({ auditor })}
            onBlur={onLeave}
            testId="review-auditor"
          />
          <ThreeState
            label="Was the firm found licensed and peer reviewed?"
            help="Looked up in the register, not taken from the report."
            value={value.auditor_licensed}
            onChange={(auditor_licensed) => put({ auditor_licensed })}
            testId="review-licensed"
          />
          <Segmented
            label="Type"
            help={
              isType1
                ? "Design at one date."
                : value.kind === "type-2"
                  ? "Design, and operation over a period."
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
              fromLabel={isType1 ? "" : "First day of the period"}
              toLabel={isType1 ? "Date examined" : "Last day of the period"}
              onChange={({ from, to }) => put({ period_from: from, period_to: to })}
              testId="review"
            />
            <DateField
              label="Bridge letter until"
              {...dateProps(value.bridge_until, (bridge_until) => put({ bridge_until }))}
              testId="review-bridge"
            />
          </div>
          <fieldset>
            <legend className="field-label">Categories covered</legend>
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

      <Part title="Result">
        <div className="fields">
          <Segmented
            label="How the auditor concludes"
            segments={[...results, UNKNOWN]}
            value={value.result ?? UNKNOWN.id}
            onChange={(id) => put({ result: id === "unknown" ? null : id })}
            testId="review-result"
          />
          {((value.result !== null && value.result !== "unqualified") || value.reservations !== "") && (
            <TextArea
              label="What the reservation is about"
              help="The criteria and controls concerned, in the report’s words."
              value={value.reservations}
              onChange={(reservations) => put({ reservations })}
              onBlur={onLeave}
              testId="review-reservations"
            />
          )}
        </div>
      </Part>

      <Part title="Boundary">
        <div className="fields">
          <TextArea
            label="The system examined"
            help="In the report’s words or yours: services, companies, places, and what is left out."
            value={value.boundary}
            onChange={(boundary) => put({ boundary })}
            onBlur={onLeave}
            testId="review-boundary"
          />
          <ThreeState
            label="Does what we rely on lie inside it?"
            help="The service, the company, the places and the period."
            value={value.covers_our_service}
            onChange={(covers_our_service) => put({ covers_our_service })}
            testId="review-covers"
          />
        </div>
      </Part>

      <Part
        title="Subservice organisations"
        help="Whom the vendor relies on. The controls of one carved out are not in the report: look for its own."
      >
        <Rows
          one="Subservice organisation"
          add="Add a subservice organisation"
          rows={value.subservices}
          blank={SUBSERVICE}
          onChange={(subservices) => put({ subservices })}
          onRemove={(subservices, { name }) => takeOut({ subservices }, removed(name, "The organisation"))}
          testId="subservice"
        >
          {(row, set, index) => (
            <>
              <div className="fields-pair">
                <TextField
                  label="Name"
                  value={row.name}
                  onChange={(name) => set({ name })}
                  onBlur={onLeave}
                  testId={`subservice-${index}-name`}
                />
                <TextField
                  label="What it does"
                  value={row.does}
                  onChange={(does) => set({ does })}
                  onBlur={onLeave}
                />
              </div>
              <div className="reviews-answers">
                <Segmented
                  label="Method"
                  segments={methods}
                  value={row.method}
                  onChange={(method) => set({ method })}
                  testId={`subservice-${index}-method`}
                />
                <ThreeState
                  label="Own report seen?"
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
                The service cannot do without it
              </Checkbox>
            </>
          )}
        </Rows>
      </Part>

      <Part
        title="Customer controls"
        help="What the report expects of us. Its conclusions hold only together with these."
      >
        <Rows
          one="Customer control"
          add="Add a customer control"
          rows={value.customer_controls}
          blank={CONTROL}
          onChange={(customer_controls) => put({ customer_controls })}
          onRemove={(customer_controls, { text }) =>
            takeOut({ customer_controls }, removed(text, "The customer control"))
          }
          testId="customer-control"
        >
          {(row, set, index) => (
            <>
              <TextArea
                label="What we must do"
                lines={1}
                value={row.text}
                onChange={(text) => set({ text })}
                onBlur={onLeave}
                testId={`customer-control-${index}-text`}
              />
              <div className="reviews-answers">
                <TextField
                  label="Owner on our side"
                  value={row.owner}
                  onChange={(owner) => set({ owner })}
                  onBlur={onLeave}
                  testId={`customer-control-${index}-owner`}
                />
                <ThreeState
                  label="In place?"
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
        title="Exceptions in the tests"
        help="Each needs the management’s response and our own view of what it means here."
      >
        <Rows
          one="Exception"
          add="Add an exception"
          rows={value.exceptions}
          blank={EXCEPTION}
          onChange={(exceptions) => put({ exceptions })}
          onRemove={(exceptions, { criterion }) =>
            takeOut({ exceptions }, removed(criterion, "The exception"))
          }
          testId="exception"
        >
          {(row, set, index) => (
            <>
              <div className="reviews-short-first">
                <TextField
                  label="Criterion"
                  placeholder="CC6.2"
                  code
                  value={row.criterion}
                  onChange={(criterion) => set({ criterion })}
                  onBlur={onLeave}
                  testId={`exception-${index}-criterion`}
                />
                <TextField
                  label="Control tested"
                  value={row.control}
                  onChange={(control) => set({ control })}
                  onBlur={onLeave}
                />
              </div>
              <TextArea
                label="What deviated, in how many of how many"
                lines={1}
                value={row.deviation}
                onChange={(deviation) => set({ deviation })}
                onBlur={onLeave}
                testId={`exception-${index}-deviation`}
              />
              <div className="fields-pair">
                <TextArea
                  label="Response of the management"
                  value={row.response}
                  onChange={(response) => set({ response })}
                  onBlur={onLeave}
                  testId={`exception-${index}-response`}
                />
                <TextArea
                  label="Our view"
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

      <Part title="After the period, and notes">
        <div className="fields">
          <TextArea
            label="Subsequent events"
            help="What happened after the period and bears on us. Leave it empty when nothing did."
            value={value.subsequent_events}
            onChange={(subsequent_events) => put({ subsequent_events })}
            onBlur={onLeave}
            testId="review-subsequent"
          />
          <TextArea
            label="Notes"
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
  if (short === "") return `${otherwise} was removed.`;
  return `“${short.length > 60 ? `${short.slice(0, 57).trimEnd()}…` : short}” was removed.`;
}
