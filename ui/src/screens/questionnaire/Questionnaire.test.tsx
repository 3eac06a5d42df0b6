import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { App } from "../../App";
import { Frame } from "../../frame";
import type { QuestionRow } from "../../ipc/QuestionRow";
import { go } from "../../place";
import { type Core, realCore } from "../../testing/core";
import { answer, begin, describe as describeAssessment, responseTo, see } from "../../testing/seeds";
import { write } from "../../testing/show";
import { told } from "../../words";
import { QuestionnaireScreen } from ".";

let core: Core;

beforeEach(async () => {
  core = await realCore();
});

const view = () => core.call("questionnaire", { assessment: core.assessment });
const rows = async () => (await view()).topics.flatMap(({ questions }) => questions);
const rowOf = (all: readonly QuestionRow[], id: string) => {
  const row = all.find((one) => one.id === id);
  if (row === undefined) throw new Error(`${id} is not asked here.`);
  return row;
};
const of = (id: string) => responseTo(core, id);

async function open(item = "ACC-01") {
  const { question } = await core.call("question", { assessment: core.assessment, question: item });
  go("questionnaire", { assessment: core.assessment, item }, { replace: true });
  render(
    <Frame vault="work" assessment="Insight 2026" states={{}} screen="questionnaire">
      <QuestionnaireScreen assessment={core.assessment} />
    </Frame>,
  );
  await screen.findByText(question.why);
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
    const { topics, off } = await view();
    const list = screen.getByRole("navigation", { name: "Questions" });
    for (const topic of topics)
      expect(within(list).getByRole("heading", { name: new RegExp(`^${topic.title}`) })).toBeTruthy();
    expect(within(list).getAllByTestId(/^question-/)).toHaveLength((await rows()).length);
    const left = off.find(({ id }) => id === "ACC-05");
    expect(left?.reason).toContain("scope");
    expect(screen.getByTestId("off-ACC-05").textContent).toContain(left?.reason);
    const current = screen.getByTestId("question-ACC-01");
    expect(current.getAttribute("aria-current")).toBe("true");
    expect(current.textContent).toContain("Knock-out");
    expect(current.textContent).toContain("Claim: Unanswered");
  });

  it("is answered and concluded by keys, and the figures follow", async () => {
    await open();
    const all = (await rows()).length;
    await press("y");
    await waitFor(async () => expect((await of("ACC-01")).claim).toBe("yes"));
    await press("2");
    await waitFor(async () => expect((await of("ACC-01")).conclusion).toBe("largely"));
    await press("$", { code: "Digit4", shiftKey: true });
    await waitFor(async () => expect((await of("ACC-01")).assurance).toBe(4));
    await waitFor(() => expect(screen.getByTestId("progress").textContent).toBe(`1 of ${all} answered`));
    await waitFor(() =>
      expect(screen.getByTestId("question-ACC-01").textContent).toContain("Conclusion: Largely effective"),
    );
    expect(screen.getByTestId("score-concluded").textContent).toContain(`1 of ${all} concluded`);
    expect(screen.getByTestId("score-claimed").textContent).toContain(`1 of ${all} answered`);
  });

  it("takes a digit after L as the assurance level, not as a conclusion", async () => {
    await open();
    await press("l");
    await press("3");
    await waitFor(async () => expect((await of("ACC-01")).assurance).toBe(3));
    expect((await of("ACC-01")).conclusion).toBeNull();
    await press("3");
    await waitFor(async () => expect((await of("ACC-01")).conclusion).toBe("partially"));
  });

  it("goes on with J, back with K, and to what is open with U", async () => {
    await open();
    const all = await rows();
    const here = rowOf(all, "ACC-01");
    const next = all[all.indexOf(here) + 1]?.text ?? "";
    await press("j");
    await shownQuestion(next);
    await press("k");
    await shownQuestion(here.text);
    await press("y");
    await press("u");
    await shownQuestion(next);
  });

  it("takes the keys of a quick hand before the question has come", async () => {
    await open();
    const last = screen.getAllByTestId(/^question-[A-Z]/).at(-1)?.dataset.testid ?? "";
    const id = last.replace("question-", "");
    const come = core.hold("question");
    fireEvent.click(screen.getByTestId(last));
    await press("p");
    await press("3");
    expect(screen.queryByTestId("question-pane")).toBeNull();
    await waitFor(async () =>
      expect(await of(id)).toMatchObject({ claim: "partial", conclusion: "partially" }),
    );
    come();
    await screen.findByTestId("question-pane");
  });

  it("asks for the reason at once when something does not apply", async () => {
    const user = userEvent.setup();
    await open();
    await press("a");
    await waitFor(() => expect((document.activeElement as HTMLElement).dataset.testid).toBe("reason"));
    await waitFor(() =>
      expect(screen.getByTestId("question-ACC-01").textContent).toContain("Reason missing"),
    );
    await user.keyboard("No staff at all{Escape}");
    expect(document.activeElement?.tagName).toBe("H2");
    await waitFor(async () => expect((await of("ACC-01")).reason).toBe("No staff at all"));
  });

  it("leaves the focus alone when the reason is written before the figures have come", async () => {
    const user = userEvent.setup();
    await open();
    const all = await rows();
    const next = all[all.indexOf(rowOf(all, "ACC-01")) + 1]?.text ?? "";
    const come = core.hold("questionnaire");
    await press("a");
    await waitFor(() => expect((document.activeElement as HTMLElement).dataset.testid).toBe("reason"));
    await user.keyboard("No staff at all{Escape}");
    come();
    await waitFor(() =>
      expect(screen.getByTestId("question-ACC-01").textContent).toContain("Claim: Not applicable"),
    );
    await act(() => new Promise((done) => requestAnimationFrame(() => done(undefined))));
    expect(document.activeElement?.tagName).toBe("H2");
    await press("j");
    await shownQuestion(next);
  });

  it("asks for our own reason when we conclude that something does not apply: the vendor’s is none", async () => {
    const user = userEvent.setup();
    await answer(core, "ACC-01", { claim: "not-applicable", reason: "No staff" });
    await open();
    await user.click(screen.getByTestId("conclusion-not-applicable"));
    await waitFor(() => expect((document.activeElement as HTMLElement).dataset.testid).toBe("rationale"));
    expect(screen.getByText("Without a reason of ours it counts as not assessed.")).toBeTruthy();
    await waitFor(() =>
      expect(screen.getByTestId("question-ACC-01").textContent).toContain("Reason missing"),
    );
    await user.keyboard("Seen: nobody signs in{Escape}");
    await waitFor(async () => expect((await of("ACC-01")).rationale).toBe("Seen: nobody signs in"));
    await waitFor(() =>
      expect(screen.getByTestId("question-ACC-01").textContent).not.toContain("Reason missing"),
    );
    expect((await of("ACC-01")).reason).toBe("No staff");
  });

  it("never takes a letter for a key while somebody types, and loses nothing on leaving", async () => {
    const user = userEvent.setup();
    await open();
    await press("c");
    await user.keyboard("Yes, any new joiner 1234");
    await user.keyboard("{Escape}");
    await press("j");
    const all = await rows();
    await shownQuestion(all[all.indexOf(rowOf(all, "ACC-01")) + 1]?.text ?? "");
    await waitFor(async () => expect((await of("ACC-01")).comment).toBe("Yes, any new joiner 1234"));
    expect(await of("ACC-01")).toMatchObject({ claim: null, conclusion: null });
  });

  it("keeps a failed choice in sight and tries it again", async () => {
    await open();
    const goOn = core.refuse("answer", "The disk is full.", "io");
    await press("n");
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("The choice on ACC-01 was not saved. The disk is full.");
    expect((await of("ACC-01")).claim).toBeNull();
    goOn();
    fireEvent.click(within(alert).getByRole("button", { name: "Try again" }));
    await waitFor(async () => expect((await of("ACC-01")).claim).toBe("no"));
  });

  it("keeps a choice while the core is gone, and saves it when it is back", async () => {
    await open();
    await core.die();
    await press("n");
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("The choice on ACC-01 was not saved.");
    await core.comeBack();
    fireEvent.click(within(alert).getByRole("button", { name: "Try again" }));
    await waitFor(async () => expect((await of("ACC-01")).claim).toBe("no"));
  });

  it("strikes the knock-out and offers the finding when the control fails", async () => {
    await open();
    await press("4");
    const panel = screen.getByRole("complementary", { name: "Based on" });
    await waitFor(() => expect(within(panel).getByTestId("knock-out-state").textContent).toBe("Struck"));
    const input = { assessment: core.assessment, question: "ACC-01" };
    const { requirements, threats } = await core.call("question", input);
    expect(panel.textContent).toContain("no better than approval with conditions");
    expect(panel.textContent).toContain(requirements[0]?.title);
    for (const threat of threats) expect(panel.textContent).toContain(threat);
    fireEvent.click(within(panel).getByTestId("raise-finding"));
    expect(await within(panel).findByTestId("open-finding")).toBeTruthy();
    const { findings } = await core.call("findings", { assessment: core.assessment });
    expect(findings.map(({ finding }) => finding.question)).toEqual(["ACC-01"]);
  });

  it("attaches a file to the question with E, and takes it off again", async () => {
    const user = userEvent.setup();
    await open();
    await press("e");
    core.choose(await core.file("policy.pdf", "%PDF-1.7 the policy in force"));
    await user.click(await screen.findByTestId("attach-path"));
    await user.click(screen.getByTestId("attach-file"));
    await waitFor(async () => expect((await of("ACC-01")).evidence).toHaveLength(1));
    const [id] = (await of("ACC-01")).evidence;
    const all = await core.call("evidence", { assessment: core.assessment });
    expect(all).toMatchObject([
      { evidence: { id, kind: "other", title: "policy.pdf", file: { name: "policy.pdf", size: 28 } } },
    ]);
    const piece = await screen.findByTestId(`basis-${id}`);
    await user.click(within(piece).getByRole("button", { name: /^Take/ }));
    await waitFor(async () => expect((await of("ACC-01")).evidence).toEqual([]));
    expect(await screen.findByText("“policy.pdf” was taken off ACC-01.")).toBeTruthy();
  });

  it("shows how a figure is computed, down to each question", async () => {
    await answer(core, "ACC-02", { conclusion: "partially" });
    await open();
    fireEvent.click(screen.getByTestId("explain-figures"));
    const dialog = await screen.findByRole("dialog", { name: "How the figures are computed" });
    expect(dialog.textContent).toContain("0.8 ÷ 2 = 40 %");
    expect(within(dialog).getByRole("row", { name: /ACC-02/ }).textContent).toContain("0.4");
  });

  it("puts evidence off with D as the question asks for it, until it is no longer owed", async () => {
    await open();
    const input = { assessment: core.assessment, question: "ACC-01" };
    const { question } = await core.call("question", input);
    await press("d");
    await waitFor(async () =>
      expect((await of("ACC-01")).deferred).toEqual({
        what: question.evidence.map(({ ask }) => ask).join("; "),
        until: null,
      }),
    );
    const user = userEvent.setup();
    await write(user, await screen.findByTestId("owed-until"), "2026-12-11");
    await user.tab();
    await waitFor(async () => expect((await of("ACC-01")).deferred?.until).toBe("2026-12-11"));
    await user.click(screen.getByTestId("owed-change"));
    expect(screen.getByTestId("owed").textContent).toContain("by 11 Dec 2026");
    await user.click(screen.getByTestId("owed-clear"));
    await waitFor(async () => expect((await of("ACC-01")).deferred).toBeNull());
    expect(await screen.findByTestId("put-off")).toBeTruthy();
  });

  it("shows a change after the second person’s look", async () => {
    await describeAssessment(core, { reviewer: { name: "Tomasz Brennan", role: "", organisation: "" } });
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
    await waitFor(async () => expect((await of("ACC-01")).reviewed?.conclusion).toBe("ineffective"));
  });

  it("accepts a suggestion in sight with a key, and never one out of sight", async () => {
    await begin(core, { tier: 1, frameworks: ["soc2", "iso27001"] });
    await answer(core, "ACC-09", { conclusion: "effective" });
    const all = () => core.call("suggestions", { assessment: core.assessment });
    const own = (await all()).find(({ question }) => question === "ACC-09");
    const id = `near-${own?.requirement}`;
    await open("ACC-09");
    const panel = (await screen.findByTestId(id)).closest("aside");
    if (panel === null) throw new Error("The suggestion is not in the panel.");
    panel.hidden = true;
    await press("A", { shiftKey: true });
    expect((await all()).every(({ adoption }) => adoption === null)).toBe(true);
    expect(window.location.hash).toContain("#/suggestions");
    act(() => go("questionnaire", { assessment: core.assessment, item: "ACC-09" }, { replace: true }));
    await screen.findByTestId(id);
    panel.hidden = false;
    await press("A", { shiftKey: true });
    await waitFor(() => expect(screen.getByTestId(id).textContent).toContain("Accepted, it counts"));
    expect((await all()).filter(({ adoption }) => adoption?.accepted)).toHaveLength(1);
  });

  it("says once why a whole topic does not apply, and leaves what is answered", async () => {
    await open("ACC-02");
    await press("y");
    await waitFor(async () => expect((await of("ACC-02")).claim).toBe("yes"));
    const topic = (await view()).topics.find(({ questions }) => questions.some(({ id }) => id === "ACC-02"));
    const others = (topic?.questions.length ?? 0) - 1;
    const user = userEvent.setup();
    await user.click(screen.getByTestId(`topic-off-${topic?.id}`));
    const set = await screen.findByTestId("topic-off-set");
    await waitFor(() => expect(set.textContent).toContain(`Set ${others} questions to not applicable`));
    expect(set.hasAttribute("disabled")).toBe(true);
    await write(user, screen.getByTestId("topic-off-reason"), "Nobody signs in.");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(async () => expect((await of("ACC-01")).conclusion).toBe("not-applicable"));
    expect((await of("ACC-01")).rationale).toBe("Nobody signs in.");
    expect((await of("ACC-02")).conclusion).toBeNull();
    expect(
      await screen.findByText(`“${topic?.title}”: ${others} questions set to not applicable.`),
    ).toBeTruthy();
    expect(screen.queryByTestId(`topic-off-${topic?.id}`)).toBeNull();
  });

  it("says that a conclusion counts at no higher level than its evidence earned, and which piece is out of date", async () => {
    const full = { conclusion: "effective", assurance: 4 } as const;
    await answer(core, "ACC-01", full);
    await answer(core, "ACC-02", full);
    const earned = async (id: string) =>
      (await core.call("question", { assessment: core.assessment, question: id })).earned;
    const { question } = await core.call("question", { assessment: core.assessment, question: "ACC-02" });
    const kind = question.evidence[0]?.kind ?? "other";
    await see(core, { title: "Old scan", kind, issued: "2019-03-01", questions: ["ACC-02"] });
    const [bare, old] = [await earned("ACC-01"), await earned("ACC-02")];
    expect(bare.level).toBeLessThan(4);
    expect(old.out_of_date).toHaveLength(1);
    await open();
    expect(screen.getByTestId("cap").textContent).toContain(
      `It counts as level ${bare.level} only. ${bare.because && told(bare.because)}`,
    );
    await press("j");
    await shownQuestion(question.text);
    expect(screen.getByTestId("cap").textContent).toContain(`It counts as level ${old.level} only.`);
    expect(screen.getByTestId("cap").textContent).toContain(old.out_of_date[0] && told(old.out_of_date[0]));
  });

  it("keeps all the vendor says does not apply in the coverage until it is accepted with a reason", async () => {
    const user = userEvent.setup();
    for (const id of ["ACC-02", "CRY-01", "CRY-02"])
      await answer(core, id, { claim: "not-applicable", reason: "Not ours." });
    await answer(core, "ACC-01", { claim: "yes", conclusion: "effective" });
    await open();
    const all = (await rows()).length;
    const score = () => screen.getByTestId("score-concluded").textContent;
    expect(score()).toContain(`1 of ${all}`);
    await user.keyboard("{Control>}k{/Control}show claimed not applicable{Enter}");
    await user.click(await screen.findByTestId("accept-off"));
    await user.click(screen.getByTestId("accept-off-all"));
    await write(user, screen.getByTestId("accept-off-reason"), "   ");
    expect(screen.getByTestId("accept-off-set")).toHaveProperty("disabled", true);
    expect(score()).toContain(`1 of ${all}`);
    await write(user, screen.getByTestId("accept-off-reason"), "Seen: no such part");
    await user.click(screen.getByTestId("accept-off-set"));
    await waitFor(() => expect(score()).toContain(`1 of ${all - 3}`));
    expect((await of("CRY-02")).rationale).toBe("Seen: no such part");
  });

  it("takes a claim of “not applicable” for a claim, and accepts those chosen with one reason", async () => {
    const user = userEvent.setup();
    for (const id of ["ACC-02", "CRY-01", "CRY-02"]) {
      const reason = id === "CRY-02" ? "" : "We host nothing.";
      await answer(core, id, { claim: "not-applicable", reason });
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
    await write(user, screen.getByTestId("accept-off-reason"), "Hosted by the customer");
    await user.click(set);
    expect(await screen.findByText(/1 question the vendor says does not apply/)).toBeTruthy();
    expect(await screen.findByText("2 questions concluded as not applicable.")).toBeTruthy();
    const taken = { conclusion: "not-applicable", rationale: "Hosted by the customer" };
    expect(await of("ACC-02")).toMatchObject({ ...taken, reason: "We host nothing." });
    expect(await of("CRY-01")).toMatchObject(taken);
    expect((await of("CRY-02")).conclusion).toBeNull();
  });

  it("shows what a returned file made of a claim until somebody has seen it", async () => {
    const user = userEvent.setup();
    await answer(core, "ACC-01", { claim: "yes", comment: "For everybody", conclusion: "effective" });
    const late = await core.file("late.csv", "No.,Answer,Explanation\r\nACC-01,No,Not at night\r\n");
    const paths = [await core.offer(late)];
    await core.call("read_returns", { paths, assessment: core.assessment, after_issue: false });
    await open();
    const note = await screen.findByTestId("claim-changed");
    expect(note.textContent).toContain("late.csv changed this on 20 Nov 2026: it was “Yes”.");
    expect(note.textContent).toContain("For everybody");
    expect(screen.getByTestId("question-ACC-01").textContent).toContain("A returned file changed the claim");
    await user.click(screen.getByTestId("claim-seen"));
    await waitFor(() => expect(screen.queryByTestId("claim-changed")).toBeNull());
    expect(await of("ACC-01")).toMatchObject({
      claim: "no",
      comment: "Not at night",
      conclusion: "effective",
      claim_changed: null,
    });
  });

  it("shows choices at once, sends each on top of the one before, and loses none however fast they come", async () => {
    const user = userEvent.setup();
    await open();
    const goOn = core.hold("answer");
    const boxes = ["examine", "interview", "test"].map((id) => screen.getByTestId(`method-${id}`));
    for (const box of boxes) await user.click(box);
    await press("f");
    // The core has answered nothing yet.
    for (const box of boxes) expect(box.querySelector("input")?.checked).toBe(true);
    expect(screen.getByTestId("flag").textContent).toContain("Flagged");
    await act(async () => goOn());
    await waitFor(async () => expect((await of("ACC-01")).flagged).toBe(true));
    expect((await of("ACC-01")).methods).toEqual(["examine", "interview", "test"]);
    expect(core.count("answer")).toBe(4);
    for (const box of boxes) expect(box.querySelector("input")?.checked).toBe(true);
  });

  it("makes one call of a key that answers or concludes, and of less than 10 kB", async () => {
    core = await realCore("sample");
    go("questionnaire", { assessment: core.assessment, item: "ACC-02" });
    render(<App />);
    await screen.findByTestId("claim-no");
    await waitFor(() => expect(core.isQuiet()).toBe(true));
    const heard: { name: string; bytes: number }[] = [];
    core.between(async (name, _, pass) => {
      const told = await pass();
      if (name !== "newest") heard.push({ name, bytes: JSON.stringify(told).length });
      return told;
    });
    const said = async () => (await of("ACC-02")).claim;
    const before = await said();
    await press(before === "no" ? "y" : "n");
    await waitFor(async () => expect(await said()).not.toBe(before));
    await waitFor(() => expect(core.isQuiet()).toBe(true));
    await press("3");
    await waitFor(async () => expect((await of("ACC-02")).conclusion).toBe("partially"));
    await waitFor(() => expect(core.isQuiet()).toBe(true));
    expect(heard.map(({ name }) => name)).toEqual(["answer", "answer"]);
    for (const { bytes } of heard) expect(bytes).toBeLessThan(10_000);
    const shown = screen.getByTestId("progress").textContent;
    const { tally } = await core.call("questionnaire", { assessment: core.assessment });
    expect(shown).toContain(`${tally.answered} of ${tally.asked}`);
  });

  it("takes a choice back that was refused, and says so", async () => {
    await open();
    core.refuse("answer", "The disk is full.", "disk-full");
    await press("y");
    expect(await screen.findByText(/The choice on ACC-01 was not saved. The disk is full./)).toBeTruthy();
    expect(screen.getByTestId("claim-yes").hasAttribute("data-selected")).toBe(false);
  });

  it("offers back an answer that was cleared, and nothing else, and keeps the focus where it was", async () => {
    const user = userEvent.setup();
    await answer(core, "ACC-01", { claim: "yes", comment: "For everybody" });
    await open();
    await user.click(screen.getByTestId("clear-claim"));
    expect(await screen.findByText("The answer to ACC-01 was cleared.")).toBeTruthy();
    await waitFor(() =>
      expect(document.activeElement).toBe(screen.getByRole("region", { name: "The vendor says" })),
    );
    expect((await of("ACC-01")).claim).toBeNull();
    await user.click(screen.getByRole("button", { name: "Undo" }));
    await waitFor(async () =>
      expect(await of("ACC-01")).toMatchObject({ claim: "yes", comment: "For everybody" }),
    );
  });

  it("leaves a dialog alone that is not the one a file was taken in from", async () => {
    const user = userEvent.setup();
    await open();
    const goOn = core.hold("attach_evidence");
    core.choose(await core.file("policy.pdf", "%PDF-1.7 the policy in force"));
    await press("e");
    await user.click(await screen.findByTestId("attach-path"));
    await user.click(screen.getByTestId("attach-file"));
    expect(document.activeElement).toBe(screen.getByTestId("attach-file"));
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByTestId("attach-file")).toBeNull());
    await press("e");
    await user.click(await screen.findByRole("tab", { name: "Seen, not retained" }));
    await write(user, screen.getByTestId("seen-title"), "Cloud console");
    await act(async () => goOn());
    expect(await screen.findByText("“policy.pdf” is taken in.")).toBeTruthy();
    expect((screen.getByTestId("seen-title") as HTMLInputElement).value).toBe("Cloud console");
    // Another tab and back: it is there still.
    await user.click(screen.getByRole("tab", { name: "A file" }));
    await user.click(screen.getByRole("tab", { name: "Seen, not retained" }));
    expect((screen.getByTestId("seen-title") as HTMLInputElement).value).toBe("Cloud console");
  });

  it("puts two answers at once together, and asks where both changed the same", async () => {
    const user = userEvent.setup();
    await open();
    // Somebody else, while this screen shows what was there before.
    await answer(core, "ACC-01", { methods: ["interview"], comment: "Theirs" });
    await user.click(screen.getByTestId("method-examine"));
    await waitFor(async () => expect((await of("ACC-01")).methods.sort()).toEqual(["examine", "interview"]));
    expect((await of("ACC-01")).comment).toBe("Theirs");
    // The second of two quick keys is made of the first, though the screen does not show that yet.
    await press("y");
    await press("n");
    await waitFor(async () => expect((await of("ACC-01")).claim).toBe("no"));
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});
