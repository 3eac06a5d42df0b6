/** Why a rule is silent on an element or flow: a threat that is not listed was looked for all the same. */

import { Drawer, Tag } from "../../components";
import type { AssessmentId } from "../../ipc/AssessmentId";
import { useQuery } from "../../state/query";
import { say, told } from "../../words";
import { Shown } from "../shown";

export function SilentDrawer(props: { assessment: AssessmentId; on: string; name: string; onClose(): void }) {
  const { assessment, on, name, onClose } = props;
  const query = useQuery("why_not", { assessment, on });
  return (
    <Drawer title={say("threats.silentRulesOn", { name })} isOpen onClose={onClose}>
      <p className="soft threats-lead">{say("threats.theseRulesWereTriedAndYield")}</p>
      <Shown query={query}>
        {(rules) => (
          <ul role="list" className="threats-silent" data-testid="silent-rules">
            {rules.length === 0 && <li>{say("threats.noRuleIsSilentHere")}</li>}
            {rules.map(({ rule, title, because }) => (
              <li key={rule}>
                <Tag>{rule}</Tag>
                <p>{title}</p>
                <p className="soft small">{told(because)}</p>
              </li>
            ))}
          </ul>
        )}
      </Shown>
    </Drawer>
  );
}
