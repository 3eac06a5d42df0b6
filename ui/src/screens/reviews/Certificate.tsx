/** The review of an ISO certificate: who issued it, what it covers, what was left out, how it is kept up. */
import { DateField, ListField, TextArea, TextField } from "../../components";
import type { CertificateReview } from "../../ipc/CertificateReview";
import type { Exclusion } from "../../ipc/Exclusion";
import { dateProps, EvidenceChoice, Part, Period, Rows, ThreeState } from "./parts";
import { type FormProps, removed } from "./Soc";

const EXCLUSION: Exclusion = { control: "", justification: "", holds: null };

export function CertificateForm({ value, put, onLeave, takeOut }: FormProps<CertificateReview>) {
  return (
    <>
      <Part title="The certificate">
        <div className="fields">
          <EvidenceChoice
            label="Certificate reviewed"
            assessment={value.assessment}
            value={value.evidence}
            onChange={(evidence) => put({ evidence })}
          />
          <div className="fields-pair">
            <TextField
              label="Standard"
              placeholder="ISO/IEC 27001:2022"
              value={value.standard}
              onChange={(standard) => put({ standard })}
              onBlur={onLeave}
              testId="review-standard"
            />
            <TextField
              label="Number"
              code
              value={value.number}
              onChange={(number) => put({ number })}
              onBlur={onLeave}
              testId="review-number"
            />
          </div>
          <div className="fields-pair">
            <TextField
              label="Certification body"
              value={value.body}
              onChange={(body) => put({ body })}
              onBlur={onLeave}
              testId="review-body"
            />
            <TextField
              label="Accredited by"
              value={value.accreditation}
              onChange={(accreditation) => put({ accreditation })}
              onBlur={onLeave}
              testId="review-accreditation"
            />
          </div>
          <ThreeState
            label="Does the accreditation stand for this standard?"
            help="Looked up at the accreditation body, not read off the certificate."
            value={value.accredited}
            onChange={(accredited) => put({ accredited })}
            testId="review-accredited"
          />
          <div className="fields-pair">
            <Period
              review={value}
              from={value.issued}
              to={value.expires}
              fromLabel="Issued"
              toLabel="Expires"
              onChange={({ from, to }) => put({ issued: from, expires: to })}
              testId="review-valid"
            />
            <DateField
              label="Last surveillance audit"
              {...dateProps(value.surveillance, (surveillance) => put({ surveillance }))}
              testId="review-surveillance"
            />
          </div>
        </div>
      </Part>

      <Part title="Scope">
        <div className="fields">
          <TextArea
            label="Scope as written"
            value={value.scope}
            onChange={(scope) => put({ scope })}
            onBlur={onLeave}
            testId="review-scope"
          />
          <ThreeState
            label="Does what we rely on lie inside it?"
            help="The service, the company and the places."
            value={value.covers_our_service}
            onChange={(covers_our_service) => put({ covers_our_service })}
            testId="review-covers"
          />
          <ListField
            label="Sites"
            placeholder="Add a site"
            value={value.sites}
            onChange={(sites) => put({ sites })}
            onBlur={onLeave}
            testId="review-site"
          />
        </div>
      </Part>

      <Part
        title="Statement of applicability"
        help="What the certificate leaves unsaid: which controls the vendor runs, and which it left out."
      >
        <div className="fields">
          <ThreeState
            label="Was it seen?"
            help="“No” says that it was asked for and not given."
            value={value.statement_seen}
            onChange={(statement_seen) => put({ statement_seen })}
            testId="review-statement-seen"
          />
          <TextField
            label="Version or date"
            value={value.statement}
            onChange={(statement) => put({ statement })}
            onBlur={onLeave}
            testId="review-statement"
          />
        </div>
        <h3>Controls left out</h3>
        <Rows
          one="Exclusion"
          add="Add a control left out"
          rows={value.exclusions}
          blank={EXCLUSION}
          onChange={(exclusions) => put({ exclusions })}
          onRemove={(exclusions, { control }) => takeOut({ exclusions }, removed(control, "The exclusion"))}
          testId="exclusion"
        >
          {(row, set, index) => (
            <>
              <div className="reviews-short-first">
                <TextField
                  label="Control"
                  placeholder="A.8.28"
                  code
                  value={row.control}
                  onChange={(control) => set({ control })}
                  onBlur={onLeave}
                  testId={`exclusion-${index}-control`}
                />
                <TextArea
                  label="The vendor’s reason"
                  lines={1}
                  value={row.justification}
                  onChange={(justification) => set({ justification })}
                  onBlur={onLeave}
                  testId={`exclusion-${index}-reason`}
                />
              </div>
              <ThreeState
                label="Does the reason hold here?"
                value={row.holds}
                onChange={(holds) => set({ holds })}
                testId={`exclusion-${index}-holds`}
              />
            </>
          )}
        </Rows>
      </Part>

      <Part title="How it is kept up, and notes">
        <div className="fields">
          <div className="fields-pair">
            <DateField
              label="Last internal audit"
              {...dateProps(value.internal_audit, (internal_audit) => put({ internal_audit }))}
              testId="review-internal-audit"
            />
            <TextField
              label="Major nonconformities still open"
              placeholder="Not known"
              maxLength={3}
              value={value.open_majors === null ? "" : String(value.open_majors)}
              onChange={(typed) => {
                const digits = typed.replace(/\D/g, "");
                put({ open_majors: digits === "" ? null : Number(digits) });
              }}
              onBlur={onLeave}
              help="A number; 0 when there is none, empty when nobody said."
              testId="review-majors"
            />
          </div>
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
