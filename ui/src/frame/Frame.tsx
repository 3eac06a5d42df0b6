/**
 * The frame of the window: bar above, rail on the left, content, panel on the right. It owns the shortcuts that work
 * everywhere, the palette, the notices and the landmarks; it knows nothing of any screen.
 */

import {
  type ReactNode,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { I18nProvider } from "react-aria-components";
import { IconButton } from "../components/Button";
import { flushAll, unsavedSentence } from "../state/edit";
import type { Preferences } from "../state/preferences";
import { preferences } from "../state/preferences";
import { useStore } from "../state/store";
import { PanelContext } from "./BasedOn";
import { Conflicts } from "./Conflicts";
import { type Command, useCommands, useShortcuts } from "./commands";
import { useKeptFocus } from "./focus";
import { focusNotices, NoticeRegion, tell } from "./notices";
import { openPalette, Palette } from "./Palette";
import { Rail, type StageId, type StageStates, stageKeys, stages } from "./Rail";
import { openShortcuts, Shortcuts } from "./Shortcuts";
import { TopBar } from "./TopBar";
import { openUnsaved, Unsaved } from "./Unsaved";
import "./frame.css";
import { locale, say } from "../words";

const themeActs: Record<Preferences["theme"], string> = {
  light: say("frame.useTheLightTheme"),
  dark: say("frame.useTheDarkTheme"),
  system: say("frame.useTheSystemsTheme"),
};
const densityActs: Record<Preferences["density"], string> = {
  comfortable: say("frame.useComfortableRows"),
  compact: say("frame.useCompactRows"),
};

export interface FrameProps {
  /** The vault's name; without it no vault is open. */
  vault?: string;
  /** The assessment's title. With `states` the rail is there. */
  assessment?: string;
  states?: StageStates;
  /** The screen shown. The focus goes to the content when it changes. */
  screen: string;
  /** The stage marked in the rail: that of the screen when nothing else is said. */
  stage?: string;
  onGo?(stage: StageId): void;
  undo?: string | null;
  redo?: string | null;
  onUndo?(): void;
  onRedo?(): void;
  /** Above and below the stages in the rail, such as the way back to all assessments. */
  railTop?: ReactNode;
  railFoot?: ReactNode;
  children: ReactNode;
}

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (watcher) => {
      const media = window.matchMedia?.(query);
      media?.addEventListener("change", watcher);
      return () => media?.removeEventListener("change", watcher);
    },
    () => window.matchMedia?.(query).matches ?? true,
  );
}

