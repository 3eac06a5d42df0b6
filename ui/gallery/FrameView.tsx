import { useState } from "react";
import {
  Assurance,
  Button,
  Claim,
  type ClaimId,
  Conclusion,
  type ConclusionId,
  claims,
  conclusions,
  EditTextArea,
  Segmented,
  Severity,
  segmentsOf,
  Tag,
} from "../src/components";
import type { StageStates } from "../src/frame";
import { BasedOn, BasedOnPart, Frame, useCommands } from "../src/frame";

const states: StageStates = {
  scope: { kind: "done" },
  questionnaire: { kind: "in-progress", done: 112, total: 184 },
  findings: { kind: "in-progress", done: 3, total: 7 },
  components: { kind: "attention", what: "2 of 10 AI components to describe" },
  threats: { kind: "attention", what: "4 to review" },
  tests: { kind: "in-progress", done: 2, total: 5 },
  risks: { kind: "in-progress", done: 2, total: 9 },
  decision: { kind: "not-started" },
  report: { kind: "not-started" },
  gates: { kind: "in-progress", done: 1, total: 4 },
};

const claimKeys: Record<ClaimId, string> = { yes: "Y", partial: "P", no: "N", "not-applicable": "A" };

export function FrameView() {
  const [screen, setScreen] = useState("questionnaire");
  const [claim, setClaim] = useState<ClaimId | null>("partial");
  const [conclusion, setConclusion] = useState<ConclusionId | null>(null);
  const [comment, setComment] = useState(
    "Restores are tested for the customer database. The vector store is rebuilt from source and has never been restored.",
  );
  useCommands([
    ...(Object.keys(claims) as ClaimId[]).map((id) => ({
      id: `gallery.claim.${id}`,
      title: `Claim: ${claims[id].word.toLowerCase()}`,
      group: "Questionnaire",
      keys: claimKeys[id],
      run: () => setClaim(id),
    })),
    { id: "gallery.next", title: "Go to next question", group: "Questionnaire", keys: "J", run: () => {} },
    {
      id: "gallery.back",
      title: "Go to previous question",
      group: "Questionnaire",
      keys: "K",
      run: () => {},
    },
    { id: "gallery.attach", title: "Attach evidence", group: "Questionnaire", keys: "E", run: () => {} },
  ]);
  return (
    <Frame
      vault="Nordwind suppliers"
      assessment="Helios Analytics, annual review 2026"
      states={states}
      screen={screen}
      onGo={setScreen}
      undo="answer to BCM-07"
      redo={null}
      railFoot={
        <Button kind="quiet" icon="back">
          Assessments
        </Button>
      }
    >
      <article className="sample">
        <p className="soft small">
          <span className="code">BCM-07</span> · Continuity · asked of the IT operations manager
        </p>
        <h1>When did you last restore from backup, and what did you learn?</h1>
        <p className="soft">
          A backup that was never restored is a hope. The restore shows whether the copies are complete, who
          can do it, and how long the service would be gone.
        </p>
        <Segmented
          label="Claim: what the vendor says"
          segments={segmentsOf(claims, claimKeys)}
          value={claim}
          onChange={setClaim}
        />
        <EditTextArea
          address="gallery comment"
          what="Comment"
          label="Their comment"
          stored={comment}
          save={async (text) => setComment(text)}
          help="In their words. It is saved as you type."
        />
        <Segmented
          label="Conclusion: what you judge"
          segments={segmentsOf(conclusions)}
          value={conclusion}
          onChange={setConclusion}
        />
        <div className="sample-actions">
          <Button kind="primary" keys="J">
            Next question
          </Button>
          <Button icon="paperclip" keys="E">
            Attach evidence
          </Button>
          <Button kind="quiet" icon="finding">
            Raise a finding
          </Button>
        </div>
      </article>
      <BasedOn>
        <BasedOnPart title="Requirements this answers">
          <p className="sample-tags">
            <Tag>SOC 2 A1.3</Tag> <Tag>ISO 27001 A.8.13</Tag> <Tag>GDPR Art. 32(1)(c)</Tag>
          </p>
        </BasedOnPart>
        <BasedOnPart title="Evidence">
          <p>Restore protocol, 2025-11-04</p>
          <Assurance level={2} quiet />
        </BasedOnPart>
        <BasedOnPart title="Last year">
          <p className="sample-tags">
            <Claim value="yes" quiet /> <Conclusion value="largely" quiet />
          </p>
        </BasedOnPart>
        <BasedOnPart title="Finding it would yield">
          <p>
            <Severity level="high" /> Restore not proven for every data store
          </p>
        </BasedOnPart>
      </BasedOn>
    </Frame>
  );
}
