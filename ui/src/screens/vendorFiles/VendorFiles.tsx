/** The questionnaire as a file: out to the vendor to be filled in offline, and back as claims. */

import type { AssessmentId } from "../../ipc/AssessmentId";
import { ReadPart } from "./Read";
import { SendPart } from "./Send";
import "./vendorFiles.css";
import { rich, say } from "../../words";

export function VendorFilesScreen({ assessment }: { assessment: AssessmentId }) {
  return (
    <div className="screen v-files">
      <header className="screen-head">
        <div>
          <h1>{say("vendorFiles.vendorsFiles")}</h1>
          <p>{rich("vendorFiles.theVendorFillsTheQuestionnaireIn", { strong: <strong /> })}</p>
        </div>
      </header>
      <SendPart assessment={assessment} />
      <ReadPart assessment={assessment} />
    </div>
  );
}
