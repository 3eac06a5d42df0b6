/** "Saved 14:02:11" in the top bar, and its spoken counterpart, which is quiet unless something is wrong. */
import { useEffect, useRef, useState } from "react";
import { ApiError } from "../api";
import { Button, WithTooltip } from "../components/Button";
import { Icon } from "../components/icons";
import { drafts, unsavedOf } from "../state/drafts";
import { announcement, saved, savedText } from "../state/saved";
import { useStore } from "../state/store";
import { tellError } from "./notices";
import { UnsavedButton } from "./Unsaved";

export function SavedState() {
  const state = useStore(saved);
  const before = useRef(state);
  const spokenAt = useRef<number>(undefined);
  const [spoken, setSpoken] = useState("");

  useEffect(() => {
    const words = announcement(before.current, state, spokenAt.current);
    before.current = state;
    if (words === undefined) return;
    if (state.failed === undefined) spokenAt.current = state.at?.getTime();
    setSpoken(words);
  }, [state]);

  const text = savedText(state);
  const { refused } = unsavedOf(useStore(drafts));
  return (
    <div className="saved" data-failed={state.failed !== undefined || undefined}>
      {state.failed === undefined ? (
        <span aria-hidden="true" className="saved-words">
          {text}
        </span>
      ) : (
        refused.length === 0 && (
          <WithTooltip text={state.failed}>
            <Button
              kind="danger"
              icon="warning"
              onPress={() => tellError(new ApiError(state.failed ?? text, "unsaved"))}
            >
              {text}
            </Button>
          </WithTooltip>
        )
      )}
      {state.at !== undefined && state.failed === undefined && state.pending === 0 && (
        <Icon name="check" size="0.875rem" />
      )}
      <UnsavedButton />
      <span className="sr-only" role="status">
        {spoken}
      </span>
    </div>
  );
}
