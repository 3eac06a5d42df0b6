/** The command palette: type a few letters, Enter runs the command. */
import { useId, useMemo, useState } from "react";
import { Dialog, Modal, ModalOverlay } from "react-aria-components";
import { Icon } from "../components/icons";
import { KeyHint } from "../components/KeyHint";
import { createStore, createVaultStore, useStore } from "../state/store";
import { type Command, commands, grouped, keysOf } from "./commands";
import { type Ranked, rank } from "./fuzzy";
import "./overlays.css";
import { say } from "../words";

const open = createStore(false);
export const openPalette = () => open.set(true);

/** Ids of the commands run last, newest first: the palette begins with them. */
const recent = createVaultStore<readonly string[]>([]);

function remember(id: string) {
  recent.set((ids) => [id, ...ids.filter((other) => other !== id)].slice(0, 6));
}

export function Palette() {
  const isOpen = useStore(open);
  return (
    <ModalOverlay className="veil" isOpen={isOpen} onOpenChange={open.set} isDismissable>
      <Modal className="palette">
        <Dialog className="palette-body" aria-label={say("frame.commands")}>
          <PaletteList />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** More at once would be slow to draw and too many to read: whoever wants another types more of its name. */
const SHOWN = 60;

function Marked({ text, at }: { text: string; at: number[] }) {
  const marked = new Set(at);
  const runs: { from: number; text: string; isMarked: boolean }[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const last = runs.at(-1);
    const isMarked = marked.has(index);
    if (last?.isMarked === isMarked) last.text += text[index];
    else runs.push({ from: index, text: text[index] ?? "", isMarked });
  }
  return runs.map((run) => (run.isMarked ? <mark key={run.from}>{run.text}</mark> : run.text));
}

function PaletteList() {
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const all = useStore(commands);
  const last = useStore(recent);
  const id = useId();

  const found: Ranked<Command>[] = useMemo(() => {
    const offered = grouped(all)
      .flatMap(([, members]) => members)
      .filter((command) => !command.isDisabled && command.id !== "frame.palette");
    if (query.trim() !== "") return rank(query, offered);
    const place = ({ id }: Command) => (last.includes(id) ? last.indexOf(id) : last.length);
    return offered.toSorted((a, b) => place(a) - place(b)).map((item) => ({ item, at: [] }));
  }, [all, last, query]);
  const shown = found.slice(0, SHOWN);
  const at = Math.min(active, shown.length - 1);

  const move = (to: number) => {
    const next = (to + shown.length) % Math.max(1, shown.length);
    setActive(next);
    document.getElementById(`${id}-${next}`)?.scrollIntoView?.({ block: "nearest" });
  };
  const run = (command: Command | undefined) => {
    if (command === undefined) return;
    remember(command.id);
    open.set(false);
    // After the palette has given the focus back, so that the command may move it.
    setTimeout(() => command.run());
  };

  return (
    <>
      <div className="palette-field">
        <Icon name="search" />
        <input
          // biome-ignore lint/a11y/noAutofocus: the palette was opened to type in
          autoFocus
          role="combobox"
          aria-label={say("frame.findACommand")}
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={shown.length > 0 ? `${id}-${at}` : undefined}
          aria-autocomplete="list"
          placeholder={say("frame.whatDoYouWantToDo")}
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
          }}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            if (event.key === "ArrowDown") move(at + 1);
            else if (event.key === "ArrowUp") move(at - 1);
            else if (event.key === "Enter") run(shown[at]?.item);
            else return;
            event.preventDefault();
          }}
        />
      </div>
      <div className="palette-list" role="listbox" id={id} aria-label={say("frame.commands")}>
        {shown.map(({ item, at: letters }, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: as above
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys
          <div
            key={item.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            className="palette-item"
            onPointerMove={() => setActive(index)}
            onClick={() => run(item)}
          >
            <span className="palette-title">
              <Marked text={item.title} at={letters} />
            </span>
            <span className="palette-group">{item.group}</span>
            {keysOf(item)[0] !== undefined && <KeyHint keys={keysOf(item)[0] ?? ""} />}
          </div>
        ))}
      </div>
      {found.length > shown.length && (
        <p className="palette-none" data-testid="palette-more">
          {say("frame.moreTypeToNarrowThemDown", { found: found.length - shown.length })}
        </p>
      )}
      {found.length === 0 && (
        <p className="palette-none">{say("frame.noCommandMatches", { query: query.trim() })}</p>
      )}
      <span className="sr-only" role="status">
        {query.trim() === "" ? "" : say("frame.nCommands", { n: found.length })}
      </span>
    </>
  );
}
