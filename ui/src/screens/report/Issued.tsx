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
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { IdentityId } from "../../ipc/IdentityId";
import type { Issue } from "../../ipc/Issue";
import type { Verdict } from "../../ipc/Verdict";
import { useDraft } from "../../state/edit";
import { skip, useQuery } from "../../state/query";
import { fileName, fileSize, rich, say } from "../../words";
import { moment } from "../journal/Journal";
import { TokenFields, useTokenUse } from "../TokenFields";
import { VerdictView } from "../verify/VerdictView";
import { leaving, useWriting } from "../writing";
import { Objections, type Reasons, setAside, standing } from "./Objections";

type Open = { kind: "copy"; issue: Issue } | { kind: "certificate" } | { kind: "countersign" } | undefined;

/** Who signs while nobody is chosen; the core says that somebody is needed. */
const nobody = "" as IdentityId;

export function Issued({ assessment, issues }: { assessment: AssessmentId; issues: Issue[] }) {
  const identities = useQuery("session", {}).data?.identities ?? [];
  const changed = useQuery("issue_changes", { assessment }).data?.since?.changes.length ?? 0;
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  return (
    <div className="issue">
      {issues.length === 0 ? (
        <EmptyState icon="seal" title={say("report.nothingWasIssuedYet")}>
          {say("report.eachSignedVersionStandsHereWith")}
        </EmptyState>
      ) : (
        <ol role="list" className="issued-list" aria-label={say("report.issuesNewestFirst")}>
          {issues.map((issue, index) => (
            <li key={issue.id} data-testid={`issue-${issue.number}`}>
              <div className="screen-head">
                <h2>
                  {rich("report.issue", {
                    number: issue.number,
                    tag: <Tag>{index === 0 ? say("report.inForce") : say("report.superseded")}</Tag>,
                  })}{" "}
                  {index === 0 && changed > 0 && <Tag>{say("report.nChangesSince", { n: changed })}</Tag>}
                </h2>
                <Button icon="export" onPress={() => setOpen({ kind: "copy", issue })}>
                  {say("report.saveACopy")}
                </Button>
              </div>
              <p>
                {rich("report.signedBy", {
                  strong: <strong>{issue.signer}</strong>,
                  issued: moment(issue.issued),
                })}
              </p>
              <p className="soft small">
                {issue.file.name}, {fileSize(issue.file.size)}
              </p>
              <p className="soft small issued-hash">
                {rich("report.sha256", { span: <span className="code">{issue.file.sha256}</span> })}
              </p>
            </li>
          ))}
        </ol>
      )}
      <section className="issue-part" aria-label={say("report.furtherSignatures")}>
        <h2>{say("report.furtherSignatures")}</h2>
        <p className="soft small">{say("report.aReviewerOrTheExecutiveWho")}</p>
        <div className="acts">
          <Button
            icon="seal"
            isDisabled={identities.length === 0}
            onPress={() => setOpen({ kind: "countersign" })}
            data-testid="countersign"
          >
            {say("report.countersignAReport")}
          </Button>
          <Button
            icon="key"
            isDisabled={identities.length === 0}
            onPress={() => setOpen({ kind: "certificate" })}
            data-testid="export-certificate"
          >
            {say("report.exportACertificate")}
          </Button>
        </div>
        {identities.length === 0 && <p className="soft small">{say("report.bothNeedAnIdentityCreateOne")}</p>}
      </section>
      {open?.kind === "copy" && <CopyDialog assessment={assessment} issue={open.issue} onClose={close} />}
      {open?.kind === "certificate" && <CertificateDialog onClose={close} />}
      {open?.kind === "countersign" && <CountersignDialog onClose={close} />}
    </div>
  );
}

function CopyDialog({
  assessment,
  issue,
  onClose,
}: {
  assessment: AssessmentId;
  issue: Issue;
  onClose(): void;
}) {
  const [path, setPath] = useState("");
  const writing = useWriting(
    (job) => call("export_issue", { assessment, issue: issue.id, path: path }, { job }),
    () => {
      tell(say("report.aCopyOfIssueWasWritten", { number: issue.number, path: fileName(path) }));
      onClose();
    },
  );
  const { error, job, run, forgive } = writing;
  const close = leaving(writing, onClose);
  return (
    <Dialog
      title={say("report.saveACopyOfIssue", { number: issue.number })}
      isOpen
      onClose={close}
      actions={
        <>
          <Button onPress={close}>{say("common.cancel")}</Button>
          <Button
            kind="primary"
            onPress={run}
            isDisabled={job !== undefined || path === ""}
            data-testid="save-copy"
          >
            {say("report.saveCopy")}
          </Button>
        </>
      }
    >
      <FileField
        label={say("common.whereTo")}
        help={say("report.theFileAsItWasSigned")}
        value={path}
        onChange={(next) => {
          setPath(next);
          forgive();
        }}
        dialogTitle={say("report.chooseWhereTheCopyGoes")}
        newFile={issue.file.name}
        error={error}
        autoFocus
        testId="copy-path"
      />
      {job !== undefined && <JobProgress job={job} label={say("report.writing", { path: fileName(path) })} />}
    </Dialog>
  );
}

