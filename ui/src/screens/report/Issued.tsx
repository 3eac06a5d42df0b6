/** The issues of a report: numbered, signed, frozen. Copies, certificates and further signatures go out from here. */
import { useState } from "react";
import { call } from "../../api";
import {
  Button,
  Dialog,
  EmptyState,
  FileField,
  JobProgress,
  Kept,
  Segmented,
  Select,
  Tag,
  TextField,
} from "../../components";
import { tell } from "../../frame";
import type { Issue } from "../../ipc/Issue";
import type { Verdict } from "../../ipc/Verdict";
import { useDraft } from "../../state/edit";
import { skip, useQuery } from "../../state/query";
import { count, fileName, fileSize } from "../../words";
import { moment } from "../journal/Journal";
import { VerdictView } from "../verify/VerdictView";
import { leaving, useWriting } from "../writing";
import { Objections, type Reasons, setAside, standing } from "./Objections";

type Open = { kind: "copy"; issue: Issue } | { kind: "certificate" } | { kind: "countersign" } | undefined;

export function Issued({ assessment, issues }: { assessment: string; issues: Issue[] }) {
  const identities = useQuery("session", {}).data?.identities ?? [];
  const changed = useQuery("issue_changes", { assessment }).data?.since?.changes.length ?? 0;
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  return (
    <div className="issue">
      {issues.length === 0 ? (
        <EmptyState icon="seal" title="Nothing was issued yet">
          Each signed version stands here with its number, its signer and the hash of its file, and a copy can
          be taken at any time.
        </EmptyState>
      ) : (
        <ol className="issued-list" aria-label="Issues, newest first">
          {issues.map((issue, index) => (
            <li key={issue.id} data-testid={`issue-${issue.number}`}>
              <div className="screen-head">
                <h2>
                  Issue {issue.number} <Tag>{index === 0 ? "in force" : "superseded"}</Tag>{" "}
                  {index === 0 && changed > 0 && <Tag>{count(changed, "change")} since</Tag>}
                </h2>
                <Button icon="export" onPress={() => setOpen({ kind: "copy", issue })}>
                  Save a copy…
                </Button>
              </div>
              <p>
                Signed by <strong>{issue.signer}</strong>, {moment(issue.issued)}
              </p>
              <p className="soft small">
                {issue.file.name}, {fileSize(issue.file.size)}
              </p>
              <p className="soft small issued-hash">
                SHA-256 <span className="code">{issue.file.sha256}</span>
              </p>
            </li>
          ))}
        </ol>
      )}
      <section className="issue-part" aria-label="Further signatures">
        <h2>Further signatures</h2>
        <p className="soft small">
          A reviewer or the executive who accepts the residual risk signs the same file behind the assessor.
          The result is a new file; what was signed before stays whole.
        </p>
        <div className="acts">
          <Button
            icon="seal"
            isDisabled={identities.length === 0}
            onPress={() => setOpen({ kind: "countersign" })}
            data-testid="countersign"
          >
            Countersign a report…
          </Button>
          <Button
            icon="key"
            isDisabled={identities.length === 0}
            onPress={() => setOpen({ kind: "certificate" })}
            data-testid="export-certificate"
          >
            Export a certificate…
          </Button>
        </div>
        {identities.length === 0 && (
          <p className="soft small">Both need an identity. Create one under “Sign and issue”.</p>
        )}
      </section>
      {open?.kind === "copy" && <CopyDialog assessment={assessment} issue={open.issue} onClose={close} />}
      {open?.kind === "certificate" && <CertificateDialog onClose={close} />}
      {open?.kind === "countersign" && <CountersignDialog onClose={close} />}
    </div>
  );
}

function CopyDialog({ assessment, issue, onClose }: { assessment: string; issue: Issue; onClose(): void }) {
  const [path, setPath] = useState("");
  const writing = useWriting(
    (job) => call("export_issue", { assessment, issue: issue.id, path: path }, { job }),
    () => {
      tell(`A copy of issue ${issue.number} was written to ${fileName(path)}.`);
      onClose();
    },
  );
  const { error, job, run, forgive } = writing;
  const close = leaving(writing, onClose);
  return (
    <Dialog
      title={`Save a copy of issue ${issue.number}`}
      isOpen
      onClose={close}
      actions={
        <>
          <Button onPress={close}>Cancel</Button>
          <Button
            kind="primary"
            onPress={run}
            isDisabled={job !== undefined || path === ""}
            data-testid="save-copy"
          >
            Save copy
          </Button>
        </>
      }
    >
      <FileField
        label="Where to"
        help="The file as it was signed, byte for byte."
        value={path}
        onChange={(next) => {
          setPath(next);
          forgive();
        }}
        dialogTitle="Choose where the copy goes"
        newFile={issue.file.name}
        error={error}
        autoFocus
        testId="copy-path"
      />
      {job !== undefined && <JobProgress job={job} label={`Writing ${fileName(path)}`} />}
    </Dialog>
  );
}

