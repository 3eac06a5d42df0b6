/** The bar above: where one is, whether it is saved, the way back, and the way to everything else. */

import {
  Button as AriaButton,
  Header,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
} from "react-aria-components";
import { Button, IconButton, WithTooltip } from "../components/Button";
import { Icon } from "../components/icons";
import { type Preferences, preferences } from "../state/preferences";
import { useStore } from "../state/store";
import { say, within } from "../words";
import { openPalette } from "./Palette";
import { SavedState } from "./SavedState";

export interface TopBarProps {
  vault?: string | undefined;
  assessment?: string | undefined;
  /** What undo would take back: "answer to Q-012". `null` when there is nothing. */
  undo: string | null;
  redo: string | null;
  onUndo(): void;
  onRedo(): void;
  panel: { isOffered: boolean; isOpen: boolean; toggle(): void };
}

export function TopBar({ vault, assessment, undo, redo, onUndo, onRedo, panel }: TopBarProps) {
  return (
    <header className="bar">
      <div className="bar-place">
        {assessment !== undefined ? (
          <>
            <span className="bar-vault">{vault}</span>
            <span className="bar-divide" aria-hidden="true">
              /
            </span>
            <strong className="bar-title">{assessment}</strong>
          </>
        ) : (
          <strong className="bar-title">{vault ?? say("common.assay")}</strong>
        )}
      </div>
      {vault !== undefined && (
        <>
          <SavedState />
          <div className="bar-group">
            <IconButton
              icon="undo"
              label={undo === null ? say("frame.nothingToUndo") : say("frame.undo", { undo })}
              keys="Mod+Z"
              isDisabled={undo === null}
              onPress={onUndo}
            />
            <IconButton
              icon="redo"
              label={redo === null ? say("frame.nothingToRedo") : say("frame.redo2", { redo })}
              keys="Mod+Shift+Z"
              isDisabled={redo === null}
              onPress={onRedo}
            />
          </div>
        </>
      )}
      <div className="bar-group">
        <span className="bar-wide">
          <Button icon="search" keys="Mod+K" onPress={openPalette}>
            {say("frame.commands")}
          </Button>
        </span>
        <span className="bar-narrow">
          <IconButton icon="search" label={say("frame.commands")} keys="Mod+K" onPress={openPalette} />
        </span>
        <Appearance />
        {panel.isOffered && (
          <IconButton
            icon="panel"
            label={panel.isOpen ? say("frame.hideWhatThisIsBasedOn") : say("frame.showWhatThisIsBasedOn")}
            keys="Mod+B"
            pressed={panel.isOpen}
            onPress={panel.toggle}
          />
        )}
      </div>
    </header>
  );
}

const themes = [
  { id: "system", title: say("frame.asTheSystem"), icon: "system" },
  { id: "light", title: say("frame.light"), icon: "sun" },
  { id: "dark", title: say("frame.dark"), icon: "moon" },
] as const;

const densities = [
  { id: "comfortable", title: say("frame.comfortable") },
  { id: "compact", title: say("frame.compact") },
] as const;

function Appearance() {
  const { theme, density } = useStore(preferences);
  const now = themes.find(({ id }) => id === theme) ?? themes[0];
  const set = (change: Partial<Preferences>) => preferences.set((all) => ({ ...all, ...change }));
  return (
    <MenuTrigger>
      <WithTooltip text={say("frame.appearance")}>
        <AriaButton
          className="button icon-button"
          data-kind="quiet"
          aria-label={say("frame.appearance2", {
            title: within(now.title),
            density: within(densities.find(({ id }) => id === density)?.title ?? ""),
          })}
        >
          <Icon name={now.icon} />
        </AriaButton>
      </WithTooltip>
      <Popover className="popover" placement="bottom end" offset={4}>
        <Menu className="list-box" aria-label={say("frame.appearance")}>
          <MenuSection
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[theme]}
            onSelectionChange={(keys) => {
              const chosen = themes.find(({ id }) => keys !== "all" && keys.has(id));
              if (chosen !== undefined) set({ theme: chosen.id });
            }}
          >
            <Header className="menu-head">{say("frame.theme")}</Header>
            {themes.map(({ id, title, icon }) => (
              <Choice key={id} id={id} title={title} icon={icon} />
            ))}
          </MenuSection>
          <MenuSection
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[density]}
            onSelectionChange={(keys) => {
              const chosen = densities.find(({ id }) => keys !== "all" && keys.has(id));
              if (chosen !== undefined) set({ density: chosen.id });
            }}
          >
            <Header className="menu-head">{say("frame.density")}</Header>
            {densities.map(({ id, title }) => (
              <Choice key={id} id={id} title={title} icon="rows" />
            ))}
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

function Choice({
  id,
  title,
  icon,
}: {
  id: string;
  title: string;
  icon: "system" | "sun" | "moon" | "rows";
}) {
  return (
    <MenuItem id={id} className="option" textValue={title}>
      <Icon name={icon} />
      <span className="option-words">{title}</span>
      <span className="option-check">
        <Icon name="check" size="1rem" />
      </span>
    </MenuItem>
  );
}
