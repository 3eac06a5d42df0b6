/** Before a vault is open: open one, create one, look at the sample, or verify a report. */
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { ApiError, call } from "../../api";
import { Button, FileField, Icon, IconButton, type IconName, JobProgress, TextField } from "../../components";
import { attempt, useCommands } from "../../frame";
import type { SuggestedFile } from "../../ipc/SuggestedFile";
import type { Welcome as WelcomeView } from "../../ipc/Welcome";
import { go } from "../../place";
import { forgetAll, invalidate } from "../../state/query";
import { day, fileName, rich, say } from "../../words";
import "./welcome.css";

type Entry = "open" | "create" | "sample";

/** The least the core takes; it says so itself when less is given. */
const LEAST = 8;

export interface WelcomeProps {
  view: WelcomeView;
  /** The vault the program was opened with. */
  openedWith: string | null;
}

export function Welcome({ view, openedWith }: WelcomeProps) {
  const { recent } = view;
  const [entry, setEntry] = useState<Entry>(recent.length > 0 || openedWith !== null ? "open" : "create");
  const verify = () => go("verify");

  useEffect(() => {
    if (openedWith !== null) setEntry("open");
  }, [openedWith]);

  useCommands([
    {
      id: "welcome.open",
      title: say("welcome.openAVault"),
      group: say("welcome.welcome"),
      keys: "Mod+O",
      run: () => setEntry("open"),
    },
    {
      id: "welcome.create",
      title: say("welcome.createAVault"),
      group: say("welcome.welcome"),
      run: () => setEntry("create"),
    },
    {
      id: "welcome.sample",
      title: say("welcome.lookAtTheSample"),
      group: say("welcome.welcome"),
      run: () => setEntry("sample"),
    },
    {
      id: "welcome.verify",
      title: say("common.verifyAReport"),
      group: say("welcome.welcome"),
      words: say("welcome.pdfSignatureCheck"),
      run: verify,
    },
  ]);

  return (
    <div className="welcome">
      <header className="welcome-head">
        <h1>{say("common.assay")}</h1>
        <p className="soft">{say("welcome.securityAssessmentsOfVendorsKeptIn")}</p>
      </header>

      <DoorPart
        id="open"
        icon="folder"
        title={say("welcome.openAVault")}
        about={say("welcome.goOnWhereYouStoppedYou")}
        open={entry}
        onOpen={setEntry}
      >
        <OpenForm
          key={openedWith}
          view={view}
          first={openedWith ?? recent.find((vault) => vault.is_present)?.file ?? ""}
        />
      </DoorPart>

      <DoorPart
        id="create"
        icon="plus"
        title={say("welcome.createAVault")}
        about={say("welcome.aNewEncryptedFileForYour")}
        open={entry}
        onOpen={setEntry}
      >
        <CreateForm suggested={view.suggested} />
      </DoorPart>

      <DoorPart
        id="sample"
        icon="play"
        title={say("welcome.lookAtTheSample")}
        about={say("welcome.aFinishedAssessmentOfAFictional")}
        open={entry}
        onOpen={setEntry}
      >
        <SampleForm suggested={view.suggested_sample} />
      </DoorPart>

      <div className="welcome-foot">
        <Icon name="seal" />
        <div>
          <p>{say("welcome.receivedAReportSeeWhoSigned")}</p>
        </div>
        <Button onPress={verify} data-testid="welcome-verify">
          {say("common.verifyAReport")}
        </Button>
      </div>
      <p className="faint small">{say("welcome.version", { version: view.version })}</p>
    </div>
  );
}

interface DoorPartProps {
  id: Entry;
  icon: IconName;
  title: string;
  about: string;
  open: Entry;
  onOpen(entry: Entry): void;
  children: ReactNode;
}

function DoorPart({ id, icon, title, about, open, onOpen, children }: DoorPartProps) {
  const isOpen = open === id;
  const body = useId();
  return (
    <section className="welcome-entry" data-open={isOpen || undefined}>
      <h2>
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={body}
          data-testid={`welcome-${id}`}
          onClick={() => onOpen(id)}
        >
          <Icon name={icon} />
          <span className="welcome-entry-words">
            <span className="welcome-entry-title">{title}</span>
            <span className="welcome-entry-about">{about}</span>
          </span>
          {!isOpen && <Icon name="down" size="1rem" />}
        </button>
      </h2>
      <div id={body} hidden={!isOpen} className="welcome-entry-body">
        {isOpen && children}
      </div>
    </section>
  );
}

