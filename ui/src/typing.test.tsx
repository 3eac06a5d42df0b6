/** Nothing typed is lost: a machine types into every text field of every screen, and then something happens. */
import { expect, it } from "vitest";
import { type Core, realCore } from "./testing/core";
import { acts, dice, type Run, run, type Way } from "./testing/typing";

/** The same each time, unless another is asked for: `./dev typing` draws one. */
const seed = Number(process.env.ASSAY_TYPING_SEED ?? 7);

/** Every screen with something to type in, and every dialog and form that a button there opens. */
const ways: readonly Way[] = [
  { screen: "home", open: ["add-vendor"] },
  { screen: "home", open: ["start-assessment"] },
  { screen: "home", open: ["new-identity"] },
  { screen: "scope" },
  { screen: "scope" },
  { screen: "scope", open: ["add-purpose"] },
  { screen: "inherent", open: ["override-open"] },
  { screen: "questionnaire", item: "ACC-01" },
  { screen: "questionnaire", item: "ACC-01", open: ["attach-evidence"] },
  { screen: "questionnaire", item: "ACC-01", open: ["attach-seen"] },
  { screen: "questionnaire", item: "ACC-02", open: ["put-off"] },
  { screen: "questionnaire", item: "ACC-02", open: ["review"] },
  { screen: "questionnaire", item: "ACC-02", open: ["topic-off-"] },
  { screen: "suggestions" },
  { screen: "owed", open: ["owed-change-"] },
  { screen: "vendor-files" },
  { screen: "findings" },
  { screen: "threats", tab: "model", open: ["add-element"] },
  { screen: "threats", tab: "model", open: ["add-flow"] },
  { screen: "threats", tab: "model", open: ["add-boundary"] },
  { screen: "threats" },
  { screen: "components" },
  { screen: "tests" },
  { screen: "risks", item: "R-01" },
  { screen: "risks", open: ["add-risk"] },
  { screen: "decision" },
  { screen: "decision", open: ["override-add-"] },
  { screen: "decision", open: ["note-"] },
  { screen: "report" },
  { screen: "report", open: ["issue-check"] },
  { screen: "gates" },
  { screen: "gates", open: ["new-event"] },
  { screen: "evidence" },
  { screen: "evidence", open: ["evidence-add"] },
  { screen: "reviews" },
  { screen: "reviews", open: ["review-"] },
];

/** Each way once, unless more are asked for. */
const runs = Number(process.env.ASSAY_TYPING_RUNS ?? ways.length);

const done: Run[] = [];
const missing = new Set<string>();
const BATCH = 10;

for (let first = 0; first < runs; first += BATCH) {
  it(`run ${first + 1} to ${first + BATCH} of ${runs}, seed ${seed}: not one character is lost`, async () => {
    const core: Core = await realCore(first % (6 * BATCH) === 2 * BATCH ? "started" : "sample");
    let other: Promise<Core["call"]> | undefined;
    const colleague = () => {
      other ??= core.another();
      return other;
    };
    const roll = dice(seed + first);
    const mine: Run[] = [];
    for (let at = first; at < Math.min(runs, first + BATCH); at += 1) {
      const way = ways[at % ways.length] as Way;
      const act = acts[(at + Math.floor(at / ways.length)) % acts.length] as (typeof acts)[number];
      const one = await run(core, colleague, roll, way, act);
      if (one === undefined) missing.add(`${way.screen} ${way.open?.join(" ") ?? ""}`);
      else mine.push(one);
    }
    done.push(...mine);
    expect(mine.filter(({ lost }) => lost > 0)).toEqual([]);
  }, 900_000);
}

it("what was typed where, in figures", () => {
  const rows = acts.map((act) => {
    const of = done.filter((one) => one.act === act);
    const sum = (part: (one: Run) => number) => of.reduce((all, one) => all + part(one), 0);
    return `${act.padEnd(24)} ${String(of.length).padStart(5)} ${String(sum(({ typed }) => typed)).padStart(8)} ${String(sum(({ onTheirWay }) => onTheirWay)).padStart(12)} ${String(sum(({ lost }) => lost)).padStart(6)}`;
  });
  console.log(`seed ${seed}\n${"then".padEnd(24)}  runs    typed  on their way   lost\n${rows.join("\n")}`);
  const kinds = new Set(done.map(({ address }) => address?.split(" ").slice(0, 1).join(" ") ?? "(no draft)"));
  console.log(
    `typed into ${new Set(done.map(({ way, field }) => `${way.screen} ${field}`)).size} fields; drafts of: ${[...kinds].sort().join(", ")}`,
  );
  if (missing.size > 0) console.log(`not there: ${[...missing].join("; ")}`);
  expect(done.every(({ lost }) => lost === 0)).toBe(true);
});
