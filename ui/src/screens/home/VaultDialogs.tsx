/** Acts on the vault as a whole: back up, change the passphrase, close. As commands, and the dialogs they open. */
import { type ReactNode, useState } from "react";
import { ApiError, call } from "../../api";
import { Button, Dialog, FileField, JobProgress, ProgressBar, TextField, useJob } from "../../components";
import { attempt, tell, useCommands } from "../../frame";
import { go } from "../../place";
import { draftsKept } from "../../state/drafts";
import { flushAll, unsavedSentence } from "../../state/edit";
import { forgetAll } from "../../state/query";
import { count, fileName, today } from "../../words";
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
  if (left.length > 0)
    tell(
      `The vault is closed. ${count(left.length, "change was", "changes were")} not saved; what you typed is kept in it and is there when you open it again.`,
    );
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
            title: "Back up the vault",
            group: "Vault",
            words: "copy save",
            run: () => setOpen("back-up"),
          },
          {
            id: "vault.passphrase",
            title: "Change the passphrase",
            group: "Vault",
            words: "password key",
            run: () => setOpen("passphrase"),
          },
          {
            id: "vault.close",
            title: "Close the vault",
            group: "Vault",
            words: "lock leave",
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
  const suggested = `${name}-backup-${today()}.assay`;
  const [path, setPath] = useState("");
  const writing = useWriting(
    async (job) => {
      const left = unsavedSentence(await flushAll(true));
      await call("back_up", { path }, { job });
      return left;
    },
    (left) => {
      tell([`The vault was copied to ${fileName(path)}.`, ...(left === undefined ? [] : [left])].join(" "));
      onClose();
    },
  );
  const { error, job, run, forgive } = writing;
  const close = leaving(writing, onClose);
  return (
    <Dialog
      title="Back up the vault"
      isOpen
      onClose={close}
      actions={
        <>
          <Button onPress={close}>Cancel</Button>
          <Button
            kind="primary"
            onPress={run}
            isDisabled={job !== undefined || path === ""}
            data-testid="back-up"
          >
            Back up vault
          </Button>
        </>
      }
    >
      <div className="form">
        <p className="soft">
          A whole copy, encrypted under the same passphrase. Keep it on another disk: a copy beside the
          original is lost with it.
        </p>
        <FileField
          label="Where to"
          value={path}
          onChange={(next) => {
            setPath(next);
            forgive();
          }}
          dialogTitle="Choose where the copy goes"
          newFile={suggested}
          error={error}
          autoFocus
          testId="back-up-path"
        />
        {job !== undefined && <JobProgress job={job} label="Copying the vault" />}
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
      tell("The passphrase was changed. Copies made before keep the old one.");
      onClose();
    } catch (thrown) {
      setError(ApiError.from(thrown));
      setBusy(false);
    }
  };
  const isOld = error?.code === "wrong-passphrase";
  return (
    <Dialog
      title="Change the passphrase"
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            kind="primary"
            onPress={() => void save()}
            isDisabled={!isReady}
            data-testid="change-passphrase"
          >
            {busy ? "Changing…" : "Change passphrase"}
          </Button>
        </>
      }
    >
      <div className="form">
        <TextField
          label="Passphrase in force"
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
          label="New passphrase"
          type="password"
          value={next}
          onChange={(text) => {
            setNext(text);
            setError(undefined);
          }}
          help="Several words are best. A lost passphrase cannot be recovered."
          error={isOld ? undefined : error?.message}
          testId="passphrase-new"
        />
        <TextField
          label="The same again"
          type="password"
          value={again}
          onChange={setAgain}
          onEnter={() => void save()}
          error={
            again !== "" && !next.startsWith(again)
              ? "This is another passphrase than the one before."
              : undefined
          }
          testId="passphrase-again"
        />
        {busy && (
          <>
            <p className="soft">
              Everything else waits until every page of the vault is written anew. A crash on the way leaves
              the old passphrase in force.
            </p>
            <ProgressBar
              label={progress?.label ?? "Deriving the keys"}
              done={progress?.done ?? 0}
              total={progress?.total ?? 0}
            />
          </>
        )}
      </div>
    </Dialog>
  );
}
