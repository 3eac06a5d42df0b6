/** What the vendor will send, and by when. Saved as it is typed; what is owed cannot be empty. */

import { DateField, SaveTrouble } from "../../components";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { Deferred } from "../../ipc/Deferred";
import type { QuestionId } from "../../ipc/QuestionId";
import { type Save, useEdit } from "../../state/edit";
import { NeededText } from "../shown";
import "./owed.css";
import { say } from "../../words";

interface OwedFieldsProps {
  assessment: AssessmentId;
  question: QuestionId;
  deferred: Deferred;
  save: Save<Deferred>;
}

export function OwedFields({ assessment, question, deferred, save }: OwedFieldsProps) {
  const saver = useEdit(`owed ${assessment} ${question}`, {
    stored: deferred,
    save,
    what: say("owed.whatIsOwedOn", { question }),
  });
  const { value } = saver;
  return (
    <div className="owed-fields">
      <NeededText
        label={say("owed.whatTheVendorWillSend")}
        value={value.what}
        onChange={(what) => saver.set({ ...value, what })}
        onBlur={() => void saver.flush()}
        isLong
        autoFocus
        testId="owed-what"
      />
      <DateField
        label={say("owed.byWhen")}
        value={value.until ?? ""}
        onChange={(until) => {
          saver.set({ ...value, until: until === "" ? null : until });
          void saver.flush();
        }}
        testId="owed-until"
      />
      <SaveTrouble edit={saver} />
    </div>
  );
}
