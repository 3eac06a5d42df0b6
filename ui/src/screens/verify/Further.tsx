/** What can be made of a signed file that was verified: a time stamp by files, and what was signed without what came after. */
import { call, chooseFile, chooseNewFile } from "../../api";
import { Button } from "../../components";
import { attempt, tell } from "../../frame";
import type { Verdict } from "../../ipc/Verdict";
import { fileName, say } from "../../words";

interface FurtherProps {
  file: string;
  verdict: Verdict;
  /** A new file was made of it, to be looked at in its place. */
  onMade(file: string): void;
}

export function Further({ file, verdict, onMade }: FurtherProps) {
  const newest = verdict.signatures.at(-1);
  if (newest === undefined || newest.intact !== "yes") return null;
  const stem = fileName(file).replace(/\.pdf$/i, "");
  const newFile = (name: string) => attempt(chooseNewFile(say("report.chooseWhereItGoes"), name));

  const request = async () => {
    const out = await newFile(`${stem}.tsq`);
    if (typeof out !== "string") return;
    if ((await attempt(call("request_time_stamp", { path: file, out }))) !== undefined)
      tell(say("verify.theRequestWasWritten", { file: fileName(out) }));
  };
  const take = async () => {
    const answer = await attempt(chooseFile(say("verify.chooseTheAnswer"), ["tsr"]));
    if (typeof answer !== "string") return;
    const out = await newFile(`${stem}-stamped.pdf`);
    if (typeof out !== "string") return;
    const stamped = await attempt(call("add_time_stamp", { path: file, answer, out, trusted: [] }));
    if (stamped !== undefined) onMade(out);
  };
  const writeSigned = async () => {
    const out = await newFile(`${stem}-signed.pdf`);
    if (typeof out !== "string") return;
    if ((await attempt(call("write_signed_revision", { path: file, out }))) !== undefined) onMade(out);
  };

  return (
    <div className="verify-further">
      <section aria-label={say("verify.timeStamp")}>
        <h3>{say("verify.timeStamp")}</h3>
        <p className="soft">
          {newest.time_stamp === null
            ? say("verify.anAuthorityConfirms")
            : say("verify.theNewestSignatureHasOne")}
        </p>
        {newest.time_stamp === null && (
          <div className="acts">
            <Button onPress={() => void request()} data-testid="stamp-request">
              {say("verify.writeTheRequest")}
            </Button>
            <Button onPress={() => void take()} data-testid="stamp-answer">
              {say("verify.takeTheAnswerIn")}
            </Button>
          </div>
        )}
      </section>
      {newest.covers.kind !== "whole-file" && (
        <section aria-label={say("verify.whatWasSigned")}>
          <h3>{say("verify.whatWasSigned")}</h3>
          <p className="soft">{say("verify.somethingWasAddedAfterTheNewest")}</p>
          <div className="acts">
            <Button onPress={() => void writeSigned()} data-testid="write-signed">
              {say("verify.writeItOut")}
            </Button>
          </div>
        </section>
      )}
    </div>
  );
}
