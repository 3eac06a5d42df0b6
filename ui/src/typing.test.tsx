/** Nothing typed is lost: a machine types into every text field of every screen, and then something happens. */
import { expect, it } from "vitest";
import { type Core, realCore } from "./testing/core";
import type { Seed } from "./testing/templates";
import { type Act, acts, dice, type Run, run, type Way } from "./testing/typing";

/** The same each time, unless another is asked for: `./dev typing` draws one. */
const seed = Number(process.env.ASSAY_TYPING_SEED ?? 7);

/** Every screen with something to type in, and every dialog, form and row there that has fields of its own. */
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
  { screen: "questionnaire", item: "ACC-03", open: ["attach-seen"] },
  { screen: "questionnaire", item: "ACC-02", open: ["put-off"] },
  { screen: "questionnaire", item: "ACC-02", open: ["review"] },
  { screen: "questionnaire", vault: "started", open: ["topic-off-"] },
  { screen: "questionnaire", vault: "started", item: "ACC-01" },
  { screen: "suggestions" },
  { screen: "owed", open: ["owed-change-"] },
  { screen: "vendor-files" },
  { screen: "findings" },
  { screen: "findings", open: ["finding-F-"] },
  { screen: "threats", tab: "model", open: ["add-element"] },
  { screen: "threats", tab: "model", open: ["add-flow"] },
  { screen: "threats", tab: "model", open: ["add-boundary"] },
  { screen: "threats" },
  { screen: "components", open: ["component-e"] },
  { screen: "components", open: ["add-component"] },
  { screen: "tests", open: ["test-TST-"] },
  { screen: "tests", open: ["plan-adversarial"] },
  { screen: "risks", item: "R-01" },
  { screen: "risks", open: ["add-risk"] },
  { screen: "decision" },
  { screen: "decision", open: ["add-condition"] },
  { screen: "decision", open: ["override-add-"] },
  { screen: "decision", vault: "started", open: ["note-"] },
  {
    screen: "decision",
    begun: { facts: ["personal-data", "ephi"], frameworks: ["hipaa"] },
    open: ["specifications-open", "alternative-…-reasons"],
  },
  { screen: "report" },
  { screen: "report", open: ["issue-check"] },
  { screen: "gates", tab: "monitoring", open: ["record-event"] },
  { screen: "evidence", open: ["evidence-ev"] },
  { screen: "evidence", open: ["evidence-add"] },
  { screen: "evidence", open: ["evidence-seen"] },
  { screen: "reviews" },
  { screen: "reviews", open: ["review-"] },
  { screen: "reviews", open: ["add-soc-review"] },
  { screen: "reviews", open: ["add-certificate-review"] },
  { screen: "reviews", open: ["add-certificate-review", "exclusion-add"] },
];

/** Each way once, unless more are asked for. */
const runs = Number(process.env.ASSAY_TYPING_RUNS ?? ways.length);

/** Which runs are done here when several programs share them: those whose number leaves this rest. */
const [part, parts] = (process.env.ASSAY_TYPING_PART ?? "0/1").split("/").map(Number) as [number, number];

/** A vault for so many runs, so that what one leaves behind meets the next. */
const BATCH = 10;

interface Planned {
  number: number;
  way: Way;
  act: Act;
}

/** Every way with another act each time round, those that share a vault one after the other. */
function planned(): { seed: Seed; batch: Planned[] }[] {
  const mine = Array.from({ length: runs }, (_, number): Planned => {
    const round = Math.floor(number / ways.length);
    return {
      number,
      way: ways[number % ways.length] as Way,
      act: acts[(number + round) % acts.length] as Act,
    };
  }).filter(({ number }) => number % parts === part);
  return (["sample", "started"] as const).flatMap((seed) => {
    const of = mine.filter(({ way }) => (way.vault ?? "sample") === seed);
    return Array.from({ length: Math.ceil(of.length / BATCH) }, (_, at) => ({
      seed,
      batch: of.slice(at * BATCH, (at + 1) * BATCH),
    }));
  });
}

const done: Run[] = [];
const sum = (of: readonly Run[], part: (one: Run) => number) => of.reduce((all, one) => all + part(one), 0);
const totals = (of: readonly Run[]) => ({
  runs: of.length,
  typed: sum(of, ({ typed }) => typed),
  onTheirWay: sum(of, ({ onTheirWay }) => onTheirWay),
  lost: sum(of, ({ lost }) => lost),
});

for (const [at, { seed: vault, batch }] of planned().entries()) {
  it(`runs ${batch.map(({ number }) => number).join(" ")}, seed ${seed}: not one character is lost`, async () => {
    const core: Core = await realCore(vault);
    let other: Promise<Core["call"]> | undefined;
    const colleague = () => {
      other ??= core.another();
      return other;
    };
    const roll = dice(seed + at * parts + part);
    const mine: Run[] = [];
    for (const { way, act } of batch) mine.push(await run(core, colleague, roll, way, act));
    done.push(...mine);
    const all = totals(done);
    if (runs > ways.length) console.log(`${all.runs} runs, ${all.typed} characters typed, ${all.lost} lost`);
    expect(mine.filter(({ lost }) => lost > 0)).toEqual([]);
  }, 900_000);
}

it("what was typed where, in figures", () => {
  const row = (name: string, of: readonly Run[]) => {
    const { runs, typed, onTheirWay, lost } = totals(of);
    const figures = [
      [runs, 5],
      [typed, 8],
      [onTheirWay, 12],
      [lost, 6],
    ] as const;
    return `${name.padEnd(24)} ${figures.map(([figure, width]) => String(figure).padStart(width)).join(" ")}`;
  };
  const rows = acts.map((act) =>
    row(
      act,
      done.filter((one) => one.act === act),
    ),
  );
  console.log(
    `seed ${seed}\n${"then".padEnd(24)}  runs    typed  on their way   lost\n${rows.join("\n")}\n${row("in all", done)}`,
  );
  const kinds = new Set(done.map(({ address }) => address?.split(" ").slice(0, 1).join(" ") ?? "(no draft)"));
  const fields = new Set(done.map(({ way, field }) => `${way.screen} ${field}`));
  console.log(`typed into ${fields.size} fields; drafts of: ${[...kinds].sort().join(", ")}`);
  expect(totals(done)).toMatchObject({ lost: 0 });
  expect(done).toHaveLength(planned().flatMap(({ batch }) => batch).length);
});
