/** The way of a product into use: steps and gates, do's and don'ts, the six categories, and what happened since. */

import { Tabs } from "../../components";
import { useCommands } from "../../frame";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { ItemResult } from "../../ipc/ItemResult";
import type { Onboarding } from "../../ipc/Onboarding";
import { go, usePlace } from "../../place";
import { useQuery } from "../../state/query";
import { say, within } from "../../words";
import { Shown } from "../shown";
import { Categories } from "./Categories";
import { Rules } from "./Items";
import { Monitoring } from "./Monitoring";
import { Way } from "./Way";
import "./gates.css";

const tabs = [
  { id: "way", title: say("gates.way") },
  { id: "rules", title: say("gates.doAndDont") },
  { id: "categories", title: say("gates.categories") },
  { id: "monitoring", title: say("gates.monitoring") },
] as const;

export function GatesScreen({ assessment }: { assessment: AssessmentId }) {
  const query = useQuery("onboarding", { assessment });
  return (
    <div className="screen gates">
      <Shown query={query}>{(data) => <All assessment={assessment} data={data} />}</Shown>
    </div>
  );
}

const isOpen = ({ state }: ItemResult) => state === "open";

function All({ assessment, data }: { assessment: AssessmentId; data: Onboarding }) {
  const { ids } = usePlace();
  const { gates, dos, donts, open } = data;
  const tab = tabs.find(({ id }) => id === ids.tab)?.id ?? "way";
  const show = (next: string) => {
    // The filter stays, what was chosen on the other tab does not.
    const { item: _, ...rest } = ids;
    go("gates", { ...rest, assessment, tab: next }, { replace: true });
  };
  const jump = (next: string) => {
    show(next);
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>(".gates [role=tab][aria-selected=true]")?.focus(),
    );
  };
  useCommands([
    ...tabs.map(({ id, title }, index) => ({
      id: `gates.tab.${id}`,
      title: id === "way" ? say("gates.showTheWayWithItsGates") : say("gates.show", { title: within(title) }),
      group: say("gates.gates"),
      keys: String(index + 1),
      words: id === "monitoring" ? say("gates.nextAssessmentEventLapsedPack") : "",
      run: () => jump(id),
    })),
    {
      id: "gates.record",
      title: say("gates.recordWhatHappened"),
      words: say("gates.eventIncidentNewModelMonitoring"),
      group: say("gates.gates"),
      keys: "N",
      run: () => go("gates", { ...ids, assessment, tab: "monitoring", item: "new" }, { replace: true }),
    },
  ]);

  const passed = gates.filter((gate) => gate.passed).length;
  const content = {
    way: <Way assessment={assessment} data={data} />,
    rules: <Rules assessment={assessment} dos={dos} donts={donts} />,
    categories: <Categories assessment={assessment} categories={data.categories} />,
    monitoring: <Monitoring assessment={assessment} data={data} />,
  };
  const counts = {
    way: gates.flatMap(({ items }) => items).filter(isOpen).length,
    rules: [...dos, ...donts].filter(isOpen).length,
    categories: undefined,
    monitoring: open.length,
  };
  return (
    <>
      <header className="screen-head">
        <div>
          <h1>{say("gates.gates")}</h1>
          <p data-testid="gates-sum">
            {gates.length === 0
              ? say("gates.theWayOfTheProductInto")
              : say("gates.ofGatesPassedOnTheWay", { passed, n: gates.length })}
          </p>
        </div>
      </header>
      <Tabs
        label={say("gates.wayIntoUse")}
        value={tab}
        onChange={show}
        tabs={tabs.map(({ id, title }) => {
          const n = counts[id];
          return { id, title, content: content[id], ...(n === undefined || n === 0 ? {} : { count: n }) };
        })}
      />
    </>
  );
}
