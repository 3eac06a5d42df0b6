/** The techniques a test tried, as chips, and a search over the published lists for more. */
import { useMemo, useRef, useState } from "react";
import { Button, Checkbox, IconButton, Select, TextField } from "../../components";
import type { Edition } from "../../ipc/Edition";
import { count } from "../../words";

/** Techniques shown at a time. */
const SHOWN = 12;
const ALL = "-";

interface TechniquesProps {
  editions: readonly Edition[];
  chosen: readonly string[];
  onChange(techniques: string[]): void;
}

export function Techniques({ editions, chosen, onChange }: TechniquesProps) {
  const [words, setWords] = useState("");
  const [list, setList] = useState(ALL);
  const [most, setMost] = useState(SHOWN);
  const box = useRef<HTMLFieldSetElement>(null);
  const all = useMemo(
    () =>
      editions.flatMap(({ id, techniques }) => techniques.map((technique) => ({ ...technique, list: id }))),
    [editions],
  );
  const wanted = words.trim().toLowerCase();
  const isLooking = wanted !== "" || list !== ALL;
  const found = isLooking
    ? all.filter(
        (one) =>
          (list === ALL || one.list === list) && `${one.id} ${one.title}`.toLowerCase().includes(wanted),
      )
    : [];
  const titleOf = (id: string) => all.find((technique) => technique.id === id)?.title;
  const source = editions.find(({ id }) => id === list)?.source ?? "";
  const takeOut = (id: string) => {
    const at = chosen.indexOf(id);
    onChange(chosen.filter((other) => other !== id));
    // The button goes with its chip: the focus goes to the next one, or to the search.
    requestAnimationFrame(() => {
      const buttons = box.current?.querySelectorAll<HTMLElement>(".test-chips button") ?? [];
      const next = buttons[Math.min(at, buttons.length - 1)];
      (next ?? box.current?.querySelector<HTMLElement>("input"))?.focus();
    });
  };
  return (
    <fieldset className="test-choices" ref={box}>
      <legend className="field-label">Techniques tried</legend>
      {chosen.length === 0 ? (
        <p className="soft">None yet. A test bears on a threat by the techniques both name.</p>
      ) : (
        <ul className="test-chips" aria-label="Techniques chosen">
          {chosen.map((id) => (
            <li key={id} data-testid={`chosen-${id}`}>
              <span>
                <span className="code">{id}</span> {titleOf(id)}
              </span>
              <IconButton icon="close" label={`Take ${id} out`} onPress={() => takeOut(id)} />
            </li>
          ))}
        </ul>
      )}
      <div className="fields-pair">
        <TextField
          label="Find a technique"
          type="search"
          help="By its name or id."
          value={words}
          onChange={(next) => {
            setWords(next);
            setMost(SHOWN);
          }}
          testId="technique-search"
        />
        <Select
          label="In"
          options={[
            { id: ALL, label: "All lists", detail: count(all.length, "technique") },
            ...editions.map(({ id, title, techniques }) => ({
              id,
              label: title,
              detail: count(techniques.length, "technique"),
            })),
          ]}
          value={list}
          onChange={(next) => {
            setList(next);
            setMost(SHOWN);
          }}
          testId="technique-list"
        />
      </div>
      <p className={isLooking ? "soft small" : "sr-only"} role="status">
        {isLooking &&
          (found.length === 0
            ? "Nothing has these words."
            : `${count(found.length, "technique")} found${
                found.length > most ? `, the first ${most} of them here` : ""
              }.`)}
        {isLooking && source !== "" && ` Ids and names from ${source}.`}
      </p>
      {found.slice(0, most).map(({ id, title, list: of }) => (
        <Checkbox
          key={`${of} ${id}`}
          value={chosen.includes(id)}
          onChange={(on) => onChange(on ? [...chosen, id] : chosen.filter((other) => other !== id))}
          testId={`technique-${id}`}
        >
          <span>
            <span className="code">{id}</span> {title}
          </span>
        </Checkbox>
      ))}
      {found.length > most && (
        <div>
          <Button kind="quiet" onPress={() => setMost(most + SHOWN)} data-testid="technique-more">
            Show {Math.min(SHOWN, found.length - most)} more
          </Button>
        </div>
      )}
    </fieldset>
  );
}
