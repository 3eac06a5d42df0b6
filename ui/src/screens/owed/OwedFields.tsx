/** What the vendor will send, and by when. Saved as it is typed; what is owed cannot be empty. */
import { DateField } from "../../components";
import type { Deferred } from "../../ipc/Deferred";
import { useAutosave } from "../../state/autosave";
import { NeededText, SaveTrouble } from "../shown";
import "./owed.css";

export function OwedFields({
  deferred,
  save,
}: {
  deferred: Deferred;
  save(deferred: Deferred): Promise<unknown>;
}) {
  const saver = useAutosave(deferred, save);
  const { value } = saver;
  return (
    <div className="owed-fields">
      <NeededText
        label="What the vendor will send"
        value={value.what}
        onChange={(what) => saver.set({ ...value, what })}
        onBlur={() => void saver.flush()}
        isLong
        autoFocus
        testId="owed-what"
      />
      <DateField
        label="By when"
        value={value.until ?? ""}
        onChange={(until) => {
          saver.set({ ...value, until: until === "" ? null : until });
          void saver.flush();
        }}
        testId="owed-until"
      />
      <SaveTrouble saver={saver} />
    </div>
  );
}
