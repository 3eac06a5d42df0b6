import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Frame } from "../../frame";
import { notices } from "../../frame/notices";
import { go } from "../../place";
import { forgetAll } from "../../state/query";
import { type FakeCore, fakeCore } from "../fakeCore";
import { QuestionnaireScreen } from ".";

let core: FakeCore;

beforeEach(async () => {
  core = fakeCore();
  notices.set([]);
  window.location.hash = "";
  Element.prototype.scrollIntoView = () => {};
  await forgetAll();
});
afterEach(() => core.leave());

async function open(item = "ACC-01") {
  go("questionnaire", { assessment: "asm-1", item }, { replace: true });
  render(
    <Frame vault="work" assessment="Insight 2026" states={{}} screen="questionnaire">
      <QuestionnaireScreen assessment="asm-1" />
    </Frame>,
  );
  await screen.findByText("It matters.");
}

const press = async (key: string, more: Partial<KeyboardEventInit> = {}) => {
  await act(async () => {
    fireEvent.keyDown(document.activeElement ?? document.body, { key, ...more });
  });
};
const heading = () => screen.getAllByRole("heading", { level: 2 }).map(({ textContent }) => textContent);
const shownQuestion = (text: string) => waitFor(() => expect(heading()).toContain(text));

describe("the questionnaire", () => {
  it("lists every question under its topic, and what is not asked with the reason", async () => {
    await open();
    const list = screen.getByRole("navigation", { name: "Questions" });
    expect(within(list).getByRole("heading", { name: /Access control/ })).toBeTruthy();
    expect(within(list).getAllByTestId(/^question-/)).toHaveLength(4);
    expect(screen.getByTestId("off-PRV-12").textContent).toContain("Vendor is a controller");
    const current = screen.getByTestId("question-ACC-01");
    expect(current.getAttribute("aria-current")).toBe("true");
    expect(current.textContent).toContain("Knock-out");
    expect(current.textContent).toContain("Claim: Unanswered");
  });

  it("is answered and concluded by keys, and the figures follow", async () => {
    await open();
    await press("y");
    await waitFor(() => expect(core.responses.get("ACC-01")?.claim).toBe("yes"));
    await press("2");
    await waitFor(() => expect(core.responses.get("ACC-01")?.conclusion).toBe("largely"));
    await press("$", { code: "Digit4", shiftKey: true });
    await waitFor(() => expect(core.responses.get("ACC-01")?.assurance).toBe(4));
    await waitFor(() => expect(screen.getByTestId("progress").textContent).toBe("1 of 4 answered"));
    expect(screen.getByTestId("question-ACC-01").textContent).toContain("Conclusion: Largely effective");
    expect(screen.getByTestId("score-concluded").textContent).toContain("1 of 4 concluded (25 %)");
    expect(screen.getByTestId("score-claimed").textContent).toContain("1 of 4 answered (25 %)");
  });

  it("takes a digit after L as the assurance level, not as a conclusion", async () => {
    await open();
    await press("l");
    await press("3");
    await waitFor(() => expect(core.responses.get("ACC-01")?.assurance).toBe(3));
    expect(core.responses.get("ACC-01")?.conclusion).toBeNull();
    await press("3");
    await waitFor(() => expect(core.responses.get("ACC-01")?.conclusion).toBe("partially"));
  });

  it("goes on with J, back with K, and to what is open with U", async () => {
    await open();
    await press("j");
    await shownQuestion("Are leavers removed on the day?");
    await press("k");
    await shownQuestion("Is a second factor asked of everybody?");
    await press("y");
    await press("u");
    await shownQuestion("Are leavers removed on the day?");
  });

  it("takes the keys of a quick hand before the question has come", async () => {
    await open();
    const last = screen.getAllByTestId(/^question-[A-Z]/).at(-1)?.dataset.testid ?? "";
    const id = last.replace("question-", "");
    let come = () => {};
    core.wait.set(
      "question",
      new Promise((done) => {
        come = done;
      }),
    );
    fireEvent.click(screen.getByTestId(last));
    await press("p");
    await press("3");
    expect(screen.queryByTestId("question-pane")).toBeNull();
    await waitFor(() =>
      expect(core.responses.get(id)).toMatchObject({ claim: "partial", conclusion: "partially" }),
    );
    core.wait.clear();
    come();
    await screen.findByTestId("question-pane");
  });

  it("asks for the reason at once when something does not apply", async () => {
    const user = userEvent.setup();
    await open();
    await press("a");
    await waitFor(() => expect((document.activeElement as HTMLElement).dataset.testid).toBe("reason"));
    expect(screen.getByTestId("question-ACC-01").textContent).toContain("Reason missing");
    await user.keyboard("No staff at all{Escape}");
    expect(document.activeElement?.tagName).toBe("H2");
    await waitFor(() => expect(core.responses.get("ACC-01")?.reason).toBe("No staff at all"));
  });

  it("leaves the focus alone when the reason is written before the figures have come", async () => {
    const user = userEvent.setup();
    await open();
    let come = () => {};
    core.wait.set(
      "questionnaire",
      new Promise((done) => {
        come = done;
      }),
    );
    await press("a");
    await waitFor(() => expect((document.activeElement as HTMLElement).dataset.testid).toBe("reason"));
    await user.keyboard("No staff at all{Escape}");
    core.wait.clear();
    come();
    await waitFor(() =>
      expect(screen.getByTestId("question-ACC-01").textContent).toContain("Claim: Not applicable"),
    );
    await act(() => new Promise((done) => requestAnimationFrame(() => done(undefined))));
    expect(document.activeElement?.tagName).toBe("H2");
    await press("j");
    await shownQuestion("Are leavers removed on the day?");
  });

  it("asks for our own reason when we conclude that something does not apply: the vendor’s is none", async () => {
    const user = userEvent.setup();
    core.responses.set("ACC-01", { ...blankOf("ACC-01"), claim: "not-applicable", reason: "No staff" });
    await open();
    await user.click(screen.getByTestId("conclusion-not-applicable"));
    await waitFor(() => expect((document.activeElement as HTMLElement).dataset.testid).toBe("rationale"));
    expect(screen.getByText("Without a reason of ours it counts as not assessed.")).toBeTruthy();
    expect(screen.getByTestId("question-ACC-01").textContent).toContain("Reason missing");
    await user.keyboard("Seen: nobody signs in{Escape}");
    await waitFor(() => expect(core.responses.get("ACC-01")?.rationale).toBe("Seen: nobody signs in"));
    await waitFor(() =>
      expect(screen.getByTestId("question-ACC-01").textContent).not.toContain("Reason missing"),
    );
    expect(core.responses.get("ACC-01")?.reason).toBe("No staff");
  });

  it("never takes a letter for a key while somebody types, and loses nothing on leaving", async () => {
    const user = userEvent.setup();
    await open();
    await press("c");
    await user.keyboard("Yes, any new joiner 1234");
    await user.keyboard("{Escape}");
    await press("j");
    await shownQuestion("Are leavers removed on the day?");
    await waitFor(() => expect(core.responses.get("ACC-01")?.comment).toBe("Yes, any new joiner 1234"));
    expect(core.responses.get("ACC-01")?.claim).toBeNull();
    expect(core.responses.get("ACC-01")?.conclusion).toBeNull();
  });

  it("keeps a failed choice in sight and tries it again", async () => {
    await open();
    core.fail.set("answer", { sentence: "The disk is full.", code: "io" });
    await press("n");
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("The choice on ACC-01 was not saved. The disk is full.");
    core.fail.clear();
    fireEvent.click(within(alert).getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(core.responses.get("ACC-01")?.claim).toBe("no"));
  });

  it("strikes the knock-out and offers the finding when the control fails", async () => {
    await open();
    await press("4");
    const panel = screen.getByRole("complementary", { name: "Based on" });
    await waitFor(() => expect(within(panel).getByTestId("knock-out-state").textContent).toBe("Struck"));
    expect(panel.textContent).toContain("no better than approval with conditions");
    expect(panel.textContent).toContain("Logical access");
    expect(panel.textContent).toContain("Somebody poses as a member of staff");
    fireEvent.click(within(panel).getByTestId("raise-finding"));
    await waitFor(() =>
      expect(core.inputsOf("raise_finding")).toEqual([{ assessment: "asm-1", question: "ACC-01" }]),
    );
  });

  it("attaches a file to the question with E, and takes it off again", async () => {
    const user = userEvent.setup();
    await open();
    await press("e");
    core.dialogs.push("5/policy.pdf");
    await user.click(await screen.findByTestId("attach-path"));
    await user.click(screen.getByTestId("attach-file"));
    await waitFor(() => expect(core.responses.get("ACC-01")?.evidence).toEqual(["ev-1"]));
    expect(core.inputsOf("attach_evidence")[0]).toMatchObject({
      path: "5/policy.pdf",
      kind: "other",
      questions: ["ACC-01"],
    });
    const piece = await screen.findByTestId("basis-ev-1");
    await user.click(within(piece).getByRole("button", { name: /^Take/ }));
    await waitFor(() => expect(core.responses.get("ACC-01")?.evidence).toEqual([]));
    expect(await screen.findByText("“policy.pdf” was taken off ACC-01.")).toBeTruthy();
  });

  it("shows how a figure is computed, down to each question", async () => {
    core.responses.set("ACC-02", { ...blankOf("ACC-02"), conclusion: "partially" });
    await open();
    fireEvent.click(screen.getByTestId("explain-figures"));
    const dialog = await screen.findByRole("dialog", { name: "How the figures are computed" });
    expect(dialog.textContent).toContain("1.2 ÷ 2 = 60 %");
    expect(within(dialog).getByRole("row", { name: /ACC-02/ }).textContent).toContain("0.6");
  });

  it("puts evidence off with D as the question asks for it, until it is no longer owed", async () => {
    await open();
    await press("d");
    await waitFor(() =>
      expect(core.responses.get("ACC-01")?.deferred).toEqual({ what: "The policy in force", until: null }),
    );
    const user = userEvent.setup();
    await user.type(await screen.findByTestId("owed-until"), "2026-12-11");
    await user.tab();
    await waitFor(() => expect(core.responses.get("ACC-01")?.deferred?.until).toBe("2026-12-11"));
    await user.click(screen.getByTestId("owed-change"));
    expect(screen.getByTestId("owed").textContent).toContain("by 11 Dec 2026");
    await user.click(screen.getByTestId("owed-clear"));
    await waitFor(() => expect(core.responses.get("ACC-01")?.deferred).toBeNull());
    expect(screen.getByTestId("put-off")).toBeTruthy();
  });

  it("shows a change after the second person’s look", async () => {
    core.assessment.reviewer.name = "Tomasz Brennan";
    await open();
    await press("2");
    const user = userEvent.setup();
    await waitFor(() => expect(screen.getByTestId("review").textContent).toBe("Tomasz Brennan looked at it"));
    await user.click(screen.getByTestId("review"));
    expect((await screen.findByTestId("reviewed")).textContent).toContain("Looked at by Tomasz Brennan");
    await press("4");
    await waitFor(() =>
      expect(screen.getByTestId("reviewed").textContent).toContain("Changed since it was looked at"),
    );
    await user.click(screen.getByTestId("review-again"));
    await waitFor(() => expect(core.responses.get("ACC-01")?.reviewed?.conclusion).toBe("ineffective"));
  });

  it("accepts a suggestion in sight with a key, and never one out of sight", async () => {
    core.suggestions.push({
      question: "ACC-01",
      text: "Is a second factor asked of everybody?",
      conclusion: "effective",
      requirement: "iso27001:A.8.5",
      title: "Secure authentication",
      why: "The factor, not the session.",
      adoption: null,
    });
    await open();
    const near = await screen.findByTestId("near-iso27001:A.8.5");
    const panel = near.closest("aside");
    if (panel === null) throw new Error("The suggestion is not in the panel.");
    panel.hidden = true;
    await press("A", { shiftKey: true });
    expect(core.inputsOf("decide_suggestion")).toEqual([]);
    expect(window.location.hash).toContain("#/suggestions");
    act(() => go("questionnaire", { assessment: "asm-1", item: "ACC-01" }, { replace: true }));
    await screen.findByTestId("near-iso27001:A.8.5");
    panel.hidden = false;
    await press("A", { shiftKey: true });
    await waitFor(() => expect(core.inputsOf("decide_suggestion")).toMatchObject([{ accepted: true }]));
    await waitFor(() =>
      expect(screen.getByTestId("near-iso27001:A.8.5").textContent).toContain("Accepted, it counts"),
    );
  });

  it("says once why a whole topic does not apply, and leaves what is answered", async () => {
    await open("ACC-02");
    await press("y");
    await waitFor(() => expect(core.responses.get("ACC-02")?.claim).toBe("yes"));
    const user = userEvent.setup();
    await user.click(screen.getByTestId("topic-off-access"));
    const set = await screen.findByTestId("topic-off-set");
    expect(set.textContent).toContain("Set 1 question to not applicable");
    expect(set.hasAttribute("disabled")).toBe(true);
    await user.type(screen.getByTestId("topic-off-reason"), "Nobody signs in.");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(core.responses.get("ACC-01")?.conclusion).toBe("not-applicable"));
    expect(core.responses.get("ACC-01")?.rationale).toBe("Nobody signs in.");
    expect(core.responses.get("ACC-02")?.conclusion).toBeNull();
    expect(await screen.findByText("“Access control”: 1 question set to not applicable.")).toBeTruthy();
    expect(screen.queryByTestId("topic-off-access")).toBeNull();
  });

  it("says that a conclusion counts at no higher level than its evidence earned, and which piece is out of date", async () => {
    const full = { ...blankOf("ACC-01"), conclusion: "effective" as const, assurance: 4 };
    core.responses.set("ACC-01", full);
    const because = "No evidence is linked; higher levels rest on evidence that is.";
    core.earned.set("ACC-01", { level: 1, because, out_of_date: [] });
    core.responses.set("ACC-02", { ...full, question: "ACC-02" });
    const old = "“Old scan” is of 2019-03-01; ACC-02 asks for at most 14 days.";
    core.earned.set("ACC-02", { level: 1, because: "Nothing linked is in date.", out_of_date: [old] });
    await open();
    expect(screen.getByTestId("cap").textContent).toContain(`It counts as level 1 only. ${because}`);
    await press("j");
    await shownQuestion("Are leavers removed on the day?");
    expect(screen.getByTestId("cap").textContent).toContain("It counts as level 1 only.");
    expect(screen.getByTestId("cap").textContent).toContain(old);
  });

  it("keeps all the vendor says does not apply in the coverage until it is accepted with a reason", async () => {
    const user = userEvent.setup();
    for (const id of ["ACC-01", "ACC-02", "CRY-01", "CRY-02"]) {
      core.responses.set(id, { ...blankOf(id), claim: "not-applicable", reason: "Not ours." });
    }
    core.responses.set("ACC-01", { ...blankOf("ACC-01"), claim: "yes", conclusion: "effective" });
    await open();
    const score = () => screen.getByTestId("score-concluded").textContent;
    expect(score()).toContain("1 of 4");
    await user.keyboard("{Control>}k{/Control}show claimed not applicable{Enter}");
    await user.click(await screen.findByTestId("accept-off"));
    await user.click(screen.getByTestId("accept-off-all"));
    await user.type(screen.getByTestId("accept-off-reason"), "   ");
    expect(screen.getByTestId("accept-off-set")).toHaveProperty("disabled", true);
    expect(score()).toContain("1 of 4");
    await user.type(screen.getByTestId("accept-off-reason"), "Seen: no such part");
    await user.click(screen.getByTestId("accept-off-set"));
    await waitFor(() => expect(score()).toContain("1 of 1"));
    expect(core.responses.get("CRY-02")?.rationale).toBe("Seen: no such part");
  });

  it("takes a claim of “not applicable” for a claim, and accepts those chosen with one reason", async () => {
    const user = userEvent.setup();
    const claim = "not-applicable";
    for (const id of ["ACC-02", "CRY-01", "CRY-02"]) {
      core.responses.set(id, { ...blankOf(id), claim, reason: id === "CRY-02" ? "" : "We host nothing." });
    }
    await open("CRY-01");
    expect(screen.getByText(/That is a claim: it counts as not assessed/)).toBeTruthy();
    await user.keyboard("{Control>}k{/Control}show claimed not applicable{Enter}");
    expect(await screen.findByText(/3 questions the vendor says do not apply/)).toBeTruthy();
    await user.click(screen.getByTestId("accept-off"));

    const set = screen.getByTestId("accept-off-set");
    expect(set).toHaveProperty("disabled", true);
    expect(screen.getByText("The vendor gives no reason.")).toBeTruthy();
    await user.click(screen.getByTestId("accept-off-all"));
    await user.click(screen.getByTestId("accept-off-CRY-02"));
    // Without a reason of one's own nothing is concluded.
    expect(set).toHaveProperty("disabled", true);
    await user.type(screen.getByTestId("accept-off-reason"), "Hosted by the customer");
    await user.click(set);
    await waitFor(() =>
      expect(core.inputsOf("conclude_not_applicable")).toEqual([
        { assessment: "asm-1", questions: ["ACC-02", "CRY-01"], reason: "Hosted by the customer" },
      ]),
    );
    expect(core.responses.get("CRY-02")?.conclusion).toBeNull();
    expect(await screen.findByText(/1 question the vendor says does not apply/)).toBeTruthy();
    expect(screen.getByText("2 questions concluded as not applicable.")).toBeTruthy();
  });

  it("shows what a returned file made of a claim until somebody has seen it", async () => {
    const user = userEvent.setup();
    const at = "2026-11-20T09:00:00+00:00";
    core.responses.set("ACC-01", {
      ...blankOf("ACC-01"),
      claim: "no",
      conclusion: "effective",
      claim_changed: { was: "yes", was_comment: "For everybody", by_file: "late.csv", at },
    });
    await open();
    const note = await screen.findByTestId("claim-changed");
    expect(note.textContent).toContain("late.csv changed this on 20 Nov 2026: it was “Yes”.");
    expect(note.textContent).toContain("For everybody");
    expect(screen.getByTestId("question-ACC-01").textContent).toContain("A returned file changed the claim");
    await user.click(screen.getByTestId("claim-seen"));
    await waitFor(() => expect(screen.queryByTestId("claim-changed")).toBeNull());
    expect(core.responses.get("ACC-01")?.conclusion).toBe("effective");
  });

  it("shows choices at once, sends each on top of the one before, and loses none however fast they come", async () => {
    const user = userEvent.setup();
    await open();
    let go = () => {};
    core.wait.set("answer", new Promise((done) => (go = done)));
    const boxes = ["examine", "interview", "test"].map((id) => screen.getByTestId(`method-${id}`));
    for (const box of boxes) await user.click(box);
    await press("f");
    // The core has answered nothing yet.
    for (const box of boxes) expect(box.querySelector("input")?.checked).toBe(true);
    expect(screen.getByTestId("flag").textContent).toContain("Flagged");
    core.wait.clear();
    await act(async () => go());
    await waitFor(() => expect(core.responses.get("ACC-01")?.flagged).toBe(true));
    expect(core.responses.get("ACC-01")?.methods).toEqual(["examine", "interview", "test"]);
    expect(core.inputsOf("answer").map(({ change }) => change.methods?.length ?? 0)).toEqual([1, 2, 3, 0]);
    for (const box of boxes) expect(box.querySelector("input")?.checked).toBe(true);
  });

  it("takes a choice back that was refused, and says so", async () => {
    await open();
    core.fail.set("answer", { sentence: "The disk is full.", code: "disk-full" });
    await press("y");
    expect(await screen.findByText(/The choice on ACC-01 was not saved. The disk is full./)).toBeTruthy();
    expect(screen.getByTestId("claim-yes").hasAttribute("data-selected")).toBe(false);
    core.fail.clear();
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(core.responses.get("ACC-01")?.claim).toBe("yes"));
  });

  it("offers back an answer that was cleared, and nothing else, and keeps the focus where it was", async () => {
    const user = userEvent.setup();
    await open();
    await press("y");
    await user.click(await screen.findByTestId("clear-claim"));
    expect(await screen.findByText("The answer to ACC-01 was cleared.")).toBeTruthy();
    await waitFor(() =>
      expect(document.activeElement).toBe(screen.getByRole("region", { name: "The vendor says" })),
    );
    await user.click(screen.getByRole("button", { name: "Undo" }));
    await waitFor(() => expect(core.inputsOf("undo")).toHaveLength(1));
    expect(core.inputsOf("undo")[0]).toMatchObject({ assessment: "asm-1", entry: expect.anything() });
  });

  it("leaves a dialog alone that is not the one a file was taken in from", async () => {
    const user = userEvent.setup();
    await open();
    let go = () => {};
    core.wait.set("attach_evidence", new Promise((done) => (go = done)));
    core.dialogs.push("5/policy.pdf");
    await press("e");
    await user.click(await screen.findByTestId("attach-path"));
    await user.click(screen.getByTestId("attach-file"));
    expect(document.activeElement).toBe(screen.getByTestId("attach-file"));
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByTestId("attach-file")).toBeNull());
    await press("e");
    await user.click(await screen.findByRole("tab", { name: "Seen, not retained" }));
    await user.type(screen.getByTestId("seen-title"), "Cloud console");
    await act(async () => go());
    expect(await screen.findByText("“policy.pdf” is taken in.")).toBeTruthy();
    expect((screen.getByTestId("seen-title") as HTMLInputElement).value).toBe("Cloud console");
    // Another tab and back: it is there still.
    await user.click(screen.getByRole("tab", { name: "A file" }));
    await user.click(screen.getByRole("tab", { name: "Seen, not retained" }));
    expect((screen.getByTestId("seen-title") as HTMLInputElement).value).toBe("Cloud console");
  });

  it("says of every answer what it was made of, so that two at once are put together", async () => {
    const user = userEvent.setup();
    await open();
    await user.click(screen.getByTestId("method-examine"));
    await waitFor(() => expect(core.inputsOf("answer")).toHaveLength(1));
    expect(core.inputsOf("answer")[0]).toMatchObject({
      change: { methods: ["examine"] },
      base: { methods: [] },
    });
    // The second of two quick keys is made of the first, though the screen does not show that yet.
    await press("y");
    await press("n");
    const [first, second] = core.inputsOf("answer").slice(1);
    expect([first?.base?.claim, second?.base?.claim]).toEqual([null, "yes"]);
  });
});

const blankOf = (id: string) => {
  const found = core.responses.get(id);
  if (found === undefined) throw new Error(id);
  return found;
};
