/** The techniques a test tried, as chips, and a search over the published lists for more. */
import { useMemo, useRef, useState } from "react";
import { Button, Checkbox, IconButton, Select, TextField } from "../../components";
import type { Edition } from "../../ipc/Edition";
import { say } from "../../words";

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
      <legend className="field-label">{say("tests.techniquesTried")}</legend>
      {chosen.length === 0 ? (
        <p className="soft">{say("tests.noneYetATestBearsOn")}</p>
      ) : (
        <ul role="list" className="test-chips" aria-label={say("tests.techniquesChosen")}>
          {chosen.map((id) => (
            <li key={id} data-testid={`chosen-${id}`}>
              <span>
                <span className="code">{id}</span> {titleOf(id)}
              </span>
              <IconButton icon="close" label={say("tests.takeOut", { id })} onPress={() => takeOut(id)} />
            </li>
          ))}
        </ul>
      )}
      <div className="fields-pair">
        <TextField
          label={say("tests.findATechnique")}
          type="search"
          help={say("tests.byItsNameOrId")}
          value={words}
          onChange={(next) => {
            setWords(next);
            setMost(SHOWN);
          }}
          testId="technique-search"
        />
        <Select
          label={say("tests.in")}
          options={[
            { id: ALL, label: say("tests.allLists"), detail: say("tests.nTechniques", { n: all.length }) },
            ...editions.map(({ id, title, techniques }) => ({
              id,
              label: title,
              detail: say("tests.nTechniques", { n: techniques.length }),
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
            ? say("tests.nothingHasTheseWords")
            : found.length > most
              ? say("tests.nTechniquesFoundTheFirstOfThem", { n: found.length, most })
              : say("tests.nTechniquesFound", { n: found.length }))}
        {isLooking && source !== "" && say("tests.idsAndNamesFrom", { source })}
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
            {say("tests.showMore", { SHOWN: Math.min(SHOWN, found.length - most) })}
          </Button>
        </div>
      )}
    </fieldset>
  );
}