function useSigner() {
  const identities = useQuery("session", {}).data?.identities ?? [];
  const [chosen, setChosen] = useState<string>();
  const signer = identities.find(({ id }) => id === chosen) ?? identities[0];
  const field = (
    <Select
      label="Identity"
      options={identities.map(({ id, name, organisation }) => ({ id, label: name, detail: organisation }))}
      value={signer?.id ?? null}
      onChange={setChosen}
    />
  );
  return { signer, field };
}

function CertificateDialog({ onClose }: { onClose(): void }) {
  const { signer, field } = useSigner();
  const [path, setPath] = useState("");
  const { error, job, run, forgive } = useWriting(
    () => call("export_certificate", { identity: signer?.id ?? "", path: path }),
    () => {
      tell(`The certificate was written to ${fileName(path)}.`);
      onClose();
    },
  );
  return (
    <Dialog
      title="Export a certificate"
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            kind="primary"
            onPress={run}
            isDisabled={job !== undefined || path === "" || signer === undefined}
          >
            Export certificate
          </Button>
        </>
      }
    >
      <div className="fields">
        <p className="soft">
          For those who will verify: with it they can tell this signature from any other. Give it by another
          way than the reports themselves.
        </p>
        {field}
        <FileField
          label="Where to"
          value={path}
          onChange={(next) => {
            setPath(next);
            forgive();
          }}
          dialogTitle="Choose where the certificate goes"
          newFile={`${(signer?.name ?? "certificate").replace(/[^\p{L}\p{N}]+/gu, "-")}.pem`}
          error={error}
        />
      </div>
    </Dialog>
  );
}

/** What the person fills in beside the files, which are chosen anew each time. */
const BLANK: { reasons: Reasons; location: string } = { reasons: {}, location: "" };

function CountersignDialog({ onClose }: { onClose(): void }) {
  const { signer, field } = useSigner();
  const [path, setPath] = useState("");
  const [out, setOut] = useState("");
  const [place, setPlace] = useState<"reviewer" | "executive">("reviewer");
  const [verdict, setVerdict] = useState<Verdict>();
  const draft = useDraft("countersign", BLANK, { what: "Countersignature" });
  const { reasons, location } = draft.value;
  const check = useQuery(
    "countersigning_objections",
    path !== "" && signer !== undefined ? { path, place, identity: signer.id } : skip,
  );
  const objections = check.data;
  const { error, job, run, forgive } = useWriting(
    async () => {
      const input = {
        path: path,
        out: out,
        place,
        identity: signer?.id ?? "",
        location: location.trim(),
        set_aside: setAside(objections ?? [], reasons),
      };
      const done = await call("countersign", input);
      draft.clear();
      setVerdict(done);
    },
    () => {},
  );
  const isReady =
    path !== "" &&
    out !== "" &&
    signer !== undefined &&
    objections !== undefined &&
    standing(objections, reasons) === 0;
  if (verdict !== undefined)
    return (
      <Dialog
        title="The report was countersigned"
        isOpen
        onClose={onClose}
        width="wide"
        actions={
          <Button kind="primary" onPress={onClose} autoFocus>
            Close
          </Button>
        }
      >
        <div className="issue-part">
          <p>It was written to {fileName(out)}. This is what the verifier says of it:</p>
          <VerdictView verdict={verdict} />
        </div>
      </Dialog>
    );
  return (
    <Dialog
      title="Countersign a report"
      isOpen
      onClose={onClose}
      mustAnswer
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            kind="primary"
            onPress={run}
            isDisabled={job !== undefined || !isReady}
            data-testid="countersign-sign"
          >
            {job !== undefined ? "Signing…" : "Countersign"}
          </Button>
        </>
      }
    >
      <div className="fields">
        <Kept draft={draft} />
        <FileField
          label="Signed report"
          help="A report that does not verify is refused."
          value={path}
          onChange={(next) => {
            setPath(next);
            forgive();
          }}
          dialogTitle="Choose the signed report"
          endings={["pdf"]}
          error={error ?? check.error?.message}
          autoFocus
          testId="countersign-path"
        />
        <Segmented
          label="Signs as"
          segments={[
            { id: "reviewer", label: "Reviewer" },
            { id: "executive", label: "Executive" },
          ]}
          value={place}
          onChange={setPlace}
          testId="countersign-place"
        />
        {field}
        {objections !== undefined && (
          <Objections
            objections={objections}
            reasons={reasons}
            onReasons={(next) => draft.set((now) => ({ ...now, reasons: next }))}
            printed="with the signature"
          />
        )}
        <FileField
          label="Where the countersigned report goes"
          value={out}
          onChange={(next) => {
            setOut(next);
            forgive();
          }}
          dialogTitle="Choose where the countersigned report goes"
          newFile={`${fileName(path).replace(/\.pdf$/i, "") || "report"}-${place}.pdf`}
          testId="countersign-out"
        />
        <TextField
          label="Signed at"
          help="It may be left empty."
          value={location}
          onChange={(next) => draft.set((now) => ({ ...now, location: next }))}
        />
      </div>
    </Dialog>
  );
}
