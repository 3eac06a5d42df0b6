import { readFileSync } from "node:fs";
import { join } from "node:path";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { IdentityId } from "../../ipc/IdentityId";
import type { IdentityView } from "../../ipc/IdentityView";
import { card, LABEL } from "../../testing/card";
import { type Core, realCore } from "../../testing/core";
import { show, write } from "../../testing/show";
import { Identities } from "./Identities";

const issued = join(process.cwd(), "../src-tauri/crates/seal/tests/seal/pkcs12/keytool-17.p12");
const identitiesOf = async (core: Core) => (await core.call("session", {})).identities;

it("reads an identity from a file with the file’s passphrase, and says why when it cannot", async () => {
  const core = await realCore();
  const user = userEvent.setup();
  show(<Identities identities={[]} />);
  await user.click(screen.getByTestId("open-import-identity"));
  await screen.findByTestId("import-identity");
  expect((screen.getByTestId("import-identity") as HTMLButtonElement).disabled).toBe(true);
  core.choose(await core.file("cleo.p12", readFileSync(issued)));
  await user.click(screen.getByTestId("import-identity-file"));
  await waitFor(() => expect(screen.getByTestId("import-identity-file-name").textContent).toBe("cleo.p12"));

  await write(user, screen.getByTestId("import-identity-passphrase"), "another");
  await user.click(screen.getByTestId("import-identity"));
  await waitFor(() =>
    expect(screen.getByRole("alert").textContent).toContain("The passphrase does not open it."),
  );
  expect(await identitiesOf(core)).toEqual([]);

  await user.clear(screen.getByTestId("import-identity-passphrase"));
  await write(user, screen.getByTestId("import-identity-passphrase"), "four quiet words");
  await user.click(screen.getByTestId("import-identity"));
  await waitFor(async () => {
    const [cleo] = await identitiesOf(core);
    expect([cleo?.name, cleo?.key, cleo?.issuer]).toEqual(["Cleo Park", "ECDSA, P-256", "Example Authority"]);
  });
  await waitFor(() => expect(screen.queryByTestId("import-identity")).toBeNull());
});

it("takes an identity from a token, and looks at nothing that is no module", async () => {
  const core = await realCore();
  await core.at(new Date().toISOString());
  const user = userEvent.setup();
  show(<Identities identities={[]} />);
  await user.click(screen.getByTestId("open-token-identity"));
  const look = await screen.findByTestId("look-at-token");
  expect(look).toHaveProperty("disabled", true);
  expect(screen.getByText(/It runs within Assay with all your rights/)).toBeTruthy();
  core.choose(await core.file("notes.so", "No module at all."), card());
  await user.click(screen.getByTestId("token-module-file"));
  await user.click(look);
  await waitFor(() =>
    expect(screen.getByRole("alert").textContent).toContain("notes.so is no PKCS#11 module"),
  );

  await user.click(screen.getByTestId("token-module-file"));
  await user.click(screen.getByTestId("look-at-token"));
  await waitFor(() => expect(screen.getByTestId("token-seen").textContent).toContain(LABEL));
  // One certificate can sign, and it is the one that is meant.
  expect(screen.getByTestId("token-certificate").textContent).toContain("Ada Moore, Moore");
  await user.click(screen.getByTestId("take-identity"));
  await waitFor(async () => {
    const [ada] = await identitiesOf(core);
    expect(ada?.token).toMatchObject({ label: LABEL, module: "plain.so", is_chosen: true });
  });
  await waitFor(() => expect(screen.queryByTestId("take-identity")).toBeNull());
});

it("makes a key of the kind that is asked for", async () => {
  const core = await realCore();
  const user = userEvent.setup();
  show(<Identities identities={[]} />);
  await user.click(screen.getByTestId("new-identity"));
  await write(user, await screen.findByTestId("identity-name"), "Ada Moore");
  await write(user, screen.getByTestId("identity-organisation"), "Moore & Co");
  await user.click(screen.getByTestId("identity-algorithm"));
  await user.click(await screen.findByRole("option", { name: /P-384/ }));
  await user.click(screen.getByTestId("create-identity"));
  await waitFor(async () => {
    const [ada] = await identitiesOf(core);
    expect(ada?.key).toBe("ECDSA, P-384");
  });
});

it("shows of each identity who issued it, and what to do about a certificate that ends", async () => {
  const core = await realCore();
  await core.call("create_identity", { name: "Ada Moore", organisation: "Moore & Co", email: "" });
  const [ada] = await identitiesOf(core);
  if (ada === undefined) throw new Error("an identity was made");
  // Years would have to pass for a real one to get there.
  const ending: IdentityView = {
    ...ada,
    id: "idy-other" as IdentityId,
    issuer: "Example Authority",
    standing: "ends-soon",
    notice: {
      say: "The certificate of {name} ends on {day}.",
      with: { name: "Ada Moore", day: { day: "2031-11-28" } },
    },
  };
  show(<Identities identities={[ada, ending]} />);
  expect(screen.getByText("ECDSA, P-256, vouches for itself")).toBeTruthy();
  expect(screen.getByText("ECDSA, P-256, issued by Example Authority")).toBeTruthy();
  expect(screen.getByTestId("notice-ends-soon").textContent).toContain("ends on 28 Nov 2031");
});
