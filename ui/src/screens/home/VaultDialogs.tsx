/** Acts on the vault as a whole: back up, change the passphrase, close. As commands, and the dialogs they open. */
import { type ReactNode, useState } from "react";
import { ApiError, call } from "../../api";
import { Button, Dialog, FileField, TextField } from "../../components";
import { attempt, tell, useCommands } from "../../frame";
import { go } from "../../place";
import { draftsKept } from "../../state/drafts";
import { flushAll, unsavedSentence } from "../../state/edit";
import { forgetAll } from "../../state/query";
import { count, fileName, today } from "../../words";

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
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const copy = async () => {
    setBusy(true);
    try {
      const left = unsavedSentence(await flushAll(true));
      await call("back_up", { path: path });
      tell([`The vault was copied to ${fileName(path)}.`, ...(left === undefined ? [] : [left])].join(" "));
      onClose();
    } catch (thrown) {
      setError(ApiError.from(thrown).message);
      setBusy(false);
    }
  };
  return (
    <Dialog
      title="Back up the vault"
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            kind="primary"
            onPress={() => void copy()}
            isDisabled={busy || path === ""}
            data-testid="back-up"
          >
            {busy ? "Copying…" : "Back up vault"}
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
            setError(undefined);
          }}
          dialogTitle="Choose where the copy goes"
          newFile={suggested}
          error={error}
          autoFocus
          testId="back-up-path"
        />
      </div>
    </Dialog>
  );
}

function PassphraseDialog({ onClose }: { onClose(): void }) {
  const [old, setOld] = useState("");
  const [next, setNext] = useState("");
  const [again, setAgain] = useState("");
  const [error, setError] = useState<ApiError>();
  const [busy, setBusy] = useState(false);
  const isReady = old !== "" && next !== "" && next === again && !busy;
  const save = async () => {
    if (!isReady) return;
    setBusy(true);
    try {
      await call("change_passphrase", { old, new: next });
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
      </div>
    </Dialog>
  );
}
