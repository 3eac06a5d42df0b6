/** Items read from the assessment: how each stands, why, who acts, and the way to where it is settled. */

import { useEffect, useRef } from "react";
import { Button, EmptyState, Icon, type Meaning, MeaningTag, Segmented, Select } from "../../components";
import { stepping, useCommands } from "../../frame";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { GateState } from "../../ipc/GateState";
import type { ItemResult } from "../../ipc/ItemResult";
import { go, usePlace } from "../../place";
import { useChoices } from "../../state/choices";
import { say, told } from "../../words";
import { titleOf } from "../shown";
import { keeping, states } from "./meanings";
import { goTo, titleOfPlace } from "./places";

const ANYONE = "-";

/** What the lists show. It stays in the address, so that coming back finds the same list. */
export function useFilter() {
  const { ids } = usePlace();
  const put = (part: { show?: string; who?: string }) => {
    const { item: _, ...rest } = ids;
    go("gates", { ...rest, ...part }, { replace: true });
  };
  const onlyOpen = ids.show === "open";
  const who = ids.who ?? ANYONE;
  return {
    onlyOpen,
    who,
    showOpen: (on: boolean) => put({ show: on ? "open" : "all" }),
    choose: (party: string) => put({ who: party }),
    fits: (item: ItemResult) => (!onlyOpen || item.state === "open") && (who === ANYONE || item.who === who),
  };
}
export type Filter = ReturnType<typeof useFilter>;

/** The filter above lists of items, with the keys that go with it. */
export function FilterBar({ filter, items }: { filter: Filter; items: readonly ItemResult[] }) {
  const choices = useChoices();
  const { onlyOpen, who } = filter;
  const open = items.filter(({ state }) => state === "open").length;
  const step = (by: 1 | -1) => {
    const all = [...document.querySelectorAll<HTMLElement>(".gates-item[data-open] button")];
    const at = all.indexOf(document.activeElement as HTMLElement);
    const next = all[at < 0 ? (by === 1 ? 0 : all.length - 1) : at + by];
    next?.focus();
    next?.scrollIntoView?.({ block: "center" });
  };
  useCommands([
    ...stepping("gates", say("gates.gates"), say("gates.openItem"), step, { isDisabled: open === 0 }),
    {
      id: "gates.only-open",
      title: onlyOpen ? say("gates.showAllItems") : say("gates.showOnlyWhatIsOpen"),
      group: say("gates.gates"),
      keys: "O",
      words: say("gates.filter"),
      run: () => filter.showOpen(!onlyOpen),
    },
  ]);
  return (
    <div className="gates-filter">
      <Segmented
        label={say("common.show")}
        hideLabel
        segments={[
          { id: "all", label: say("gates.all", { items: items.length }) },
          { id: "open", label: say("gates.onlyWhatIsOpen", { open }), keys: "O" },
        ]}
        value={onlyOpen ? "open" : "all"}
        onChange={(next) => filter.showOpen(next === "open")}
        testId="gates-show"
      />
      <Select
        label={say("gates.whoMustAct")}
        hideLabel
        options={[
          { id: ANYONE, label: say("gates.whoeverMustAct") },
          ...(choices?.parties ?? []).map(({ id, title }) => ({ id, label: title })),
        ]}
        value={who}
        onChange={filter.choose}
        testId="gates-who"
      />
    </div>
  );
}

export const notByHand = (
  <p className="soft gates-note">
    <Icon name="info" size="0.9375rem" /> {say("gates.nothingHereIsTickedByHand")}
  </p>
);

interface ItemListProps {
  assessment: AssessmentId;
  items: readonly ItemResult[];
  filter: Filter;
  meanings?: Record<GateState, Meaning>;
}

export function ItemList({ assessment, items, filter, meanings = states }: ItemListProps) {
  const { ids } = usePlace();
  const fit = items.filter(filter.fits);
  if (fit.length === 0)
    return (
      <p className="soft gates-none">
        {filter.who === ANYONE
          ? say(filter.onlyOpen ? "gates.nothingHereIsOpenFor" : "gates.nothingHereFor")
          : say(filter.onlyOpen ? "gates.nothingHereIsOpenForThem" : "gates.nothingHereForThem")}
      </p>
    );
  return (
    <ul role="list" className="gates-items">
      {fit.map((item) => (
        <Item
          key={item.id}
          item={item}
          meaning={meanings[item.state]}
          isReturnedTo={ids.item === item.id}
          onGo={() => {
            // Left in the address, so that coming back finds this item.
            go("gates", { ...ids, assessment, item: item.id }, { replace: true });
            goTo(assessment, item.place);
          }}
        />
      ))}
    </ul>
  );
}

interface ItemProps {
  item: ItemResult;
  meaning: Meaning;
  isReturnedTo: boolean;
  onGo(): void;
}

function Item({ item, meaning, isReturnedTo, onGo }: ItemProps) {
  const choices = useChoices();
  const row = useRef<HTMLLIElement>(null);
  const returned = useRef(isReturnedTo);
  useEffect(() => {
    if (!returned.current) return;
    // After the frame has put the focus on the content of the new screen.
    const frame = requestAnimationFrame(() => {
      row.current?.querySelector("button")?.focus();
      row.current?.scrollIntoView?.({ block: "center" });
    });
    return () => cancelAnimationFrame(frame);
  }, []);
  const place = titleOfPlace(item.place);
  return (
    <li
      ref={row}
      className="gates-item"
      data-open={item.state === "open" || undefined}
      data-testid={`gate-item-${item.id}`}
    >
      <div className="gates-item-words">
        <p className="gates-item-text">{item.text}</p>
        <p className="soft">{told(item.because)}</p>
        <p className="gates-item-about">
          <MeaningTag meaning={meaning} />
          <span className="gates-who">
            <Icon name="person" size="0.9375rem" />
            <span className="sr-only">{say("gates.whoActs")} </span>
            {titleOf(choices?.parties, item.who)}
          </span>
          <span className="soft">{place}</span>
        </p>
      </div>
      <Button
        kind={item.state === "open" ? "plain" : "quiet"}
        aria-label={say("gates.goThere", { place })}
        onPress={onGo}
        data-testid={`go-there-${item.id}`}
      >
        {say("gates.goThere2")}
      </Button>
    </li>
  );
}

interface RulesProps {
  assessment: AssessmentId;
  dos: readonly ItemResult[];
  donts: readonly ItemResult[];
}

/** The do's and the don'ts. */
export function Rules({ assessment, dos, donts }: RulesProps) {
  const filter = useFilter();
  if (dos.length + donts.length === 0)
    return (
      <EmptyState icon="check" title={say("gates.noDosAndDontsInThis")}>
        {say("gates.theySayInASentenceEach")}
      </EmptyState>
    );
  return (
    <div className="gates-parts">
      {notByHand}
      <FilterBar filter={filter} items={[...dos, ...donts]} />
      <section className="gates-gate" aria-labelledby="gates-dos" data-testid="gates-dos">
        <h2 id="gates-dos">{say("gates.do")}</h2>
        <ItemList assessment={assessment} items={dos} filter={filter} />
      </section>
      <section className="gates-gate" aria-labelledby="gates-donts" data-testid="gates-donts">
        <h2 id="gates-donts">{say("gates.dont")}</h2>
        <ItemList assessment={assessment} items={donts} filter={filter} meanings={keeping} />
      </section>
    </div>
  );
}
