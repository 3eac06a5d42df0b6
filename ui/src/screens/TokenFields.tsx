/**
 * What signing with an identity on a token needs besides: its PIN, asked for at each signature and kept nowhere, and its module,
 * where nobody chose it on this machine.
 */
import { useEffect, useState } from "react";
import { ApiError } from "../api";
import { FileField, TextField } from "../components";
import type { IdentityView } from "../ipc/IdentityView";
import type { TokenOf } from "../ipc/TokenOf";
import type { TokenUse } from "../ipc/TokenUse";
import { say } from "../words";

interface Given {
  pin: string;
  module: string;
  pinError: string | undefined;
  moduleError: string | undefined;
}
const NOTHING: Given = { pin: "", module: "", pinError: undefined, moduleError: undefined };

export interface TokenUseState {
  /** The token of who signs; nothing when the key is in the vault. */
  token: TokenOf | undefined;
  given: Given;
  put(part: Partial<Given>): void;
  /** What goes with the signature. */
  input: { token?: TokenUse };
  /** What is still missing, in words. */
  missing: string | undefined;
  /** Forgets the PIN after an attempt; whether the failure is told at a field here. */
  failed(thrown: unknown): boolean;
}

export function useTokenUse(signer: IdentityView | undefined): TokenUseState {
  const [{ of, ...given }, set] = useState<Given & { of: string | undefined }>({ ...NOTHING, of: undefined });
  const token = signer?.token ?? undefined;
  // What was typed for one person's token is nothing to another's.
  const now = of === signer?.id ? given : NOTHING;
  const put = (part: Partial<Given>) => set({ ...now, ...part, of: signer?.id });
  const { pin, module } = now;
  return {
    token,
    given: now,
    put,
    input:
      token === undefined
        ? {}
        : { token: { ...(pin === "" ? {} : { pin }), ...(module === "" ? {} : { module }) } },
    missing:
      token !== undefined && !token.is_chosen && module === ""
        ? say("screens.chooseTheModuleOfTheToken")
        : undefined,
    failed: (thrown) => {
      const { code, message } = ApiError.from(thrown);
      const atPin = token !== undefined && code.startsWith("token-pin");
      const atModule = token !== undefined && code.startsWith("token-module");
      put({
        pin: "",
        pinError: atPin ? message : undefined,
        moduleError: atModule ? message : undefined,
      });
      return atPin || atModule;
    },
  };
}

interface FieldsProps {
  use: TokenUseState;
  isDisabled?: boolean;
  onEnter(): void;
}

export function TokenFields({ use, isDisabled = false, onEnter }: FieldsProps) {
  const { token, given, put } = use;
  const isWrong = given.pinError !== undefined && !isDisabled;
  useEffect(() => {
    // The next try begins where the last one went wrong.
    if (isWrong) document.querySelector<HTMLElement>("[data-testid=token-pin]")?.focus();
  }, [isWrong]);
  if (token === undefined) return null;
  return (
    <>
      {(!token.is_chosen || given.module !== "" || given.moduleError !== undefined) && (
        <FileField
          label={say("screens.moduleOfTheToken")}
          help={say("screens.nobodyChoseTheModuleHere", { module: token.module })}
          value={given.module}
          onChange={(module) => put({ module, moduleError: undefined })}
          dialogTitle={say("screens.chooseTheModuleOfTheToken")}
          error={given.moduleError}
          isDisabled={isDisabled}
          testId="token-module"
        />
      )}
      <TextField
        label={say("screens.pinOfTheToken", { label: token.label })}
        help={say("screens.itIsAskedForEachTime")}
        type="password"
        value={given.pin}
        onChange={(pin) => put({ pin, pinError: undefined })}
        onEnter={onEnter}
        error={given.pinError}
        isDisabled={isDisabled}
        testId="token-pin"
      />
    </>
  );
}
