/** The whole window: which screen is shown, what the rail says of each stage, and the commands that work everywhere. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import { call, openedWith } from "./api";
import { Button, EmptyState, type StageState } from "./components";
import { attempt, Boundary, Frame, type StageStates, stages, useCommands } from "./frame";
import type { Overview } from "./ipc/Overview";
import type { Step } from "./ipc/Step";
import { go, usePlace } from "./place";
import { screens } from "./screens/all";
import { Home, useVaultCommands } from "./screens/home";
import { SearchOverlay } from "./screens/search";
import { VerifyScreen } from "./screens/verify";
import { Welcome } from "./screens/welcome";
import { PagesWithin, stageOf, titleOfPage } from "./screens/within";
import { followClosing } from "./state/closing";
import { readDrafts } from "./state/drafts";
import { useOthers } from "./state/others";
import { preferences } from "./state/preferences";
import { change, skip, useQuery } from "./state/query";
import { useStore } from "./state/store";
import { say, told } from "./words";

/** The screens of an assessment beside the stages, in the rail below them. */
const beside = [
  { id: "evidence", title: say("common.evidence"), icon: "paperclip", keys: "Alt+E" },
  { id: "journal", title: say("app.journal"), icon: "clock", keys: "Alt+J" },
  { id: "verify", title: say("common.verifyAReport"), icon: "seal" },
] as const;

export function App() {
  const place = usePlace();
  const assessment = place.ids.assessment;
  const inside = assessment !== undefined && place.screen in screens;

  const overview = useQuery("overview", inside ? { assessment } : skip);
  const [vault, setVault] = useState<string>();
  // The list of all assessments is read only where it is shown: it opens every one of them.
  const isKnown = inside && overview.data !== undefined && vault !== undefined;
  const session = useQuery("session", isKnown ? skip : {});
  const isClosed = session.error?.code === "no-vault";
  const welcome = useQuery("welcome", isClosed ? {} : skip);

  if (session.data !== undefined && session.data.name !== vault) setVault(session.data.name);
  if (isClosed && vault !== undefined) setVault(undefined);

  const [given, setGiven] = useState<string | null>(null);
  useEffect(() => {
    void attempt(openedWith()).then((file) => setGiven(file ?? null));
  }, []);
  useTheme();
  useOthers(vault);
  useEffect(followClosing, []);
  // What was typed when the vault was open last and is not saved yet stands in its fields again.
  useEffect(() => {
    if (vault !== undefined) void readDrafts();
  }, [vault]);

  const [searching, setSearching] = useState(false);
  const dialogs = useVaultCommands(vault);
  useCommands([
    {
      id: "app.home",
      title: say("app.goToAllAssessments"),
      group: say("app.everywhere"),
      keys: "Alt+Home",
      isDisabled: vault === undefined,
      run: () => go("home"),
    },
    {
      id: "app.search",
      title: say("app.searchThisAssessment"),
      group: say("app.everywhere"),
      keys: ["/", "Mod+/"],
      words: say("app.findWords"),
      isDisabled: !inside,
      run: () => setSearching(true),
    },
    ...beside.map(({ id, title, ...rest }) => ({
      id: `app.${id}`,
      title: id === "verify" ? title : say("common.goTo", { title }),
      group: say("common.assessment"),
      words: id === "verify" ? say("app.pdfSignatureCheck") : undefined,
      keys: "keys" in rest ? rest.keys : undefined,
      isDisabled: !inside && (id !== "verify" || isClosed),
      run: () => go(id, inside ? { assessment } : {}),
    })),
  ]);

  const isMissing = overview.data === undefined && overview.error !== undefined;
  if (inside && !isClosed && (overview.data !== undefined || (isMissing && session.data !== undefined))) {
    const Screen = screens[place.screen];
    const back = (
      <Button kind="quiet" icon="back" onPress={() => go("home")} data-testid="all-assessments">
        {say("app.allAssessments")}
      </Button>
    );
    if (overview.data === undefined || Screen === undefined) {
      return (
        <Frame vault={vault} screen="missing">
          <h1 className="sr-only">{say("app.assessmentNotFound")}</h1>
          <EmptyState icon="question" title={say("app.thisAssessmentCouldNotBeRead")} action={back}>
            {overview.error?.message ?? say("app.itMayHaveBeenRemoved")}
          </EmptyState>
        </Frame>
      );
    }
    const { status } = overview.data;
    const step = (name: "undo" | "redo") => () => void attempt(change(name, { assessment }));
    return (
      <Frame
        vault={vault}
        assessment={overview.data.assessment.title}
        screen={place.screen}
        stage={stageOf(place.screen)}
        states={stageStates(overview.data)}
        onGo={(stage) => go(stage, { assessment })}
        undo={status.undo}
        redo={status.redo}
        onUndo={step("undo")}
        onRedo={step("redo")}
        railTop={back}
        railFoot={
          <div className="rail-beside">
            {beside.map(({ id, title, icon }) => (
              <Button
                key={id}
                kind="quiet"
                icon={icon}
                aria-current={stageOf(place.screen) === id ? "page" : undefined}
                onPress={() => go(id, { assessment })}
                data-testid={`go-${id}`}
              >
                {title}
              </Button>
            ))}
          </div>
        }
      >
        <PagesWithin screen={place.screen} assessment={assessment}>
          <Boundary what={screenTitle(place.screen)} place={`${place.screen} ${assessment}`} leave={home}>
            <Screen key={assessment} assessment={assessment} />
          </Boundary>
        </PagesWithin>
        {searching && <SearchOverlay assessment={assessment} onClose={() => setSearching(false)} />}
        {dialogs}
      </Frame>
    );
  }

  const isVerifying = place.screen === "verify";
  if (isClosed) {
    return (
      <Frame screen={isVerifying ? "verify" : "welcome"}>
        {isVerifying ? (
          <Standing back={say("app.back")} onBack={() => go("welcome")}>
            <VerifyScreen />
          </Standing>
        ) : (
          welcome.data !== undefined && <Welcome view={welcome.data} openedWith={given} />
        )}
      </Frame>
    );
  }

  return (
    <Frame vault={vault} screen={inside || isVerifying ? place.screen : "home"}>
      {session.data !== undefined && isVerifying ? (
        <Standing back={say("app.allAssessments")} onBack={() => go("home")}>
          <VerifyScreen />
        </Standing>
      ) : session.data !== undefined && !inside ? (
        <Boundary what={say("app.theListOfAssessments")} place="home">
          <Home session={session.data} />
        </Boundary>
      ) : (
        <>
          <h1 className="sr-only">{say("common.assay")}</h1>
          {session.error !== undefined && (
            <EmptyState icon="warning" title={say("app.theVaultCouldNotBeRead")}>
              {session.error.message}
            </EmptyState>
          )}
        </>
      )}
      {dialogs}
    </Frame>
  );
}

