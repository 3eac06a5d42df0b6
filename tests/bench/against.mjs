// Figures of two builds, several rounds each -> one line a figure: the medians of both, and how many times less the second is.
import { readFileSync } from "node:fs";

const [commit, then, now] = process.argv.slice(2);

function medians(file) {
  const rounds = new Map();
  for (const line of readFileSync(file, "utf8").trim().split("\n")) {
    const [name, unit, figure] = line.split("\t");
    const seen = rounds.get(name) ?? { unit, figures: [] };
    seen.figures.push(Number(figure));
    rounds.set(name, seen);
  }
  for (const [name, { unit, figures }] of rounds) {
    figures.sort((a, b) => a - b);
    rounds.set(name, { unit, figure: figures[Math.floor(figures.length / 2)] });
  }
  return rounds;
}

const earlier = medians(then);
for (const [name, { unit, figure }] of medians(now)) {
  const before = earlier.get(name);
  const columns = [
    name.padEnd(58),
    `${commit} ${(before?.figure ?? Number.NaN).toFixed(2).padStart(10)} ${unit}`,
    `this tree ${figure.toFixed(2).padStart(10)} ${unit}`,
    `${((before?.figure ?? Number.NaN) / figure).toFixed(1)} times less`,
  ];
  console.log(columns.join("   "));
}
const [without, laden] = ["one durable answer", "one durable answer, 5,000 products in the case"];
for (const [whose, figures] of [[commit, earlier], ["this tree", medians(now)]]) {
  const share = (figures.get(laden)?.figure ?? Number.NaN) / (figures.get(without)?.figure ?? Number.NaN);
  console.log(`an answer with 5,000 products against one without, ${whose}: ${(100 * share - 100).toFixed(1)} % more`);
}
