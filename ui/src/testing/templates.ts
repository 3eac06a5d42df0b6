/** Before the tests of the page: vaults to start from, made once for the whole run by the use cases of the core. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import type { Input, Output, UseCase } from "../api";
import { bridgeProgram, startBridge } from "./bridge";
import { idOf } from "./ids";

/** What tests may start from. */
export const seeds = ["empty", "started", "sample"] as const;
export type Seed = (typeof seeds)[number];

/** The passphrase of every vault made for a test. */
export const PASSPHRASE = "four quiet words";
/** When the tests take place: a Friday. */
export const NOW = "2026-11-20T09:00:00+00:00";
/** When what they begin with was made. */
const BEFORE = "2026-11-20T08:00:00+00:00";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder with `empty.assay`, `started.assay` and `sample.assay`, and the program. */
    core: { program: string; templates: string };
  }
}

export default async function setup(project: TestProject) {
  const program = bridgeProgram();
  if ("missing" in program) {
    console.error(program.missing);
    process.exit(1);
  }
  const templates = await mkdtemp(join(tmpdir(), "assay-page-"));
  await Promise.all(seeds.map((seed) => make(program.path, templates, seed)));
  project.provide("core", { program: program.path, templates });
  return () => rm(templates, { recursive: true, force: true });
}

async function make(program: string, templates: string, seed: Seed) {
  const bridge = startBridge(program, join(templates, `making-${seed}`));
  const call = async <K extends UseCase>(name: K, input: Input<K>) =>
    (await bridge.ask({ call: { name, input } })) as Output<K>;
  await bridge.ask({ now: BEFORE });
  await bridge.ask({ reset: null });
  const path = (await bridge.ask({ choose: join(templates, `${seed}.assay`) })) as string;
  if (seed === "sample") await call("open_sample", { path, passphrase: PASSPHRASE });
  else await call("create_vault", { path, passphrase: PASSPHRASE });
  if (seed === "started") await start(call);
  await call("close_vault", {});
  await bridge.end();
}

/** A vendor and an assessment in which nothing is answered yet. */
async function start(call: <K extends UseCase>(name: K, input: Input<K>) => Promise<Output<K>>) {
  const vendor = await call("save_vendor", {
    id: null,
    name: "Helios",
    legal_name: "Helios GmbH",
    country: "Austria",
    website: "",
    contact_name: "",
    contact_email: "",
    services: ["Insight"],
    notes: "",
  });
  await call("create_assessment", {
    vendor: vendor.id,
    title: "Insight 2026",
    service: "Insight",
    tier: 2,
    facts: ["personal-data"],
    frameworks: [idOf("soc2")],
    previous: null,
    assessor: { name: "Isolde Hartwig", role: "Lead", organisation: "Fenwick Lane" },
  });
}
