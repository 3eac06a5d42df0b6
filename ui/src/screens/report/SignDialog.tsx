/** The step before signing: what stands against it, seen and settled or answered for; then the issue and its verdict. */
import { useEffect, useRef, useState } from "react";
import { ApiError } from "../../api";
import { Button, Dialog, FileField, Icon, JobProgress, TextField } from "../../components";
import type { IdentityView } from "../../ipc/IdentityView";
import type { Issued } from "../../ipc/Issued";
import { flushAll, unsaved } from "../../state/autosave";
import { change, useQuery } from "../../state/query";
import { count, fileName } from "../../words";
import { VerdictView } from "../verify/VerdictView";
import { Objections, type Reasons, setAside, standing } from "./Objections";

const JOB = "issue-report";

interface SignDialogProps {
  assessment: string;
  signer: IdentityView;
  /** The number it will have. */
  number: number;
  /** The name suggested for the file. */
  name: string;
  onClose(): void;
}

export function SignDialog({ assessment, signer, number, name, onClose }: SignDialogProps) {
  const [issued, setIssued] = useState<Issued>();
  return issued === undefined ? (
    <Before {...{ assessment, signer, number, name, onClose }} onIssued={setIssued} />
  ) : (
    <After issued={issued} onClose={onClose} />
  );
}

function Before(props: SignDialogProps & { onIssued(issued: Issued): void }) {
  const { assessment, signer, number, name, onClose, onIssued } = props;
  const check = useQuery("issuing_objections", { assessment, identity: signer.id });
  const points = useQuery("decision", { assessment }).data?.open_points ?? [];
  const [reasons, setReasons] = useState<Reasons>({});
  const [path, setPath] = useState("");
  const [location, setLocation] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const failed = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (error !== undefined) failed.current?.focus();
  }, [error]);
  const objections = check.data;
  const left = objections === undefined ? 0 : standing(objections, reasons);
  const missing =
    objections === undefined
      ? (check.error?.message ?? "Looking at what stands against signing…")
      : left > 0
        ? `${count(left, "objection is", "objections are")} neither settled nor answered for.`
        : path === ""
          ? "Choose where the PDF goes."
          : undefined;
  const sign = async () => {
    if (missing !== undefined || objections === undefined || busy) return;
    setBusy(true);
    setError(undefined);
    try {
      // What is typed on another screen and not yet saved belongs into the report too.
      if (!(await flushAll())) {
        const why = unsaved()?.error.message ?? "";
        throw new ApiError(`Something typed could not be saved, so nothing was signed. ${why}`, "unsaved");
      }
      const input = {
        assessment,
        identity: signer.id,
        path,
        location: location.trim(),
        set_aside: setAside(objections, reasons),
      };
      onIssued(await change("issue_report", input, [], { job: JOB }));
    } catch (thrown) {
      const problem = ApiError.from(thrown);
      setError(
        problem.code === "cancelled" ? "It was stopped. Nothing was written or issued." : problem.message,
      );
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={`Sign and issue number ${number}`}
      isOpen
      onClose={() => !busy && onClose()}
      width="wide"
      mustAnswer
      actions={
        busy ? (
          <JobProgress job={JOB} label="Making the report" />
        ) : (
          <>
            {missing !== undefined && (
              <span className="soft small sign-missing" role="status">
                {missing}
              </span>
            )}
            <Button onPress={onClose}>Cancel</Button>
            <Button
              kind="primary"
              icon="seal"
              onPress={() => void sign()}
              isDisabled={missing !== undefined}
              data-testid="issue-report"
            >
              Sign and issue
            </Button>
          </>
        )
      }
    >
      <div className="issue-part">
        {error !== undefined && (
          <p ref={failed} className="issue-failed" role="alert" tabIndex={-1} data-testid="issue-failed">
            <Icon name="warning" /> <span>{error}</span>
          </p>
        )}
        {objections !== undefined && (
          <Objections
            objections={objections}
            reasons={reasons}
            onReasons={setReasons}
            printed="in the report"
            open={{ assessment, points }}
          />
        )}
        <FileField
          label="PDF"
          help="A new file; one that is there is never overwritten."
          value={path}
          onChange={setPath}
          dialogTitle="Choose where the report goes"
          newFile={name}
          isDisabled={busy}
          testId="issue-path"
        />
        <TextField
          label="Signed at"
          help="A place, such as Leeds; it may be left empty."
          value={location}
          onChange={setLocation}
          isDisabled={busy}
          testId="issue-location"
        />
        <p className="soft small">
          {signer.name} signs. An issue is signed, numbered and kept in the vault; it cannot be taken back,
          only superseded by a later one.
        </p>
      </div>
    </Dialog>
  );
}

function After({ issued, onClose }: { issued: Issued; onClose(): void }) {
  return (
    // Another dialog, not the same one changed: so the focus goes to what came of it.
    <Dialog
      key="issued"
      title={`Issue ${issued.issue.number} is signed`}
      isOpen
      onClose={onClose}
      width="wide"
      actions={
        <Button kind="primary" autoFocus onPress={onClose} data-testid="issued-close">
          Close
        </Button>
      }
    >
      <div className="issue-part" data-testid="issued">
        <p>
          <Icon name="check" /> It was written to <strong>{fileName(issued.path)}</strong>,{" "}
          {count(issued.pages, "page")}, and kept in the vault. This is what the verifier says of the file:
        </p>
        <Warnings warnings={issued.warnings} />
        <VerdictView verdict={issued.verdict} />
      </div>
    </Dialog>
  );
}

/** What could not be set as written. */
export function Warnings({ warnings }: { warnings: readonly string[] }) {
  if (warnings.length === 0) return null;
  return (
    <ul className="issue-points">
      {warnings.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}
