/** Before a vault is open: open one, create one, look at the sample, or verify a report. */
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { ApiError, call } from "../../api";
import { Button, FileField, Icon, IconButton, type IconName, JobProgress, TextField } from "../../components";
import { attempt, useCommands } from "../../frame";
import type { SuggestedFile } from "../../ipc/SuggestedFile";
import type { Welcome as WelcomeView } from "../../ipc/Welcome";
import { go } from "../../place";
import { forgetAll, invalidate } from "../../state/query";
import { day, fileName } from "../../words";
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
      title: "Open a vault",
      group: "Welcome",
      keys: "Mod+O",
      run: () => setEntry("open"),
    },
    { id: "welcome.create", title: "Create a vault", group: "Welcome", run: () => setEntry("create") },
    { id: "welcome.sample", title: "Look at the sample", group: "Welcome", run: () => setEntry("sample") },
    {
      id: "welcome.verify",
      title: "Verify a report",
      group: "Welcome",
      words: "pdf signature check",
      run: verify,
    },
  ]);

  return (
    <div className="welcome">
      <header className="welcome-head">
        <h1>Assay</h1>
        <p className="soft">
          Security assessments of vendors, kept in one encrypted file and ended by a signed report. Nothing
          leaves this machine.
        </p>
      </header>

      <DoorPart
        id="open"
        icon="folder"
        title="Open a vault"
        about="Go on where you stopped. You need its passphrase."
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
        title="Create a vault"
        about="A new encrypted file for your vendors, assessments and evidence."
        open={entry}
        onOpen={setEntry}
      >
        <CreateForm suggested={view.suggested} />
      </DoorPart>

      <DoorPart
        id="sample"
        icon="play"
        title="Look at the sample"
        about="A finished assessment of a fictional AI vendor, in a vault of its own, to click through and change."
        open={entry}
        onOpen={setEntry}
      >
        <SampleForm suggested={view.suggested_sample} />
      </DoorPart>

      <div className="welcome-foot">
        <Icon name="seal" />
        <div>
          <p>Received a report? See who signed it, when, and whether anything was changed since.</p>
        </div>
        <Button onPress={verify} data-testid="welcome-verify">
          Verify a report
        </Button>
      </div>
      <p className="faint small">Version {view.version}</p>
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
        <ul className="welcome-recent" aria-label="Vaults opened before">
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
                  {is_present ? `opened ${day(opened)}` : "file not found"}
                </span>
                {folder !== "" && <span className="welcome-recent-folder">in {folder}</span>}
              </button>
              <IconButton
                icon="close"
                label={`Forget ${fileName(file)}: take it off this list, keep the file`}
                onPress={() => void forget(file)}
              />
            </li>
          ))}
        </ul>
      )}
      <FileField
        label="Vault"
        value={path}
        folder={recent.find(({ file }) => file === path)?.folder}
        onChange={choose}
        dialogTitle="Choose the vault to open"
        endings={["assay"]}
        error={isAboutPassphrase(error) ? undefined : error?.message}
        autoFocus={path === ""}
        testId="open-path"
      />
      <TextField
        label="Passphrase"
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
          {busy ? "Opening…" : "Open vault"}
        </Button>
      </div>
    </div>
  );
}

function lengthHint(passphrase: string): string {
  const length = [...passphrase].length;
  if (length === 0)
    return `At least ${LEAST} characters. Four or five words are easy to type and hard to guess.`;
  if (length < LEAST) return `${length} of at least ${LEAST} characters.`;
  if (length < 16) return `${length} characters. Longer is better: add a word or two.`;
  return `${length} characters.`;
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
        label="Where the vault is kept"
        value={path}
        onChange={(next) => {
          setPath(next);
          forgive();
        }}
        folder={path === suggested.file ? suggested.folder : undefined}
        dialogTitle="Choose where the vault is kept"
        newFile="assessments.assay"
        error={isAboutPassphrase(error) ? undefined : error?.message}
        testId="create-path"
      />
      <div className="welcome-pair">
        <TextField
          label="Passphrase"
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
          label="The same again"
          type="password"
          value={again}
          onChange={setAgain}
          onEnter={submit}
          error={differs ? "This is another passphrase than the one before." : undefined}
          testId="create-again"
        />
      </div>
      <p className="welcome-warning">
        <Icon name="warning" />
        <span>
          <strong>A lost passphrase cannot be recovered.</strong> Without it nobody can read the vault, and
          there is no way round. Keep it in a password manager or in a sealed envelope.
        </span>
      </p>
      <div className="welcome-act">
        <Button kind="primary" onPress={submit} isDisabled={busy || !isReady} data-testid="create-vault">
          {busy ? "Creating…" : "Create vault"}
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
        label="Where the sample is kept"
        value={path}
        onChange={(next) => {
          setPath(next);
          forgive();
        }}
        folder={path === suggested.file ? suggested.folder : undefined}
        dialogTitle="Choose where the sample is kept"
        newFile="sample.assay"
        error={isAboutPassphrase(error) ? undefined : error?.message}
        testId="sample-path"
      />
      <TextField
        label="Passphrase for the sample"
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
        <JobProgress job="open_sample" label="Making the sample" />
      ) : (
        <div className="welcome-act">
          <Button kind="primary" onPress={submit} isDisabled={!isReady} data-testid="open-sample">
            Open the sample
          </Button>
        </div>
      )}
    </div>
  );
}
