/** Acts on the vault as a whole: back up, change the passphrase, close. As commands, and the dialogs they open. */
import { type ReactNode, useState } from "react";
import { ApiError, call } from "../../api";
import { Button, Dialog, FileField, JobProgress, ProgressBar, TextField, useJob } from "../../components";
import { attempt, tell, useCommands } from "../../frame";
import { go } from "../../place";
import { draftsKept } from "../../state/drafts";
import { flushAll, unsavedSentence } from "../../state/edit";
import { forgetAll } from "../../state/query";
import { fileName, say, today, told } from "../../words";
import { leaving, useWriting } from "../writing";

/** Everything typed is saved or kept in the vault, then it is closed. What was refused is said, and holds nothing up. */
async function closeVault() {
  const left = await flushAll(true);
  await draftsKept();
  const closed = await attempt(call("close_vault", {}));
  if (closed === undefined) return;
  go("welcome", {}, { replace: true });
  await forgetAll();
  // Of what is in a vault nothing is said once it is closed, not even what it is called.
  if (left.length > 0) tell(say("home.theVaultIsClosedChangesWere", { n: left.length }));
}

/** Offers the acts while the vault `name` is open. What comes back stands in the tree: the dialog that is open. */
export function useVaultCommands(name: string | undefined): ReactNode {
  const [open, setOpen] = useState<"back-up" | "passphrase">();
  const close = () => setOpen(undefined);
  useCommands(
    name === undefined
      ? []
      : [
          {
            id: "vault.back-up",
            title: say("home.backUpTheVault"),
            group: say("home.vault"),
            words: say("home.copySave"),
            run: () => setOpen("back-up"),
          },
          {
            id: "vault.passphrase",
            title: say("home.changeThePassphrase"),
            group: say("home.vault"),
            words: say("home.passwordKey"),
            run: () => setOpen("passphrase"),
          },
          {
            id: "vault.close",
            title: say("home.closeTheVault"),
            group: say("home.vault"),
            words: say("home.lockLeave"),
            run: () => void closeVault(),
          },
        ],
  );
  if (name === undefined) return null;
  if (open === "back-up") return <BackUpDialog name={name} onClose={close} />;
  if (open === "passphrase") return <PassphraseDialog onClose={close} />;
  return null;
}

function BackUpDialog({ name, onClose }: { name: string; onClose(): void }) {
  const suggested = say("home.backupAssay", { name, today: today() });
  const [path, setPath] = useState("");
  const writing = useWriting(
    async (job) => {
      const left = unsavedSentence(await flushAll(true));
      await call("back_up", { path }, { job });
      return left;
    },
    (left) => {
      tell(
        [
          say("home.theVaultWasCopiedTo", { path: fileName(path) }),
          ...(left === undefined ? [] : [left]),
        ].join(" "),
      );
      onClose();
    },
  );
  const { error, job, run, forgive } = writing;
  const close = leaving(writing, onClose);
  return (
    <Dialog
      title={say("home.backUpTheVault")}
      isOpen
      onClose={close}
      actions={
        <>
          <Button onPress={close}>{say("common.cancel")}</Button>
          <Button
            kind="primary"
            onPress={run}
            isDisabled={job !== undefined || path === ""}
            data-testid="back-up"
          >
            {say("home.backUpVault")}
          </Button>
        </>
      }
    >
      <div className="form">
        <p className="soft">{say("home.aWholeCopyEncryptedUnderThe")}</p>
        <FileField
          label={say("common.whereTo")}
          value={path}
          onChange={(next) => {
            setPath(next);
            forgive();
          }}
          dialogTitle={say("home.chooseWhereTheCopyGoes")}
          newFile={suggested}
          error={error}
          autoFocus
          testId="back-up-path"
        />
        {job !== undefined && <JobProgress job={job} label={say("home.copyingTheVault")} />}
      </div>
    </Dialog>
  );
}

/** There is one change of passphrase at a time, and it cannot be stopped. */
const REKEYING = "passphrase";

function PassphraseDialog({ onClose }: { onClose(): void }) {
  const [old, setOld] = useState("");
  const [next, setNext] = useState("");
  const [again, setAgain] = useState("");
  const [error, setError] = useState<ApiError>();
  const [busy, setBusy] = useState(false);
  const progress = useJob(REKEYING);
  const isReady = old !== "" && next !== "" && next === again && !busy;
  const save = async () => {
    if (!isReady) return;
    setBusy(true);
    try {
      await call("change_passphrase", { old, new: next }, { job: REKEYING });
      tell(say("home.thePassphraseWasChangedCopiesMade"));
      onClose();
    } catch (thrown) {
      setError(ApiError.from(thrown));
      setBusy(false);
    }
  };
  const isOld = error?.code === "wrong-passphrase";
  return (
    <Dialog
      title={say("home.changeThePassphrase")}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{say("common.cancel")}</Button>
          <Button
            kind="primary"
            onPress={() => void save()}
            isDisabled={!isReady}
            data-testid="change-passphrase"
          >
            {busy ? say("home.changing") : say("home.changePassphrase")}
          </Button>
        </>
      }
    >
      <div className="form">
        <TextField
          label={say("home.passphraseInForce")}
          type="password"
          autoFocus
          value={old}
          onChange={(text) => {
            setOld(text);
            setError(undefined);
          }}
          error={isOld ? error?.message : undefined}
          testId="passphrase-old"
        />
        <TextField
          label={say("home.newPassphrase")}
          type="password"
          value={next}
          onChange={(text) => {
            setNext(text);
            setError(undefined);
          }}
          help={say("home.severalWordsAreBestALost")}
          error={isOld ? undefined : error?.message}
          testId="passphrase-new"
        />
        <TextField
          label={say("home.theSameAgain")}
          type="password"
          value={again}
          onChange={setAgain}
          onEnter={() => void save()}
          error={
            again !== "" && !next.startsWith(again) ? say("home.thisIsAnotherPassphraseThanThe") : undefined
          }
          testId="passphrase-again"
        />
        {busy && (
          <>
            <p className="soft">{say("home.everythingElseWaitsUntilEveryPage")}</p>
            <ProgressBar
              label={progress === undefined ? say("home.derivingTheKeys") : told(progress.label)}
              done={progress?.done ?? 0}
              total={progress?.total ?? 0}
            />
          </>
        )}
      </div>
    </Dialog>
  );
}
