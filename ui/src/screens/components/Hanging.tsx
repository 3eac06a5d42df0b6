/** What hangs on a component: its threats and its tests, each a way to them. */

import { Icon } from "../../components";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { ComponentRow } from "../../ipc/ComponentRow";
import { go } from "../../place";
import { skip, useQuery } from "../../state/query";
import { say } from "../../words";

export function Hanging({ assessment, row }: { assessment: AssessmentId; row: ComponentRow }) {
  const { element, threats, threats_open, tests } = row;
  const model = useQuery("threat_model", threats === 0 ? skip : { assessment }).data;
  const own = model?.threats.filter(({ threat }) => threat.target.id === element.id) ?? [];
  // The one to decide first; where all are decided, the first.
  const next = own.find(({ decision }) => decision === "open") ?? own[0];
  const toThreats = () =>
    go("threats", { assessment, tab: "threats", ...(next === undefined ? {} : { item: next.threat.id }) });
  return (
    <ul role="list" className="component-hanging">
      <li>
        <Icon name="threat" size="1rem" />
        {threats === 0 ? (
          <span className="soft">{say("components.noThreatOnIt")}</span>
        ) : (
          <button type="button" className="linky" onClick={toThreats} data-testid="component-threats">
            {say("components.nThreatsOpen", { n: threats, threats_open })}
          </button>
        )}
      </li>
      <li>
        <Icon name="test" size="1rem" />
        {tests.length === 0 ? (
          <>
            <span className="soft">{say("components.noTestOfIt")}</span>
            <button
              type="button"
              className="linky"
              onClick={() => go("tests", { assessment })}
              data-testid="component-to-tests"
            >
              {say("components.goToTheTests")}
            </button>
          </>
        ) : (
          tests.map((id) => (
            <button
              key={id}
              type="button"
              className="linky"
              onClick={() => go("tests", { assessment, item: id })}
              data-testid={`component-test-${id}`}
            >
              {say("components.test", { id })}
            </button>
          ))
        )}
      </li>
    </ul>
  );
}
