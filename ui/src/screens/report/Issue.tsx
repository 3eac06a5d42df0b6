/** Before signing: what stands open, who signs, where the file goes. Then: signed, checked and kept in the vault. */
import { useState } from "react";
import { ApiError, call } from "../../api";
import { Button, FileField, Icon, JobProgress, Select, TextField } from "../../components";
import { useCommands } from "../../frame";
import type { Drafted } from "../../ipc/Drafted";
import type { Issued as IssuedAnswer } from "../../ipc/Issued";
import { go } from "../../place";
import { flushAll } from "../../state/autosave";
import { change, invalidate, useQuery } from "../../state/query";
import { count, day, fileName } from "../../words";
import { OpenPointGroups } from "../openPoints";
import { VerdictView } from "../verify/VerdictView";
import { NewIdentityForm } from "./NewIdentityForm";
import { useObjections } from "./Objections";

type Outcome =
  | { kind: "issued"; issued: IssuedAnswer }
  | { kind: "drafted"; drafted: Drafted }
  | { kind: "failed"; sentence: string }
  | undefined;

const ISSUE = "issue-report";
const DRAFT = "write-draft";

export function Issue({ assessment }: { assessment: string }) {
  const session = useQuery("session", {});
  const decision = useQuery("decision", { assessment });
  const overview = useQuery("overview", { assessment });
  const issues = useQuery("issues", { assessment });
  const [identity, setIdentity] = useState<string>();
  const [path, setPath] = useState("");
  const [location, setLocation] = useState("");
  const [busy, setBusy] = useState<string>();
  const [outcome, setOutcome] = useState<Outcome>();
  const objections = useObjections();
  const identities = session.data?.identities ?? [];
  const signer = identities.find(({ id }) => id === identity) ?? identities[0];
  const points = decision.data?.open_points ?? [];
  const number = Math.max(0, ...(issues.data ?? []).map((issue) => issue.number)) + 1;
  const stem = (overview.data?.assessment.title ?? "report").replace(/[^\p{L}\p{N}]+/gu, "-");
  const missing =
    signer === undefined ? "Create an identity first." : path === "" ? "Say where the PDF goes." : undefined;

  const run = async (job: string, work: () => Promise<Outcome>) => {
    if (busy !== undefined) return;
    setBusy(job);
    setOutcome(undefined);
    try {
      // What is typed on another screen and not yet saved belongs into the report too.
      if (await flushAll()) setOutcome(await work());
      else
        setOutcome({
          kind: "failed",
          sentence: "Something typed could not be saved, so nothing was written. Save it first.",
        });
    } catch (thrown) {
      const error = ApiError.from(thrown);
      setOutcome(
        error.code === "cancelled"
          ? { kind: "failed", sentence: "It was stopped. Nothing was written or issued." }
          : { kind: "failed", sentence: error.message },
      );
    }
    setBusy(undefined);
  };
  const issue = () => {
    if (signer === undefined || missing !== undefined) return;
    const who = { assessment, identity: signer.id };
    void run(ISSUE, async () => {
      const standing = await call("issuing_objections", who, { job: ISSUE });
      objections.found(standing);
      const set_aside = objections.settled(standing);
      if (set_aside === undefined) return { kind: "failed", sentence: "Nothing was signed yet." };
      const input = { ...who, path: path, location: location.trim(), set_aside };
      const issued = await change("issue_report", input, [], { job: ISSUE });
      setPath("");
      objections.forget();
      return { kind: "issued", issued };
    });
  };
  const draft = () => {
    if (path === "") return;
    void run(DRAFT, async () => {
      const drafted = await call("write_draft", { assessment, path: path }, { job: DRAFT });
      await invalidate("issues");
      return { kind: "drafted", drafted };
    });
  };

  useCommands([
    {
      id: "report.issue",
      title: "Sign and issue the report",
      group: "Report",
      words: "pdf seal",
      isDisabled: missing !== undefined || busy !== undefined,
      run: issue,
    },
    {
      id: "report.draft",
      title: "Write a draft",
      group: "Report",
      words: "pdf unsigned",
      isDisabled: path === "" || busy !== undefined,
      run: draft,
    },
  ]);

  return (
    <div className="issue">
      <section aria-label="Before signing">
        <h2>Before signing</h2>
        {decision.data !== undefined && points.length === 0 && (
          <p className="issue-ready">
            <Icon name="check" /> Nothing stands open.
          </p>
        )}
        {points.length > 0 && (
          <>
            <p className="soft small">
              {count(points.length, "point")} open. It may be signed all the same with a reason; the report
              lists them and prints it.
            </p>
            <OpenPointGroups assessment={assessment} points={points} />
            <Button kind="quiet" onPress={() => go("decision", { assessment })}>
              Go to the decision
            </Button>
          </>
        )}
      </section>
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
      </section>
      <section aria-label="File" className="issue-part">
        <h2>Where it goes</h2>
        <FileField
          label="PDF"
          help="A new file; one that is there is never overwritten."
          value={path}
          onChange={setPath}
          dialogTitle="Choose where the report goes"
          newFile={`${stem}-${number}.pdf`}
          testId="issue-path"
        />
        <TextField
          label="Signed at"
          help="A place, such as Leeds; it may be left empty."
          value={location}
          onChange={setLocation}
          testId="issue-location"
        />
        {objections.list}
        {busy === undefined ? (
          <>
            <div className="acts">
              <Button
                kind="primary"
                icon="seal"
                onPress={issue}
                isDisabled={missing !== undefined}
                data-testid="issue-report"
              >
                {`Sign and issue number ${number}`}
              </Button>
              <Button onPress={draft} isDisabled={path === ""} data-testid="write-draft">
                Write a draft
              </Button>
            </div>
            {missing !== undefined && <p className="soft small">{missing}</p>}
            <p className="soft small">
              An issue is signed, numbered and kept in the vault. A later one supersedes it; nothing edits it.
            </p>
          </>
        ) : (
          <JobProgress job={busy} label={busy === ISSUE ? "Making the report" : "Writing the draft"} />
        )}
      </section>
      <div aria-live="polite" className="issue-part">
        {outcome?.kind === "failed" && (
          <p className="issue-failed" role="alert" data-testid="issue-failed">
            <Icon name="warning" /> <span>{outcome.sentence}</span>
          </p>
        )}
        {outcome?.kind === "drafted" && (
          <div data-testid="drafted">
            <p>
              <Icon name="check" /> The draft was written to {fileName(outcome.drafted.path)},{" "}
              {count(outcome.drafted.pages, "page")}. It is not signed.
            </p>
            <Warnings warnings={outcome.drafted.warnings} />
          </div>
        )}
        {outcome?.kind === "issued" && (
          <div className="issue-part" data-testid="issued">
            <p>
              <Icon name="check" /> Issue {outcome.issued.issue.number} was signed and written to{" "}
              {fileName(outcome.issued.path)}, {count(outcome.issued.pages, "page")}. This is what the
              verifier says of the file:
            </p>
            <Warnings warnings={outcome.issued.warnings} />
            <VerdictView verdict={outcome.issued.verdict} />
          </div>
        )}
      </div>
    </div>
  );
}

function Warnings({ warnings }: { warnings: readonly string[] }) {
  if (warnings.length === 0) return null;
  return (
    <ul className="issue-points">
      {warnings.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}