/** What a person calls a screen. */
const screenTitle = (screen: string) =>
  titleOfPage(screen) ??
  [...stages, ...beside].find(({ id }) => id === screen)?.title ??
  say("app.thisScreen");

const home = { label: say("app.allAssessments"), run: () => go("home") };

/** A screen outside any assessment, with the way back above it. */
function Standing({ back, onBack, children }: { back: string; onBack(): void; children: ReactNode }) {
  return (
    <>
      <p className="standing-back">
        <Button kind="quiet" icon="back" onPress={onBack} data-testid="standing-back">
          {back}
        </Button>
      </p>
      {children}
    </>
  );
}

/** The rail's states in the core's words. */
function stageStates({ steps, total }: Overview): StageStates {
  const state = (step: Step): StageState => {
    const words =
      step.id === "questionnaire"
        ? say("app.ofConcluded", { concluded: total.concluded, applicable: total.applicable })
        : told(step.detail);
    switch (step.state) {
      case "not-started":
        return { kind: "not-started", words };
      case "done":
        return { kind: "done", words };
      case "needs-attention":
        return { kind: "attention", what: words };
      case "in-progress":
        return step.id === "questionnaire"
          ? { kind: "in-progress", done: total.concluded, total: total.applicable, words }
          : { kind: "in-progress", done: 1, total: 2, words };
    }
  };
  return Object.fromEntries(
    stages.flatMap(({ id }) => {
      const step = steps.find((one) => one.id === id);
      return step === undefined ? [] : [[id, state(step)]];
    }),
  );
}

/** The theme is kept by the core, so that it outlives the web view's own storage; the page shows it before it answers. */
function useTheme() {
  const { theme } = useStore(preferences);
  const kept = useRef<string>(undefined);
  useEffect(() => {
    void call("welcome", {})
      .then(({ theme }) => {
        const found = theme === "light" || theme === "dark" ? theme : "system";
        kept.current = found;
        preferences.set((now) => ({ ...now, theme: found }));
      })
      // Without settings the page's own preference stands.
      .catch(() => {});
  }, []);
  useEffect(() => {
    if (kept.current === undefined || kept.current === theme) return;
    kept.current = theme;
    void attempt(call("set_theme", { theme: theme === "system" ? "" : theme }));
  }, [theme]);
}
