/** The questionnaire as a file: out to the vendor to be filled in offline, and back as claims. */

import { ReadPart } from "./Read";
import { SendPart } from "./Send";
import "./vendorFiles.css";

export function VendorFilesScreen({ assessment }: { assessment: string }) {
  return (
    <div className="screen v-files">
      <header className="screen-head">
        <div>
          <h1>Vendor’s files</h1>
          <p>
            The vendor fills the questionnaire in on its own machine and sends the file back. What comes back
            changes <strong>only what the vendor says</strong>: claims, comments, reasons and the evidence it
            names. Your conclusions stay as they are.
          </p>
        </div>
      </header>
      <SendPart assessment={assessment} />
      <ReadPart assessment={assessment} />
    </div>
  );
}
