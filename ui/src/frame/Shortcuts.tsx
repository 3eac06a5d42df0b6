/** Every shortcut that works now, by screen. Opened with "?". */
import { Switch } from "../components/choices";
import { KeyHint } from "../components/KeyHint";
import { Dialog } from "../components/overlays";
import { preferences } from "../state/preferences";
import { createStore, useStore } from "../state/store";
import { commands, grouped, keysOf } from "./commands";
import { spellKeys } from "./keys";
import "./overlays.css";
import { rich, say } from "../words";

const open = createStore(false);
export const openShortcuts = () => open.set(true);

export function Shortcuts() {
  const isOpen = useStore(open);
  return (
    <Dialog
      title={say("frame.keyboardShortcuts")}
      isOpen={isOpen}
      onClose={() => open.set(false)}
      width="wide"
    >
      <ShortcutList />
    </Dialog>
  );
}

function ShortcutList() {
  const all = useStore(commands);
  const { singleKeys } = useStore(preferences);
  const groups = grouped(all.filter((command) => keysOf(command).length > 0));
  return (
    <>
      <div className="shortcuts">
        {groups.map(([group, members]) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {members.map((command) => (
                <div key={command.id}>
                  <dt>{command.title}</dt>
                  <dd>
                    {keysOf(command).map((keys) => (
                      <span key={keys}>
                        <KeyHint keys={keys} />
                        <span className="sr-only">{spellKeys(keys).join(" ")}</span>
                      </span>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Switch value={singleKeys} onChange={(on) => preferences.set((now) => ({ ...now, singleKeys: on }))}>
        <span>{rich("frame.singleKeyShortcutsTurnOffIf", { span: <span className="field-help" /> })}</span>
      </Switch>
    </>
  );
}
