/** The threat model: what the system is made of, what can happen to it, and what was decided about that. */

import { useState } from "react";
import { Button, Tabs } from "../../components";
import { useCommands } from "../../frame";
import type { AssessmentId } from "../../ipc/AssessmentId";
import { go, usePlace } from "../../place";
import { useChoices } from "../../state/choices";
import { useQuery } from "../../state/query";
import { Shown } from "../shown";
import { ImportDialog } from "./ImportDialog";
import { Model, type PartOpen } from "./Model";
import { PartDialog } from "./PartDialog";
import { SilentDrawer } from "./SilentDrawer";
import { ThreatList } from "./ThreatList";
import "./threats.css";
import { say } from "../../words";

export function ThreatsScreen({ assessment }: { assessment: AssessmentId }) {
  const query = useQuery("threat_model", { assessment });
  const choices = useChoices();
  const { ids } = usePlace();
  const [part, setPart] = useState<PartOpen>();
  const [silent, setSilent] = useState<{ on: string; name: string }>();
  const [isImport, setImport] = useState(false);
  const model = query.data;
  const hasModel = model !== undefined && (model.elements.length > 0 || model.recorded.length > 0);
  const tab = ids.tab ?? (hasModel ? "threats" : "model");
  const show = (next: string) => go("threats", { ...ids, tab: next }, { replace: true });
  const canFlow = (model?.elements.length ?? 0) > 0;

  useCommands([
    {
      id: "threats.tab.threats",
      title: say("threats.showTheThreats"),
      group: say("common.threats"),
      keys: "G",
      run: () => show("threats"),
    },
    {
      id: "threats.tab.model",
      title: say("threats.showTheModel"),
      group: say("common.threats"),
      keys: "V",
      run: () => show("model"),
    },
    {
      id: "threats.element",
      title: say("threats.addAnElement"),
      group: say("common.threats"),
      keys: "Shift+E",
      run: () => setPart({ kind: "element", id: null }),
    },
    {
      id: "threats.flow",
      title: say("threats.addAFlow"),
      group: say("common.threats"),
      keys: "Shift+F",
      isDisabled: !canFlow,
      run: () => setPart({ kind: "flow", id: null }),
    },
    {
      id: "threats.boundary",
      title: say("threats.addABoundary"),
      group: say("common.threats"),
      keys: "Shift+B",
      run: () => setPart({ kind: "boundary", id: null }),
    },
    {
      id: "threats.import",
      title: say("threats.importAThreatDragonModel"),
      group: say("common.threats"),
      words: say("threats.jsonOwaspReadIn"),
      run: () => setImport(true),
    },
  ]);

  return (
    <div className="screen">
      <header className="screen-head">
        <h1>{say("common.threats")}</h1>
        <Button icon="import" onPress={() => setImport(true)} data-testid="import-model">
          {say("threats.importFromThreatDragon")}
        </Button>
      </header>
      <Shown query={query}>
        {(data) => {
          const open = data.threats.length + data.recorded.length - data.decided;
          return (
            <Tabs
              label={say("threats.threatsAndModel")}
              value={tab}
              onChange={show}
              tabs={[
                {
                  id: "threats",
                  title: say("common.threats"),
                  count: open,
                  content: (
                    <ThreatList
                      assessment={assessment}
                      model={data}
                      choices={choices}
                      onPart={setPart}
                      onSilent={(on, name) => setSilent({ on, name })}
                      onModel={() => show("model")}
                    />
                  ),
                },
                {
                  id: "model",
                  title: say("threats.model"),
                  count: data.elements.length + data.flows.length,
                  content: (
                    <Model
                      assessment={assessment}
                      model={data}
                      choices={choices}
                      onPart={setPart}
                      onSilent={(on, name) => setSilent({ on, name })}
                      onImport={() => setImport(true)}
                    />
                  ),
                },
              ]}
            />
          );
        }}
      </Shown>
      {part !== undefined && model !== undefined && (
        <PartDialog
          key={`${part.kind} ${part.id}`}
          assessment={assessment}
          open={part}
          model={model}
          choices={choices}
          onClose={() => setPart(undefined)}
        />
      )}
      {silent !== undefined && (
        <SilentDrawer assessment={assessment} {...silent} onClose={() => setSilent(undefined)} />
      )}
      {isImport && (
        <ImportDialog
          assessment={assessment}
          onClose={() => setImport(false)}
          onModel={() => show("model")}
        />
      )}
    </div>
  );
}
