/** The review of an ISO certificate: who issued it, what it covers, what was left out, how it is kept up. */
import { DateField, ListField, TextArea, TextField } from "../../components";
import type { CertificateReview } from "../../ipc/CertificateReview";
import type { Exclusion } from "../../ipc/Exclusion";
import { say } from "../../words";
import { dateProps, EvidenceChoice, Part, Period, Rows, ThreeState } from "./parts";
import { type FormProps, removed } from "./Soc";

const EXCLUSION: Exclusion = { control: "", justification: "", holds: null };

export function CertificateForm({ value, put, onLeave, takeOut }: FormProps<CertificateReview>) {
  return (
    <>
      <Part title={say("reviews.theCertificate")}>
        <div className="fields">
          <EvidenceChoice
            label={say("reviews.certificateReviewed")}
            assessment={value.assessment}
            value={value.evidence}
            onChange={(evidence) => put({ evidence })}
          />
          <div className="fields-pair">
            <TextField
              label={say("reviews.standard")}
              placeholder={say("reviews.isoIec270012022")}
              value={value.standard}
              onChange={(standard) => put({ standard })}
              onBlur={onLeave}
              testId="review-standard"
            />
            <TextField
              label={say("reviews.number")}
              code
              value={value.number}
              onChange={(number) => put({ number })}
              onBlur={onLeave}
              testId="review-number"
            />
          </div>
          <div className="fields-pair">
            <TextField
              label={say("reviews.certificationBody")}
              value={value.body}
              onChange={(body) => put({ body })}
              onBlur={onLeave}
              testId="review-body"
            />
            <TextField
              label={say("reviews.accreditedBy")}
              value={value.accreditation}
              onChange={(accreditation) => put({ accreditation })}
              onBlur={onLeave}
              testId="review-accreditation"
            />
          </div>
          <ThreeState
            label={say("reviews.doesTheAccreditationStandForThis")}
            help={say("reviews.lookedUpAtTheAccreditationBody")}
            value={value.accredited}
            onChange={(accredited) => put({ accredited })}
            testId="review-accredited"
          />
          <div className="fields-pair">
            <Period
              review={value}
              from={value.issued}
              to={value.expires}
              fromLabel={say("reviews.issued")}
              toLabel={say("reviews.expires")}
              onChange={({ from, to }) => put({ issued: from, expires: to })}
              testId="review-valid"
            />
            <DateField
              label={say("reviews.lastSurveillanceAudit")}
              {...dateProps(value.surveillance, (surveillance) => put({ surveillance }))}
              testId="review-surveillance"
            />
          </div>
        </div>
      </Part>

      <Part title={say("reviews.scope")}>
        <div className="fields">
          <TextArea
            label={say("reviews.scopeAsWritten")}
            value={value.scope}
            onChange={(scope) => put({ scope })}
            onBlur={onLeave}
            testId="review-scope"
          />
          <ThreeState
            label={say("reviews.doesWhatWeRelyOnLie")}
            help={say("reviews.theServiceTheCompanyAndThe")}
            value={value.covers_our_service}
            onChange={(covers_our_service) => put({ covers_our_service })}
            testId="review-covers"
          />
          <ListField
            label={say("reviews.sites")}
            placeholder={say("reviews.addASite")}
            value={value.sites}
            onChange={(sites) => put({ sites })}
            onBlur={onLeave}
            testId="review-site"
          />
        </div>
      </Part>

      <Part
        title={say("reviews.statementOfApplicability")}
        help={say("reviews.whatTheCertificateLeavesUnsaidWhich")}
      >
        <div className="fields">
          <ThreeState
            label={say("reviews.wasItSeen")}
            help={say("reviews.noSaysThatItWasAsked")}
            value={value.statement_seen}
            onChange={(statement_seen) => put({ statement_seen })}
            testId="review-statement-seen"
          />
          <TextField
            label={say("reviews.versionOrDate")}
            value={value.statement}
            onChange={(statement) => put({ statement })}
            onBlur={onLeave}
            testId="review-statement"
          />
        </div>
        <h3>{say("reviews.controlsLeftOut")}</h3>
        <Rows
          one={say("reviews.exclusion")}
          add={say("reviews.addAControlLeftOut")}
          rows={value.exclusions}
          blank={EXCLUSION}
          onChange={(exclusions) => put({ exclusions })}
          onRemove={(exclusions, { control }) =>
            takeOut({ exclusions }, removed(control, say("reviews.theExclusion")))
          }
          testId="exclusion"
        >
          {(row, set, index) => (
            <>
              <div className="reviews-short-first">
                <TextField
                  label={say("reviews.control")}
                  placeholder={say("reviews.a828")}
                  code
                  value={row.control}
                  onChange={(control) => set({ control })}
                  onBlur={onLeave}
                  testId={`exclusion-${index}-control`}
                />
                <TextArea
                  label={say("reviews.theVendorsReason")}
                  lines={1}
                  value={row.justification}
                  onChange={(justification) => set({ justification })}
                  onBlur={onLeave}
                  testId={`exclusion-${index}-reason`}
                />
              </div>
              <ThreeState
                label={say("reviews.doesTheReasonHoldHere")}
                value={row.holds}
                onChange={(holds) => set({ holds })}
                testId={`exclusion-${index}-holds`}
              />
            </>
          )}
        </Rows>
      </Part>

      <Part title={say("reviews.howItIsKeptUpAnd")}>
        <div className="fields">
          <div className="fields-pair">
            <DateField
              label={say("reviews.lastInternalAudit")}
              {...dateProps(value.internal_audit, (internal_audit) => put({ internal_audit }))}
              testId="review-internal-audit"
            />
            <TextField
              label={say("reviews.majorNonconformitiesStillOpen")}
              placeholder={say("reviews.notKnown")}
              maxLength={3}
              value={value.open_majors === null ? "" : String(value.open_majors)}
              onChange={(typed) => {
                const digits = typed.replace(/\D/g, "");
                put({ open_majors: digits === "" ? null : Number(digits) });
              }}
              onBlur={onLeave}
              help={say("reviews.aNumber0WhenThereIs")}
              testId="review-majors"
            />
          </div>
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
