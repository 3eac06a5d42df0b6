/** The step before signing: what stands against it, seen and settled or answered for; then the issue and its verdict. */

import { useEffect, useRef, useState } from "react";
import { ApiError } from "../../api";
import { Button, Dialog, FileField, Icon, JobProgress, Kept, TextField } from "../../components";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { IdentityView } from "../../ipc/IdentityView";
import type { Issued } from "../../ipc/Issued";
import type { Message } from "../../ipc/Message";
import { parsePlace } from "../../place";
import type { Draft } from "../../state/drafts";
import { flushAll, unsavedSentence, useDraft } from "../../state/edit";
import { change, useQuery } from "../../state/query";
import { fileName, rich, say, told } from "../../words";
import { TokenFields, useTokenUse } from "../TokenFields";
import { VerdictView } from "../verify/VerdictView";
import { Objections, type Reasons, setAside, standing } from "./Objections";

const JOB = "issue-report";

interface SignDialogProps {
  assessment: AssessmentId;
  signer: IdentityView;
  /** The number it will have. */
  number: number;
  /** The name suggested for the file. */
  name: string;
  onClose(): void;
}

/** What the person fills in before signing. Where the file goes is chosen anew each time. */
const BLANK: { reasons: Reasons; location: string } = { reasons: {}, location: "" };

/** What is typed on a screen of one assessment and not saved. */
export const unsavedIn = (assessment: AssessmentId, left: readonly Draft[]) =>
  left.filter(({ place }) => parsePlace(place).ids.assessment === assessment);

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
  const draft = useDraft(`sign ${assessment}`, BLANK, { what: say("report.signingNumber", { number }) });
  const { reasons, location } = draft.value;
  const [path, setPath] = useState("");
  const token = useTokenUse(signer);
  /** What is typed and refused elsewhere, once the person was told: it is not in the report. */
  const [without, setWithout] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const failed = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (error !== undefined) failed.current?.focus();
  }, [error]);
  const objections = check.data?.objections;
  const left = objections === undefined ? 0 : standing(objections, reasons);
  const missing =
    objections === undefined
      ? (check.error?.message ?? say("report.lookingAtWhatStandsAgainstSigning"))
      : left > 0
        ? say("report.nObjectionsAreNeitherSettledNorAnswered", { n: left })
        : path === ""
          ? say("report.chooseWhereThePdfGoes")
          : token.missing;
  const sign = async () => {
    if (missing !== undefined || objections === undefined || busy) return;
    setBusy(true);
    setError(undefined);
    try {
      // What is typed on another screen and not yet saved belongs into the report too.
      const left = unsavedSentence(unsavedIn(assessment, await flushAll(true)));
      setWithout(left);
      if (left !== undefined && left !== without) {
        setBusy(false);
        return;
      }
      const input = {
        assessment,
        identity: signer.id,
        path,
        location: location.trim(),
        set_aside: setAside(objections, reasons),
        ...token.input,
      };
      const done = await change("issue_report", input, [], { job: JOB });
      draft.clear();
      onIssued(done);
    } catch (thrown) {
      const problem = ApiError.from(thrown);
      if (!token.failed(problem))
        setError(
          problem.code === "cancelled" ? say("report.itWasStoppedNothingWasWritten2") : problem.message,
        );
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={say("report.signAndIssueNumber", { number })}
      isOpen
      onClose={() => !busy && onClose()}
      width="wide"
      mustAnswer
      actions={
        busy ? (
          <JobProgress job={JOB} label={say("report.makingTheReport")} />
        ) : (
          <>
            {missing !== undefined && (
              <span className="soft small sign-missing" role="status">
                {missing}
              </span>
            )}
            <Button onPress={onClose}>{say("common.cancel")}</Button>
            <Button
              kind="primary"
              icon="seal"
              onPress={() => void sign()}
              isDisabled={missing !== undefined}
              data-testid="issue-report"
            >
              {without === undefined ? say("report.signAndIssue") : say("report.signAndIssueWithoutIt")}
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
        {without !== undefined && (
          <p className="issue-failed" role="alert" data-testid="issue-without">
            <Icon name="warning" /> <span>{say("report.theReportDoesNotHoldIt", { without })}</span>
          </p>
        )}
        <Kept draft={draft} />
        {check.data !== undefined && <Warnings warnings={check.data.remarks} />}
        {objections !== undefined && (
          <Objections
            objections={objections}
            reasons={reasons}
            onReasons={(next) => draft.set((now) => ({ ...now, reasons: next }))}
            printed={say("report.inTheReport")}
            open={{ assessment, points }}
          />
        )}
        <FileField
          label={say("report.pdf")}
          help={say("report.aNewFileOneThatIs")}
          value={path}
          onChange={setPath}
          dialogTitle={say("report.chooseWhereTheReportGoes")}
          newFile={name}
          isDisabled={busy}
          testId="issue-path"
        />
        <TextField
          label={say("report.signedAt")}
          help={say("report.aPlaceSuchAsLeedsIt")}
          value={location}
          onChange={(next) => draft.set((now) => ({ ...now, location: next }))}
          isDisabled={busy}
          testId="issue-location"
        />
        <TokenFields use={token} isDisabled={busy} onEnter={() => void sign()} />
        <p className="soft small">{say("report.signsAnIssueIsSignedNumbered", { name: signer.name })}</p>
      </div>
    </Dialog>
  );
}

function After({ issued, onClose }: { issued: Issued; onClose(): void }) {
  return (
    // Another dialog, not the same one changed: so the focus goes to what came of it.
    <Dialog
      key="issued"
      title={say("report.issueIsSigned", { number: issued.issue.number })}
      isOpen
      onClose={onClose}
      width="wide"
      actions={
        <Button kind="primary" autoFocus onPress={onClose} data-testid="issued-close">
          {say("common.close")}
        </Button>
      }
    >
      <div className="issue-part" data-testid="issued">
        <p>
          <Icon name="check" />{" "}
          {rich("report.itWasWrittenToPagesAnd", {
            strong: <strong>{fileName(issued.path)}</strong>,
            n: issued.pages,
          })}
        </p>
        <Warnings warnings={issued.warnings} />
        <VerdictView verdict={issued.verdict} />
      </div>
    </Dialog>
  );
}

/** What could not be set as written. */
export function Warnings({ warnings }: { warnings: readonly Message[] }) {
  if (warnings.length === 0) return null;
  return (
    <ul role="list" className="issue-points">
      {warnings.map(told).map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}