/** Does what opens a vault, says why it failed, and goes to the list of assessments. */
function useEntrance(name: "open_vault" | "create_vault" | "open_sample") {
  const [state, setState] = useState<{ busy: boolean; error: ApiError | undefined }>({
    busy: false,
    error: undefined,
  });
  const enter = async (path: string, passphrase: string) => {
    setState({ busy: true, error: undefined });
    try {
      await call(name, { path, passphrase }, { job: name });
      go("home", {}, { replace: true });
      await forgetAll();
    } catch (thrown) {
      setState({ busy: false, error: ApiError.from(thrown) });
    }
  };
  const forgive = () => setState((now) => ({ ...now, error: undefined }));
  return { ...state, enter, forgive };
}

const isAboutPassphrase = (error: ApiError | undefined) =>
  error?.code === "wrong-passphrase" || error?.code === "passphrase-too-short";

function OpenForm({ view, first }: { view: WelcomeView; first: string }) {
  const [path, setPath] = useState(first);
  const [passphrase, setPassphrase] = useState("");
  const { busy, error, enter, forgive } = useEntrance("open_vault");
  const form = useRef<HTMLDivElement>(null);
  const { recent } = view;

  const submit = () => {
    if (path !== "" && passphrase !== "" && !busy) void enter(path, passphrase);
  };
  // Once a vault is chosen, its passphrase is all that is missing.
  const toPassphrase = () => form.current?.querySelector<HTMLInputElement>("input[type=password]")?.focus();
  const choose = (file: string) => {
    setPath(file);
    forgive();
    toPassphrase();
  };
  const forget = async (gone: string) => {
    await attempt(call("forget_recent", { path: gone }));
    await invalidate("welcome");
    if (path === gone) setPath("");
  };

  return (
    <div className="welcome-form" ref={form}>
      {recent.length > 0 && (
        <ul role="list" className="welcome-recent" aria-label={say("welcome.vaultsOpenedBefore")}>
          {recent.map(({ file, folder, opened, is_present }) => (
            <li key={file} data-chosen={file === path || undefined}>
              <button
                type="button"
                aria-pressed={file === path}
                disabled={!is_present}
                data-testid={`recent-${fileName(file)}`}
                onClick={() => choose(file)}
              >
                <span className="welcome-recent-name">{fileName(file).replace(/\.assay$/, "")}</span>
                <span className="welcome-recent-when">
                  {is_present ? say("welcome.opened", { opened: day(opened) }) : say("welcome.fileNotFound")}
                </span>
                {folder !== "" && (
                  <span className="welcome-recent-folder">{say("welcome.in", { folder })}</span>
                )}
              </button>
              <IconButton
                icon="close"
                label={say("welcome.forgetTakeItOffThisList", { file: fileName(file) })}
                onPress={() => void forget(file)}
              />
            </li>
          ))}
        </ul>
      )}
      <FileField
        label={say("welcome.vault")}
        value={path}
        folder={recent.find(({ file }) => file === path)?.folder}
        onChange={choose}
        dialogTitle={say("welcome.chooseTheVaultToOpen")}
        endings={["assay"]}
        error={isAboutPassphrase(error) ? undefined : error?.message}
        autoFocus={path === ""}
        testId="open-path"
      />
      <TextField
        label={say("welcome.passphrase")}
        type="password"
        value={passphrase}
        onChange={(next) => {
          setPassphrase(next);
          forgive();
        }}
        onEnter={submit}
        error={isAboutPassphrase(error) ? error?.message : undefined}
        autoFocus={path !== ""}
        testId="open-passphrase"
      />
      <div className="welcome-act">
        <Button
          kind="primary"
          onPress={submit}
          isDisabled={busy || path === "" || passphrase === ""}
          data-testid="open-vault"
        >
          {busy ? say("welcome.opening") : say("welcome.openVault")}
        </Button>
      </div>
    </div>
  );
}

