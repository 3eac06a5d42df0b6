/** What the screens share: a query on screen, a failed save, a list beside what is chosen in it. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button, EmptyState, Icon, TextArea, TextField } from "../components";
import { go, usePlace } from "../place";
import type { Choice } from "../state/choices";
import { invalidate, type Query } from "../state/query";
import "./shown.css";
import { say } from "../words";

/** The answer of a query, or why there is none. An earlier answer stays while a newer one is on its way. */
export function Shown<T>({ query, children }: { query: Query<T>; children(data: T): ReactNode }) {
  if (query.data !== undefined) return children(query.data);
  if (query.error === undefined) return <p className="soft shown-wait">{say("screens.reading")}</p>;
  return (
    <EmptyState
      icon="warning"
      title={say("screens.thisCouldNotBeRead")}
      action={<Button onPress={() => void invalidate()}>{say("common.tryAgain")}</Button>}
    >
      {query.error.message}
    </EmptyState>
  );
}

/** Why a form could not be taken, at its end: for what no single field is to blame. */
export function FormError({ error }: { error: string | undefined }) {
  if (error === undefined) return null;
  return (
    <p className="field-error" role="alert">
      <Icon name="warning" size="1rem" /> <span>{error}</span>
    </p>
  );
}

/** The thing chosen on this screen, kept in the address. */
export function useItem<Id extends string = string>(): [
  item: Id | undefined,
  choose: (item: Id | undefined) => void,
] {
  const { screen, ids } = usePlace();
  const choose = (item: Id | undefined) => {
    const { item: _, ...rest } = ids;
    go(screen, item === undefined ? rest : { ...rest, item }, { replace: true });
  };
  return [ids.item as Id | undefined, choose];
}

/** The neighbour of `current` in a list of ids; the first when there is none. */
export function neighbour<Id extends string>(ids: readonly Id[], current: Id | undefined, step: 1 | -1) {
  const at = current === undefined ? -1 : ids.indexOf(current);
  if (at < 0) return ids[0];
  return ids[Math.min(ids.length - 1, Math.max(0, at + step))];
}

/** The title of a choice, or its id when the list does not have it. */
export function titleOf(choices: readonly Choice[] | undefined, id: string | null): string {
  if (id === null) return "";
  return choices?.find((choice) => choice.id === id)?.title ?? id;
}

/** The choices of a list as options of a field. The ids are the core's. */
export function optionsOf<Id extends string>(
  choices: readonly Choice[] | undefined,
): { id: Id; label: string }[] {
  return (choices ?? []).map(({ id, title }) => ({ id: id as Id, label: title }));
}

/** Brings an element into sight while it is the current one of a list. */
export function useInSight<E extends HTMLElement>(current: boolean) {
  const element = useRef<E>(null);
  useEffect(() => {
    if (current) element.current?.scrollIntoView?.({ block: "nearest" });
  }, [current]);
  return element;
}

/** A label with text below it; nothing when there is no text. */
export function Said({ label, children }: { label: string; children: ReactNode }) {
  if (children === "" || children === null || children === undefined) return null;
  return (
    <div className="said">
      <h3 className="said-label">{label}</h3>
      <div>{children}</div>
    </div>
  );
}

interface NeededTextProps {
  label: string;
  value: string;
  onChange(value: string): void;
  onBlur(): void;
  /** With it the text may take several lines. */
  help?: string | undefined;
  isLong?: boolean;
  autoFocus?: boolean;
  testId: string;
}

/** A text that cannot be empty. While it is, nothing is sent; leaving it so brings back what was there. */
export function NeededText({ value, onChange, onBlur, isLong, help, ...rest }: NeededTextProps) {
  const [isEmpty, setEmpty] = useState(false);
  const props = {
    ...rest,
    ...(help === undefined ? {} : { help }),
    isRequired: true,
    value: isEmpty ? "" : value,
    onChange: (next: string) => {
      setEmpty(next.trim() === "");
      if (next.trim() !== "") onChange(next);
    },
    onBlur: () => {
      setEmpty(false);
      onBlur();
    },
    error: isEmpty ? say("screens.itCannotBeEmptyWhatWas") : undefined,
  };
  return isLong ? <TextArea {...props} /> : <TextField {...props} />;
}
