/** What was typed and is not saved: why, once more, or not at all. */
import type { Drafting, Editing } from "../state/edit";
import { Button } from "./Button";
import { Icon } from "./icons";
import "./kept.css";
import { say } from "../words";

type Trouble = Pick<Editing<unknown>, "address" | "status" | "error" | "isLeft" | "tryAgain" | "discard">;

/** An edit that was refused, or waits from before for what is missing. What was typed stays where it was typed. */
export function SaveTrouble({ edit }: { edit: Trouble }) {
  if (edit.status === "failed")
    return (
      <div className="save-trouble" role="alert" data-testid="save-trouble" data-edit={edit.address}>
        <Icon name="warning" />
        <p>
          {say("components.notSavedWhatYouTypedIs", {
            error: edit.error ?? say("components.theCoreDidNotAnswer"),
          })}
        </p>
        <EditActs edit={edit} />
      </div>
    );
  if (edit.status === "incomplete" && edit.isLeft) return <FromBefore draft={edit} />;
  return null;
}

/** The ways out of a refusal. */
export function EditActs({ edit }: { edit: Trouble }) {
  return (
    <span className="acts">
      <Button onPress={edit.tryAgain}>{say("common.tryAgain")}</Button>
      <Button kind="quiet" onPress={edit.discard} data-testid="discard-edit">
        {say("common.discard")}
      </Button>
    </span>
  );
}

/** A form that holds what was filled in before it was opened. */
export function Kept({ draft }: { draft: Pick<Drafting<unknown>, "address" | "isLeft" | "discard"> }) {
  return draft.isLeft ? <FromBefore draft={draft} /> : null;
}

function FromBefore({ draft }: { draft: Pick<Drafting<unknown>, "address" | "discard"> }) {
  return (
    <p className="kept-before" data-testid="kept" data-edit={draft.address}>
      <span className="soft">{say("components.keptFromBefore")}</span>{" "}
      <Button kind="quiet" onPress={draft.discard} data-testid="kept-discard">
        {say("common.discard")}
      </Button>
    </p>
  );
}
