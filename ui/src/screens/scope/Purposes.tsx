/** What personal data is processed for, and in which role the vendor does so: the duties follow the role. */
import { useRef, useState } from "react";
import { Button, IconButton, Select, TextArea } from "../../components";
import type { Purpose } from "../../ipc/Purpose";
import { say } from "../../words";
import { roles } from "./facts";

interface PurposesProps {
  value: readonly Purpose[];
  onChange(value: Purpose[]): void;
  onBlur(): void;
  /** The purpose taken out is in the vault no more, or soon will be. */
  onRemove(value: Purpose[], removed: Purpose): void;
}

const NEW: Purpose = { name: "", role: "processor", data: "" };

export function Purposes({ value, onChange, onBlur, onRemove }: PurposesProps) {
  // A purpose without a name already gives the vendor a role. It is kept only once something is written.
  const [fresh, setFresh] = useState<Purpose>();
  const lines = fresh === undefined ? value : [...value, fresh];
  const put = (index: number, part: Partial<Purpose>) => {
    const next = { ...(lines[index] ?? NEW), ...part };
    if (index === value.length && next.name.trim() === "" && next.data.trim() === "") {
      setFresh(next);
      return;
    }
    if (index === value.length) setFresh(undefined);
    onChange([...value.slice(0, index), next, ...value.slice(index + 1)]);
  };
  const add = useRef<HTMLDivElement>(null);
  const remove = (index: number) => {
    // The button pressed goes with its line; the focus goes to where the next line would come from.
    requestAnimationFrame(() => add.current?.querySelector("button")?.focus());
    const removed = value[index];
    if (removed === undefined) setFresh(undefined);
    else
      onRemove(
        value.filter((_, at) => at !== index),
        removed,
      );
  };
  return (
    <>
      {lines.length > 0 && (
        <ul role="list" className="scope-purposes">
          {lines.map((purpose, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a purpose has no id; its place is its name
            <li key={index}>
              <fieldset className="scope-purpose">
                <legend className="sr-only">{say("scope.purpose", { index: index + 1 })}</legend>
                <TextArea
                  label={say("scope.purpose2")}
                  lines={1}
                  placeholder={say("scope.suchAsAnswerSupportRequests")}
                  value={purpose.name}
                  onChange={(name) => put(index, { name: name.replace(/[\r\n]+/g, " ") })}
                  onBlur={onBlur}
                  autoFocus={index === value.length}
                  testId={`purpose-${index}-name`}
                />
                <Select
                  label={say("scope.theVendorIsIts")}
                  options={roles.map(({ id, title, meaning }) => ({ id, label: title, detail: meaning }))}
                  value={purpose.role}
                  onChange={(role) => put(index, { role })}
                  testId={`purpose-${index}-role`}
                />
                <TextArea
                  label={say("scope.whoseDataAndWhich")}
                  lines={1}
                  value={purpose.data}
                  onChange={(data) => put(index, { data })}
                  onBlur={onBlur}
                  testId={`purpose-${index}-data`}
                />
              </fieldset>
              <IconButton
                icon="trash"
                label={
                  purpose.name === ""
                    ? say("scope.removePurpose", { index: index + 1 })
                    : say("scope.remove", { name: purpose.name })
                }
                onPress={() => remove(index)}
                data-testid={`purpose-${index}-remove`}
              />
            </li>
          ))}
        </ul>
      )}
      <div ref={add}>
        <Button
          icon="plus"
          isDisabled={fresh !== undefined}
          onPress={() => setFresh(NEW)}
          data-testid="add-purpose"
        >
          {say("scope.addAPurpose")}
        </Button>
      </div>
    </>
  );
}
