/** What both forms are made of: a question with three answers, the evidence reviewed, rows of a list. */

import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button, DateField, IconButton, Segmented, Select } from "../../components";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { EvidenceId } from "../../ipc/EvidenceId";
import { go } from "../../place";
import { useDraft } from "../../state/edit";
import { useQuery } from "../../state/query";
import { rich, say, within } from "../../words";

/** Yes, no, or not known: what nobody looked at is not a no. */
export function ThreeState(props: {
  label: string;
  help?: ReactNode;
  value: boolean | null;
  onChange(value: boolean | null): void;
  testId?: string;
}) {
  const { value, onChange, ...rest } = props;
  return (
    <Segmented
      {...rest}
      segments={[
        { id: "yes", label: say("common.yes") },
        { id: "no", label: say("common.no") },
        { id: "unknown", label: say("reviews.notKnown") },
      ]}
      value={value === null ? "unknown" : value ? "yes" : "no"}
      onChange={(id) => onChange(id === "unknown" ? null : id === "yes")}
    />
  );
}

const NONE = "none";

/** The piece of evidence the review is of, out of the assessment's list. */
export function EvidenceChoice(props: {
  label: string;
  assessment: AssessmentId;
  value: EvidenceId | null;
  onChange(value: EvidenceId | null): void;
}) {
  const { label, assessment, value, onChange } = props;
  const rows = useQuery("evidence", { assessment }).data ?? [];
  if (rows.length === 0)
    return (
      <div className="field">
        <span className="field-label">{label}</span>
        <p className="soft">
          {rich("reviews.noEvidenceIsOnTheList", {
            button: <button type="button" className="linky" onClick={() => go("evidence", { assessment })} />,
          })}
        </p>
      </div>
    );
  return (
    <div className="reviews-evidence">
      <Select
        label={label}
        options={[
          { id: NONE, label: say("reviews.noneLinkedYet") },
          ...rows.map(({ evidence }) => ({
            id: evidence.id,
            label: evidence.title,
            detail: [evidence.id, evidence.issuer].filter(Boolean).join(" · "),
          })),
        ]}
        value={value ?? NONE}
        onChange={(id) => onChange(id === NONE ? null : id)}
        testId="review-evidence"
      />
      {value !== null && (
        <Button
          kind="quiet"
          onPress={() => go("evidence", { assessment, item: value })}
          data-testid="review-open-evidence"
        >
          {say("common.openTheEvidence")}
        </Button>
      )}
    </div>
  );
}

/** A part of a form under its heading. */
export function Part({ title, help, children }: { title: string; help?: string; children: ReactNode }) {
  return (
    <section className="reviews-part" aria-label={title}>
      <div>
        <h2>{title}</h2>
        {help !== undefined && <p className="soft">{help}</p>}
      </div>
      {children}
    </section>
  );
}

interface RowsProps<T> {
  /** What one of them is: "exception". */
  one: string;
  add: string;
  rows: readonly T[];
  /** A row with nothing said. It counts once something is typed into it. */
  blank: T;
  onChange(rows: T[]): void;
  onRemove(rows: T[], removed: T): void;
  children(row: T, put: (part: Partial<T>) => void, index: number): ReactNode;
  testId: string;
}

/** Rows of several fields each. */
export function Rows<T>({ one, add, rows, blank, onChange, onRemove, children, testId }: RowsProps<T>) {
  const [isAdding, setAdding] = useState(false);
  const [focus, setFocus] = useState<number>();
  const list = useRef<HTMLOListElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const shown = isAdding ? [...rows, blank] : rows;

  useEffect(() => {
    if (focus === undefined) return;
    setFocus(undefined);
    const row = list.current?.children[focus];
    const field =
      row?.querySelector<HTMLElement>("input, textarea") ??
      box.current?.querySelector<HTMLElement>(":scope > button");
    field?.focus();
  }, [focus]);

  const put = (index: number, part: Partial<T>) => {
    if (index < rows.length) onChange(rows.map((old, at) => (at === index ? { ...old, ...part } : old)));
    else {
      setAdding(false);
      onChange([...rows, { ...blank, ...part }]);
    }
  };
  const remove = (index: number) => {
    const removed = rows[index];
    if (removed === undefined) setAdding(false);
    else
      onRemove(
        rows.filter((_, at) => at !== index),
        removed,
      );
    setFocus(index === 0 && shown.length > 1 ? 0 : index - 1);
  };
  return (
    <div ref={box} className="reviews-rows">
      {shown.length > 0 && (
        <ol role="list" ref={list}>
          {shown.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row has no name but its place in the list
            <li key={index} data-testid={`${testId}-${index}`}>
              <span className="reviews-number" aria-hidden="true">
                {index + 1}
              </span>
              {/* biome-ignore lint/a11y/useSemanticElements: a legend cannot stand in a grid in every engine */}
              <div className="fields" role="group" aria-label={`${one} ${index + 1}`}>
                {children(row, (part) => put(index, part), index)}
              </div>
              <IconButton
                icon="trash"
                label={say("reviews.remove", { one: within(one), index: index + 1 })}
                onPress={() => remove(index)}
                data-testid={`${testId}-${index}-remove`}
              />
            </li>
          ))}
        </ol>
      )}
      <Button
        icon="plus"
        isDisabled={isAdding}
        onPress={() => {
          setAdding(true);
          setFocus(rows.length);
        }}
        data-testid={`${testId}-add`}
      >
        {add}
      </Button>
    </div>
  );
}

interface PeriodProps {
  /** The review it belongs to. */
  review: { assessment: AssessmentId; id: string };
  from: string | null;
  to: string | null;
  /** Empty: there is only the one day. */
  fromLabel: string;
  toLabel: string;
  onChange(period: { from: string | null; to: string | null }): void;
  testId: string;
}

/** Two days in order. While they are not, both stay in the fields and nothing of them is sent. */
export function Period({ review, from, to, fromLabel, toLabel, onChange, testId }: PeriodProps) {
  const draft = useDraft<{ from: string | null; to: string | null } | null>(
    `period ${review.assessment} ${review.id}`,
    null,
    { what: say("reviews.daysOfReviewThatDoNot", { id: review.id }) },
  );
  const held = draft.value ?? undefined;
  const shown = held ?? { from, to };
  const put = (part: Partial<typeof shown>) => {
    const next = { ...shown, ...part };
    const isInOrder = next.from === null || next.to === null || next.from <= next.to;
    if (isInOrder) {
      draft.clear();
      onChange(next);
    } else draft.set(next);
  };
  return (
    <>
      {fromLabel !== "" && (
        <DateField
          label={fromLabel}
          {...dateProps(shown.from, (from) => put({ from }))}
          testId={`${testId}-from`}
        />
      )}
      <DateField
        label={toLabel}
        {...dateProps(shown.to, (to) => put({ to }))}
        error={held === undefined ? undefined : say("reviews.itEndsBeforeItBeginsBoth")}
        testId={`${testId}-to`}
      />
    </>
  );
}

/** A field for a date that may be missing. Hands over changes only. */
export const dateProps = (value: string | null, put: (value: string | null) => void) => ({
  value: value ?? "",
  onChange: (next: string) => {
    if (next !== (value ?? "")) put(next === "" ? null : next);
  },
});