function useSigner() {
  const identities = useQuery("session", {}).data?.identities ?? [];
  const [chosen, setChosen] = useState<string>();
  const signer = identities.find(({ id }) => id === chosen) ?? identities[0];
  const field = (
    <Select
      label={say("report.identity")}
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
    () => call("export_certificate", { identity: signer?.id ?? nobody, path: path }),
    () => {
      tell(say("report.theCertificateWasWrittenTo", { path: fileName(path) }));
      onClose();
    },
  );
  return (
    <Dialog
      title={say("report.exportACertificate2")}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{say("common.cancel")}</Button>
          <Button
            kind="primary"
            onPress={run}
            isDisabled={job !== undefined || path === "" || signer === undefined}
          >
            {say("report.exportCertificate")}
          </Button>
        </>
      }
    >
      <div className="fields">
        <p className="soft">{say("report.forThoseWhoWillVerifyWith")}</p>
        {field}
        <FileField
          label={say("common.whereTo")}
          value={path}
          onChange={(next) => {
            setPath(next);
            forgive();
          }}
          dialogTitle={say("report.chooseWhereTheCertificateGoes")}
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
  const token = useTokenUse(signer);
  const [place, setPlace] = useState<"reviewer" | "executive">("reviewer");
  const [verdict, setVerdict] = useState<Verdict>();
  const draft = useDraft("countersign", BLANK, { what: say("report.countersignature") });
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
        identity: signer?.id ?? nobody,
        location: location.trim(),
        set_aside: setAside(objections ?? [], reasons),
        ...token.input,
      };
      const done = await call("countersign", input).catch((thrown: unknown) => {
        if (!token.failed(thrown)) throw thrown;
      });
      // What failed is told at the field of the token.
      if (done === undefined) return;
      draft.clear();
      token.put({ pin: "" });
      setVerdict(done);
    },
    () => {},
  );
  const isReady =
    path !== "" &&
    out !== "" &&
    signer !== undefined &&
    objections !== undefined &&
    token.missing === undefined &&
    standing(objections, reasons) === 0;
  if (verdict !== undefined)
    return (
      <Dialog
        title={say("report.theReportWasCountersigned")}
        isOpen
        onClose={onClose}
        width="wide"
        actions={
          <Button kind="primary" onPress={onClose} autoFocus>
            {say("common.close")}
          </Button>
        }
      >
        <div className="issue-part">
          <p>{say("report.itWasWrittenToThisIs", { out: fileName(out) })}</p>
          <VerdictView verdict={verdict} />
        </div>
      </Dialog>
    );
  return (
    <Dialog
      title={say("report.countersignAReport2")}
      isOpen
      onClose={onClose}
      mustAnswer
      actions={
        <>
          <Button onPress={onClose}>{say("common.cancel")}</Button>
          <Button
            kind="primary"
            onPress={run}
            isDisabled={job !== undefined || !isReady}
            data-testid="countersign-sign"
          >
            {job !== undefined ? say("report.signing") : say("report.countersign")}
          </Button>
        </>
      }
    >
      <div className="fields">
        <Kept draft={draft} />
        <FileField
          label={say("report.signedReport")}
          help={say("report.aReportThatDoesNotVerify")}
          value={path}
          onChange={(next) => {
            setPath(next);
            forgive();
          }}
          dialogTitle={say("report.chooseTheSignedReport")}
          endings={["pdf"]}
          error={error ?? check.error?.message}
          autoFocus
          testId="countersign-path"
        />
        <Segmented
          label={say("report.signsAs")}
          segments={[
            { id: "reviewer", label: say("report.reviewer") },
            { id: "executive", label: say("report.executive") },
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
            printed={say("report.withTheSignature")}
          />
        )}
        <FileField
          label={say("report.whereTheCountersignedReportGoes")}
          value={out}
          onChange={(next) => {
            setOut(next);
            forgive();
          }}
          dialogTitle={say("report.chooseWhereTheCountersignedReportGoes")}
          newFile={`${fileName(path).replace(/\.pdf$/i, "") || "report"}-${place}.pdf`}
          testId="countersign-out"
        />
        <TextField
          label={say("report.signedAt")}
          help={say("report.itMayBeLeftEmpty")}
          value={location}
          onChange={(next) => draft.set((now) => ({ ...now, location: next }))}
        />
        <TokenFields use={token} isDisabled={job !== undefined} onEnter={() => isReady && run()} />
      </div>
    </Dialog>
  );
}