export function Frame(props: FrameProps) {
  const {
    vault,
    assessment,
    states,
    screen,
    onGo,
    stage = screen,
    undo = null,
    redo = null,
    children,
  } = props;
  const main = useRef<HTMLElement>(null);
  const panel = useRef<HTMLElement>(null);
  const isWide = useMedia(say("frame.minWidth73rem"));
  const { panel: keepsPanel } = useStore(preferences);
  const [drawer, setDrawer] = useState(false);
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  const [shown, setShown] = useState(0);

  const enter = useCallback(() => {
    setShown((count) => count + 1);
    return () => setShown((count) => count - 1);
  }, []);
  const panelSlot = useMemo(() => ({ element: slot, enter }), [slot, enter]);

  const isOffered = shown > 0;
  const isOpen = isOffered && (isWide ? keepsPanel : drawer);
  const toggle = () => {
    if (isWide) preferences.set((now) => ({ ...now, panel: !now.panel }));
    else setDrawer((open) => !open);
  };

  // A drawer takes the focus, and gives it back.
  const isDrawer = isOpen && !isWide;
  useEffect(() => {
    if (!isDrawer) return;
    const before = document.activeElement;
    panel.current?.focus();
    return () => {
      const within =
        panel.current?.contains(document.activeElement) || document.activeElement === document.body;
      if (within && before instanceof HTMLElement) before.focus();
    };
  }, [isDrawer]);

  // What is typed is saved first, so that undo takes back what the user sees. What was refused holds nothing up.
  const after = (act: (() => void) | undefined) => () =>
    void flushAll().then((left) => {
      act?.();
      const sentence = unsavedSentence(left);
      if (sentence !== undefined) tell(sentence, { label: say("frame.showIt"), run: openUnsaved });
    });
  const onUndo = after(props.onUndo);
  const onRedo = after(props.onRedo);

  const first = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another screen is what moves the focus
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    setDrawer(false);
    main.current?.focus({ preventScroll: true });
    if (main.current !== null) main.current.scrollTop = 0;
  }, [screen]);

  useEffect(() => {
    document.title = [assessment, vault, say("common.assay")]
      .filter((part) => part !== undefined)
      .join(" – ");
  }, [assessment, vault]);

  useShortcuts();
  useKeptFocus();
  const own: Command[] = [
    {
      id: "frame.palette",
      title: say("frame.findACommand"),
      group: say("frame.everywhere"),
      keys: "Mod+K",
      run: openPalette,
    },
    {
      id: "frame.shortcuts",
      title: say("frame.showKeyboardShortcuts"),
      group: say("frame.everywhere"),
      keys: "?",
      run: openShortcuts,
    },
    {
      id: "frame.undo",
      title: undo === null ? say("common.undo") : say("frame.undo", { undo }),
      group: say("frame.everywhere"),
      keys: "Mod+Z",
      notWhileTyping: true,
      isDisabled: undo === null,
      run: onUndo,
    },
    {
      id: "frame.redo",
      title: redo === null ? say("frame.redo") : say("frame.redo2", { redo }),
      group: say("frame.everywhere"),
      keys: ["Mod+Shift+Z", "Mod+Y"],
      notWhileTyping: true,
      isDisabled: redo === null,
      run: onRedo,
    },
    {
      id: "frame.panel",
      title: isOpen ? say("frame.hideWhatThisIsBasedOn") : say("frame.showWhatThisIsBasedOn"),
      group: say("frame.everywhere"),
      keys: "Mod+B",
      isDisabled: !isOffered,
      run: toggle,
    },
    {
      id: "frame.drawer",
      title: say("frame.closeTheDrawer"),
      group: say("frame.everywhere"),
      keys: "Escape",
      isDisabled: !isDrawer,
      run: () => setDrawer(false),
    },
    {
      id: "frame.unsaved",
      title: say("frame.showWhatIsTypedAndNot"),
      group: say("frame.everywhere"),
      words: say("frame.draftsRefusedBegun"),
      isDisabled: vault === undefined,
      run: openUnsaved,
    },
    {
      id: "frame.notices",
      title: say("frame.goToNotices"),
      group: say("frame.everywhere"),
      keys: "F6",
      run: focusNotices,
    },
    ...(["light", "dark", "system"] as const).map((theme) => ({
      id: `frame.theme.${theme}`,
      title: themeActs[theme],
      group: say("frame.appearance"),
      words: say("frame.coloursAppearanceMode"),
      run: () => preferences.set((now) => ({ ...now, theme })),
    })),
    ...(["comfortable", "compact"] as const).map((density) => ({
      id: `frame.density.${density}`,
      title: densityActs[density],
      group: say("frame.appearance"),
      words: say("frame.densitySpacing"),
      run: () => preferences.set((now) => ({ ...now, density })),
    })),
    ...(states === undefined || onGo === undefined
      ? []
      : stages.map((stage, index) => ({
          id: `frame.go.${stage.id}`,
          title: say("common.goTo", { title: stage.title }),
          group: say("common.assessment"),
          keys: stageKeys(index),
          ...("words" in stage ? { words: stage.words } : {}),
          run: () => onGo(stage.id),
        }))),
  ];
  useCommands(own, { beneath: true });

  return (
    <I18nProvider locale={locale}>
      <PanelContext value={panelSlot}>
        <div
          className="frame"
          data-rail={states !== undefined || undefined}
          data-panel={isOpen ? (isWide ? "beside" : "over") : undefined}
        >
          {/* biome-ignore lint/a11y/useValidAnchor: a link within the page, whose address holds the place */}
          <a
            className="skip"
            href="#main"
            onClick={(event) => {
              event.preventDefault();
              main.current?.focus();
            }}
          >
            {say("frame.skipToContent")}
          </a>
          <TopBar
            vault={vault}
            assessment={assessment}
            undo={undo}
            redo={redo}
            onUndo={onUndo}
            onRedo={onRedo}
            panel={{ isOffered, isOpen, toggle }}
          />
          {states !== undefined && (
            <Rail
              states={states}
              current={stage}
              onGo={(stage) => onGo?.(stage)}
              top={props.railTop}
              foot={props.railFoot}
            />
          )}
          <main className="content" id="main" ref={main} tabIndex={-1}>
            {children}
          </main>
          <aside
            className="panel"
            aria-label={say("frame.basedOn")}
            hidden={!isOpen}
            ref={panel}
            // Where nothing in it takes the focus, the arrows must still reach its end.
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keys
            tabIndex={0}
          >
            <div className="panel-head">
              <h2>{say("frame.basedOn")}</h2>
              <IconButton icon="close" label={say("frame.hideWhatThisIsBasedOn")} onPress={toggle} />
            </div>
            <div className="panel-content" ref={setSlot} />
          </aside>
        </div>
        <NoticeRegion />
        <Palette />
        <Unsaved />
        <Conflicts />
        <Shortcuts />
      </PanelContext>
    </I18nProvider>
  );
}
