/** What was typed and is not saved: what, why, the way to where it was typed, and the way to give it up. */
import { Button } from "../components/Button";
import { Dialog } from "../components/overlays";
import { type Draft, drafts, unsavedOf } from "../state/drafts";
import { discard, tryAgain } from "../state/edit";
import { createStore, useStore } from "../state/store";
import { rich, say } from "../words";

const open = createStore(false);
export const openUnsaved = () => open.set(true);

/** The button in the bar, where there is something to say. */
export function UnsavedButton() {
  const { refused, begun } = unsavedOf(useStore(drafts));
  if (refused.length > 0)
    return (
      <Button kind="danger" icon="warning" onPress={openUnsaved} data-testid="unsaved">
        {rich("frame.unsavedOpen", { refused: refused.length, span: <span className="sr-only" /> })}
      </Button>
    );
  if (begun.length > 0)
    return (
      <Button kind="quiet" icon="edit" onPress={openUnsaved} data-testid="unsaved">
        {rich("frame.begunOpen", { begun: begun.length, span: <span className="sr-only" /> })}
      </Button>
    );
  return null;
}

export function Unsaved() {
  const isOpen = useStore(open);
  const { refused, begun } = unsavedOf(useStore(drafts));
  const close = () => open.set(false);
  return (
    <Dialog
      title={say("frame.typedAndNotSaved")}
      isOpen={isOpen}
      onClose={close}
      width="wide"
      actions={
        <Button kind="primary" onPress={close}>
          {say("common.close")}
        </Button>
      }
    >
      <p className="soft">{say("frame.allOfItIsKeptIn")}</p>
      {refused.length + begun.length === 0 && <p data-testid="unsaved-none">{say("frame.nothingIsLeft")}</p>}
      {refused.length > 0 && (
        <section aria-label={say("frame.notSaved")}>
          <h3>{say("frame.nChangesNotSaved", { n: refused.length })}</h3>
          <Rows all={refused} onLeave={close} />
        </section>
      )}
      {begun.length > 0 && (
        <section aria-label={say("frame.begun")}>
          <h3>{say("frame.nThingsBegunAndNotFinished", { n: begun.length })}</h3>
          <Rows all={begun} onLeave={close} />
        </section>
      )}
    </Dialog>
  );
}

function Rows({ all, onLeave }: { all: readonly Draft[]; onLeave(): void }) {
  return (
    <ul role="list" className="unsaved-list">
      {all.map((draft) => (
        <li key={draft.address} data-testid="unsaved-item">
          <div>
            <strong>{draft.what}</strong>
            {draft.why !== undefined && <p>{draft.why}</p>}
            {draft.beside !== undefined && <p className="soft">{say("frame.besideAnother")}</p>}
            <p className="soft small unsaved-text">{textOf(draft.value)}</p>
          </div>
          <div className="acts">
            <Button
              onPress={() => {
                onLeave();
                showDraft(draft);
              }}
              data-testid="unsaved-show"
            >
              {rich("frame.goToIt", { span: <span className="sr-only">: {draft.what}</span> })}
            </Button>
            {draft.kind === "edit" &&
              draft.isIncomplete !== true &&
              draft.why !== undefined &&
              !draft.beside && (
                <Button onPress={() => void tryAgain(draft.address)}>
                  {rich("frame.tryAgain", { span: <span className="sr-only">: {draft.what}</span> })}
                </Button>
              )}
            <Button kind="quiet" onPress={() => discard(draft.address)} data-testid="unsaved-discard">
              {rich("frame.discard", { span: <span className="sr-only"> {draft.what}</span> })}
            </Button>
          </div>
        </li>
      ))}
    </ul>
  );
}

/** A text as it is; of a record nothing but its name, which is said already. */
const textOf = (value: unknown) => (typeof value === "string" ? value : "");

/** How long the field of a draft is waited for. */
const FRAMES = 180;

/** Goes where a draft was typed, and puts the focus on its field once it is there. */
function showDraft({ address, beside = address, place }: Draft) {
  if (place !== window.location.hash) window.location.hash = place;
  let left = FRAMES;
  const look = () => {
    const found = [...document.querySelectorAll<HTMLElement>("[data-edit]")].find(
      ({ dataset }) => dataset.edit === beside,
    );
    if (found === undefined) {
      left -= 1;
      if (left > 0) requestAnimationFrame(look);
      return;
    }
    found.scrollIntoView?.({ block: "center" });
    found.querySelector<HTMLElement>("textarea, input, button")?.focus();
  };
  requestAnimationFrame(look);
}
