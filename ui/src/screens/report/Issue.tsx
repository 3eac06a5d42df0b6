/** Who signs, what stands open before, what changed since the last issue; the step that signs is a dialog of its own. */

import { useState } from "react";
import { ApiError, call, chooseNewFile } from "../../api";
import { Button, Icon, JobProgress, Select } from "../../components";
import { attempt, useCommands } from "../../frame";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { Drafted } from "../../ipc/Drafted";
import type { ReportKind } from "../../ipc/ReportKind";
import { flushAll, unsavedSentence } from "../../state/edit";
import { invalidate, useQuery } from "../../state/query";
import { day, fileName, rich, say, told } from "../../words";
import { CreateIdentity, IdentityFields, useIdentityForm } from "../IdentityForm";
import { OpenPointGroups } from "../openPoints";
import { ChangedSince } from "./ChangedSince";
import { Export } from "./Export";
import { titleOf } from "./kinds";
import { SignDialog, unsavedIn, Warnings } from "./SignDialog";

const DRAFT = "write-draft";

type Draft =
  | { kind: "drafted"; what: ReportKind; drafted: Drafted; left: string | undefined }
  | { kind: "failed"; sentence: string }
  | undefined;

interface Issuing {
  assessment: AssessmentId;
  /** The kind of report that is looked at, and written as a draft. */
  kind: ReportKind;
}

