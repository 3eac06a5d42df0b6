/** After the tests: how many ran against the real core, and which faults were played on top of it. */
import type { Reporter } from "vitest/node";

export const coreReporter: Reporter = {
  onTestRunEnd(modules) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const ran = tests.flatMap((test) => test.meta().core ?? []);
    const faults = ran.flatMap((core) => core.faults);
    const counted = (all: readonly string[]) =>
      [...new Set(all)]
        .sort()
        .map((one) => `${one} ${all.filter((other) => other === one).length}×`)
        .join(", ");
    const seeds = counted(ran.map(({ seed }) => seed));
    console.log(`${ran.length} of ${tests.length} tests ran against the real core (${seeds}).`);
    if (faults.length > 0) console.log(`Played on top of it were faults alone: ${counted(faults)}.`);
  },
};
