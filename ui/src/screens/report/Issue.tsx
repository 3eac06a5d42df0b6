/** Who signs, what stands open before, what changed since the last issue; the step that signs is a dialog of its own. */
import { useState } from "react";
import { ApiError, call, chooseNewFile } from "../../api";
import { Button, Icon, JobProgress, Select } from "../../components";
import { attempt, useCommands } from "../../frame";
import type { Drafted } from "../../ipc/Drafted";
import type { ReportKind } from "../../ipc/ReportKind";
import { flushAll, unsavedSentence } from "../../state/edit";
import { invalidate, useQuery } from "../../state/query";
import { count, day, fileName } from "../../words";
import { CreateIdentity, IdentityFields, useIdentityForm } from "../IdentityForm";
import { OpenPointGroups } from "../openPoints";
import { ChangedSince } from "./ChangedSince";
import { titleOf } from "./kinds";
import { SignDialog, unsavedIn, Warnings } from "./SignDialog";

const DRAFT = "write-draft";

type Draft =
  | { kind: "drafted"; what: ReportKind; drafted: Drafted; left: string | undefined }
  | { kind: "failed"; sentence: string }
  | undefined;

export function Issue({ assessment, kind }: { assessment: string; kind: ReportKind }) {
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
  const number = Math.max(0, ...(issues.data ?? []).map((issue) => issue.number)) + 1;
  const stem = (overview.data?.assessment.title ?? "report").replace(/[^\p{L}\p{N}]+/gu, "-");
  const name = `${stem}-${number}.pdf`;

  const write = async () => {
    const path = await attempt(
      chooseNewFile("Choose where the draft goes", `${stem}-${kind === "complete" ? "draft" : kind}.pdf`),
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
      const sentence = error.code === "cancelled" ? "It was stopped. Nothing was written." : error.message;
      setDraft({ kind: "failed", sentence });
    }
    setDrafting(false);
  };

  useCommands([
    {
      id: "report.issue",
      title: "Check, sign and issue the report",
      group: "Report",
      words: "pdf seal signature",
      isDisabled: signer === undefined || isDrafting,
      run: () => setSigning(true),
    },
    {
      id: "report.draft",
      title: "Write a draft",
      group: "Report",
      words: "pdf unsigned",
      isDisabled: isDrafting,
      run: () => void write(),
    },
  ]);

  return (
    <div className="issue">
      <section aria-label="Who signs" className="issue-part">
        <h2>Who signs</h2>
        {session.data !== undefined && identities.length === 0 && <NewIdentityForm />}
        {signer !== undefined && (
          <>
            {identities.length > 1 ? (
              <Select
                label="Identity"
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
              Certificate valid until {day(signer.valid_until)}, SHA-256{" "}
              <span className="code">{signer.fingerprint.slice(0, 16)}…</span>
            </p>
          </>
        )}
        <div className="acts">
          <Button
            kind="primary"
            icon="seal"
            onPress={() => setSigning(true)}
            isDisabled={signer === undefined || isDrafting}
            data-testid="issue-check"
          >
            Check and sign number {number}…
          </Button>
          <Button onPress={() => void write()} isDisabled={isDrafting} data-testid="write-draft">
            {kind === "complete" ? "Write a draft…" : `Write the ${titleOf(kind).toLowerCase()}…`}
          </Button>
        </div>
        {isDrafting && <JobProgress job={DRAFT} label="Writing the draft" />}
        <div aria-live="polite">
          {draft?.kind === "failed" && (
            <p className="issue-failed" role="alert" data-testid="draft-failed">
              <Icon name="warning" /> <span>{draft.sentence}</span>
            </p>
          )}
          {draft?.kind === "drafted" && (
            <div data-testid="drafted">
              <p>
                <Icon name="check" /> The{" "}
                {draft.what === "complete" ? "draft" : titleOf(draft.what).toLowerCase()} was written to{" "}
                {fileName(draft.drafted.path)}, {count(draft.drafted.pages, "page")}. It is not signed.
              </p>
              {draft.left !== undefined && (
                <p data-testid="draft-left">It does not hold what is unsaved. {draft.left}</p>
              )}
              <Warnings warnings={draft.drafted.warnings} />
            </div>
          )}
        </div>
      </section>
      <ChangedSince assessment={assessment} />
      <section aria-label="Before signing" className="issue-part">
        <h2>Before signing</h2>
        {decision.data !== undefined && points.length === 0 && (
          <p className="issue-ready">
            <Icon name="check" /> Nothing stands open.
          </p>
        )}
        {points.length > 0 && (
          <>
            <p className="soft small">
              {count(points.length, "point")} open. Signing all the same takes a reason, and the report prints
              it.
            </p>
            <OpenPointGroups assessment={assessment} points={points} />
          </>
        )}
      </section>
      {isSigning && signer !== undefined && (
        <SignDialog
          assessment={assessment}
          signer={signer}
          number={number}
          name={name}
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
        <p className="soft small">
          Nobody can sign in this vault yet. An identity is a key, which never leaves the vault, and a
          certificate to give to those who will verify your reports.
        </p>
      </IdentityFields>
      <div className="acts">
        <CreateIdentity form={form} testId="new-identity-create" />
      </div>
    </div>
  );
}
