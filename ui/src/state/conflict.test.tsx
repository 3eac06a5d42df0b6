import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { setApi } from "../api";
import { Conflicts } from "../frame/Conflicts";
import { notices } from "../frame/notices";
import { plain } from "../testing/plain";
import { conflicts, decided } from "./conflict";
import { change } from "./query";

const clash = { field: "title", stands: "Their title", wanted: "My title" };
const refusal = { sentence: "Somebody changed it meanwhile.", code: "changed-since", clashes: [clash] };
const evidence = { id: "ev-1", title: "My title", issuer: "Helios" };
const base = { id: "ev-1", title: "Title", issuer: "Helios" };

let inputs: Record<string, unknown>[] = [];
let refusals = 1;
let putBack = () => {};
beforeEach(() => {
  inputs = [];
  refusals = 1;
  notices.set([]);
  conflicts.set([]);
  putBack = setApi(
    plain({
      async call(name, input) {
        if (name !== "save_evidence") return {};
        inputs.push(structuredClone(input) as Record<string, unknown>);
        if (inputs.length <= refusals) throw refusal;
        return evidence;
      },
      cancel: async () => undefined,
      on: () => () => {},
    }),
  );
});
afterEach(() => putBack());

const save = () => change("save_evidence", { evidence, base } as never);

describe("two people changed one field", () => {
  it("shows both values and saves mine on top of theirs", async () => {
    const user = userEvent.setup();
    render(<Conflicts />);
    const saving = save();
    const part = await screen.findByTestId("conflict-title");
    expect(part.textContent).toContain("My title");
    expect(part.textContent).toContain("Their title");
    expect(screen.getByTestId("conflict-decide")).toHaveProperty("disabled", true);
    await user.click(screen.getByTestId("conflict-title-side-mine"));
    await user.click(screen.getByTestId("conflict-decide"));
    await act(async () => void (await saving));
    expect(inputs[1]).toEqual({ evidence, base: { ...base, title: "Their title" } });
  });

  it("takes theirs, and leaves what else was typed as it was typed", async () => {
    const user = userEvent.setup();
    render(<Conflicts />);
    const saving = save();
    await user.click(await screen.findByTestId("conflict-title-side-theirs"));
    await user.click(screen.getByTestId("conflict-decide"));
    await act(async () => void (await saving));
    const title = "Their title";
    expect(inputs[1]).toEqual({ evidence: { ...evidence, title }, base: { ...base, title } });
  });

  it("asks again when it was changed once more meanwhile", async () => {
    refusals = 2;
    const user = userEvent.setup();
    render(<Conflicts />);
    const saving = save();
    for (const _ of [1, 2]) {
      await user.click(await screen.findByTestId("conflict-title-side-mine"));
      await user.click(screen.getByTestId("conflict-decide"));
    }
    await act(async () => void (await saving));
    expect(inputs).toHaveLength(3);
  });

  it("sends nothing when it is decided later, and says so to the field", async () => {
    const user = userEvent.setup();
    render(<Conflicts />);
    const refused = vi.fn();
    const saving = save().catch(refused);
    await user.click(await screen.findByTestId("conflict-cancel"));
    await act(async () => void (await saving));
    expect(inputs).toHaveLength(1);
    expect(refused.mock.calls[0]?.[0]).toMatchObject({ code: "changed-since" });
    expect(screen.queryByTestId("conflict-title")).toBeNull();
  });
});

describe("what is sent after a decision", () => {
  it("finds the field where the input holds it: beside its base, spread out, or as a change", () => {
    const theirs = ["theirs"] as const;
    const flat = { id: "ven-1", title: "My title", base };
    expect(decided(flat, [clash], theirs)).toEqual({
      ...flat,
      title: "Their title",
      base: { ...base, title: "Their title" },
    });
    const answer = { question: "ACC-01", change: { clear_claim: true }, base: { claim: "yes" } };
    const claim = { field: "claim", stands: "no", wanted: null };
    expect(decided(answer, [claim], theirs)).toEqual({ ...answer, change: {}, base: { claim: "no" } });
    const nested = { id: "x", facts: { logged: true, encrypted: false }, base: { facts: { logged: false } } };
    const fact = { field: "facts.logged", stands: null, wanted: true };
    expect(decided(nested, [fact], theirs)).toMatchObject({
      facts: { logged: null, encrypted: false },
      base: { facts: { logged: null } },
    });
  });
});