function lengthHint(passphrase: string): string {
  const length = [...passphrase].length;
  if (length === 0) return say("welcome.atLeastCharactersFourOrFive", { LEAST });
  if (length < LEAST) return say("welcome.ofAtLeastCharacters", { length, LEAST });
  if (length < 16) return say("welcome.charactersLongerIsBetterAddA", { length });
  return say("welcome.characters", { length });
}

function CreateForm({ suggested }: { suggested: SuggestedFile }) {
  const [path, setPath] = useState(suggested.file);
  const [passphrase, setPassphrase] = useState("");
  const [again, setAgain] = useState("");
  const { busy, error, enter, forgive } = useEntrance("create_vault");
  const isShort = [...passphrase].length < LEAST;
  const differs = again !== "" && !passphrase.startsWith(again) && again !== passphrase;
  const isReady = path !== "" && !isShort && again === passphrase;
  const submit = () => {
    if (isReady && !busy) void enter(path, passphrase);
  };
  return (
    <div className="welcome-form">
      <FileField
        label={say("welcome.whereTheVaultIsKept")}
        value={path}
        onChange={(next) => {
          setPath(next);
          forgive();
        }}
        folder={path === suggested.file ? suggested.folder : undefined}
        dialogTitle={say("welcome.chooseWhereTheVaultIsKept")}
        newFile="assessments.assay"
        error={isAboutPassphrase(error) ? undefined : error?.message}
        testId="create-path"
      />
      <div className="welcome-pair">
        <TextField
          label={say("welcome.passphrase")}
          type="password"
          value={passphrase}
          onChange={(next) => {
            setPassphrase(next);
            forgive();
          }}
          help={lengthHint(passphrase)}
          error={isAboutPassphrase(error) ? error?.message : undefined}
          autoFocus
          testId="create-passphrase"
        />
        <TextField
          label={say("welcome.theSameAgain")}
          type="password"
          value={again}
          onChange={setAgain}
          onEnter={submit}
          error={differs ? say("welcome.thisIsAnotherPassphraseThanThe") : undefined}
          testId="create-again"
        />
      </div>
      <p className="welcome-warning">
        <Icon name="warning" />
        <span>{rich("welcome.aLostPassphraseCannotBeRecovered", { strong: <strong /> })}</span>
      </p>
      <div className="welcome-act">
        <Button kind="primary" onPress={submit} isDisabled={busy || !isReady} data-testid="create-vault">
          {busy ? say("welcome.creating") : say("welcome.createVault")}
        </Button>
      </div>
    </div>
  );
}

function SampleForm({ suggested }: { suggested: SuggestedFile }) {
  const [path, setPath] = useState(suggested.file);
  const [passphrase, setPassphrase] = useState("");
  const { busy, error, enter, forgive } = useEntrance("open_sample");
  const isReady = path !== "" && [...passphrase].length >= LEAST;
  const submit = () => {
    if (isReady && !busy) void enter(path, passphrase);
  };
  return (
    <div className="welcome-form">
      <FileField
        label={say("welcome.whereTheSampleIsKept")}
        value={path}
        onChange={(next) => {
          setPath(next);
          forgive();
        }}
        folder={path === suggested.file ? suggested.folder : undefined}
        dialogTitle={say("welcome.chooseWhereTheSampleIsKept")}
        newFile="sample.assay"
        error={isAboutPassphrase(error) ? undefined : error?.message}
        testId="sample-path"
      />
      <TextField
        label={say("welcome.passphraseForTheSample")}
        type="password"
        value={passphrase}
        onChange={(next) => {
          setPassphrase(next);
          forgive();
        }}
        onEnter={submit}
        help={lengthHint(passphrase)}
        error={isAboutPassphrase(error) ? error?.message : undefined}
        autoFocus
        testId="sample-passphrase"
      />
      {busy ? (
        <JobProgress job="open_sample" label={say("welcome.makingTheSample")} />
      ) : (
        <div className="welcome-act">
          <Button kind="primary" onPress={submit} isDisabled={!isReady} data-testid="open-sample">
            {say("welcome.openTheSample")}
          </Button>
        </div>
      )}
    </div>
  );
}