export function Issue({ assessment, kind }: Issuing) {
  const session = useQuery("session", {});
  const decision = useQuery("decision", { assessment });
  const overview = useQuery("overview", { assessment });
  const issues = useQuery("issues", { assessment });
  const [identity, setIdentity] = useState<string>();
  const [isSigning, setSigning] = useState(false);
  const [isDrafting, setDrafting] = useState(false);
  const [draft, setDraft] = useState<Draft>();
  const identities = session.data?.identities ?? [];
  const signer = identities.find(({ id }) => id === identity) ?? identities[0];
  const points = decision.data?.open_points ?? [];
  const stem = overview.data?.assessment.title.replace(/[^\p{L}\p{N}]+/gu, "-");
  // Which number comes next is known once those before are read.
  const next =
    stem === undefined || issues.data === undefined
      ? undefined
      : Math.max(0, ...issues.data.map((issue) => issue.number)) + 1;

  const write = async () => {
    if (stem === undefined) return;
    const path = await attempt(
      chooseNewFile(say("report.chooseWhereItGoes"), `${stem}-${kind === "complete" ? "draft" : kind}.pdf`),
    );
    if (typeof path !== "string" || isDrafting) return;
    setDrafting(true);
    setDraft(undefined);
    try {
      // What is typed on another screen and not yet saved belongs into the report too.
      const left = unsavedSentence(unsavedIn(assessment, await flushAll(true)));
      const drafted = await call("write_draft", { assessment, path, kind, leave_out: [] }, { job: DRAFT });
      await invalidate("issues");
      setDraft({ kind: "drafted", what: kind, drafted, left });
    } catch (thrown) {
      const error = ApiError.from(thrown);
      const sentence =
        error.code === "cancelled" ? say("report.itWasStoppedNothingWasWritten") : error.message;
      setDraft({ kind: "failed", sentence });
    }
    setDrafting(false);
  };

  useCommands([
    {
      id: "report.issue",
      title: say("report.checkSignAndIssueTheReport"),
      group: say("common.report"),
      words: say("report.pdfSealSignature"),
      isDisabled: signer === undefined || next === undefined || isDrafting,
      run: () => setSigning(true),
    },
    {
      id: "report.draft",
      title: say("report.writeADraft"),
      group: say("common.report"),
      words: say("report.pdfUnsigned"),
      isDisabled: stem === undefined || isDrafting,
      run: () => void write(),
    },
  ]);

  return (
    <div className="issue">
      <section aria-label={say("report.whoSigns")} className="issue-part">
        <h2>{say("report.whoSigns")}</h2>
        {session.data !== undefined && identities.length === 0 && <NewIdentityForm />}
        {signer !== undefined && (
          <>
            {identities.length > 1 ? (
              <Select
                label={say("report.identity")}
                hideLabel
                options={identities.map(({ id, name, organisation }) => ({
                  id,
                  label: name,
                  detail: organisation,
                }))}
                value={signer.id}
                onChange={setIdentity}
                testId="signer"
              />
            ) : (
              <p>
                <strong>{signer.name}</strong>
                {signer.organisation !== "" && `, ${signer.organisation}`}
              </p>
            )}
            <p className="soft small">
              {rich("report.certificateValidUntilSha256", {
                valid_until: day(signer.valid_until),
                span: <span className="code">{signer.fingerprint.slice(0, 16)}…</span>,
              })}
            </p>
            {signer.notice !== null && (
              <p className="small" data-testid="signer-notice">
                <Icon name="warning" size="0.9375rem" /> {told(signer.notice)}
              </p>
            )}
          </>
        )}
        <div className="acts">
          <Button
            kind="primary"
            icon="seal"
            onPress={() => setSigning(true)}
            isDisabled={signer === undefined || next === undefined || isDrafting}
            data-testid="issue-check"
          >
            {next === undefined
              ? say("report.checkAndSign")
              : say("report.checkAndSignNumber", { number: next })}
          </Button>
          <Button
            onPress={() => void write()}
            isDisabled={stem === undefined || isDrafting}
            data-testid="write-draft"
          >
            {kind === "complete"
              ? say("report.writeADraft2")
              : say("report.writeTheKind", { kind: titleOf(kind) })}
          </Button>
        </div>
        {isDrafting && <JobProgress job={DRAFT} label={say("report.writingTheDraft")} />}
        <div aria-live="polite">
          {draft?.kind === "failed" && (
            <p className="issue-failed" role="alert" data-testid="draft-failed">
              <Icon name="warning" /> <span>{draft.sentence}</span>
            </p>
          )}
          {draft?.kind === "drafted" && (
            <div data-testid="drafted">
              <p>
                <Icon name="check" />{" "}
                {say("report.writtenToPages", {
                  kind: draft.what === "complete" ? say("report.draft") : titleOf(draft.what),
                  path: fileName(draft.drafted.path),
                  n: draft.drafted.pages,
                })}
              </p>
              {draft.left !== undefined && (
                <p data-testid="draft-left">{say("report.itDoesNotHoldWhatIs", { left: draft.left })}</p>
              )}
              <Warnings warnings={draft.drafted.warnings} />
            </div>
          )}
        </div>
      </section>
      <Export assessment={assessment} kind={kind} stem={stem} />
      <ChangedSince assessment={assessment} />
      <section aria-label={say("report.beforeSigning")} className="issue-part">
        <h2>{say("report.beforeSigning")}</h2>
        {decision.data !== undefined && points.length === 0 && (
          <p className="issue-ready">
            <Icon name="check" /> {say("report.nothingStandsOpen")}
          </p>
        )}
        {points.length > 0 && (
          <>
            <p className="soft small">{say("report.nPointsOpenSigningAllTheSame", { n: points.length })}</p>
            <OpenPointGroups assessment={assessment} points={points} />
          </>
        )}
      </section>
      {isSigning && signer !== undefined && next !== undefined && (
        <SignDialog
          assessment={assessment}
          signer={signer}
          number={next}
          name={`${stem}-${next}.pdf`}
          onClose={() => setSigning(false)}
        />
      )}
    </div>
  );
}

/** The first identity, made where it is needed. */
function NewIdentityForm() {
  const form = useIdentityForm(() =>
    // The form goes with its button; the next step takes the focus.
    requestAnimationFrame(() => document.querySelector<HTMLElement>("[data-testid=issue-check]")?.focus()),
  );
  return (
    <div className="issue-part">
      <IdentityFields form={form} testId="new-identity">
        <p className="soft small">{say("report.nobodyCanSignInThisVault")}</p>
      </IdentityFields>
      <div className="acts">
        <CreateIdentity form={form} testId="new-identity-create" />
      </div>
    </div>
  );
}
