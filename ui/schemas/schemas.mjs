// TypeScript types, which are made from the Rust types → the JSON Schemas in docs/formats.
//
// node schemas.mjs TYPES OUT: TYPES holds src/ipc and attached/ as ./dev types writes them.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createGenerator } from "ts-json-schema-generator";

const [types, out] = process.argv.slice(2);
if (!types || !out) throw new Error("usage: node schemas.mjs TYPES OUT");

const written = [
  {
    file: "assessment.schema.json",
    title: "The data attached to a report of Assay as assessment.json",
    from: "attached/Attached.ts",
    type: "Attached",
  },
  {
    file: "vendor-copy.schema.json",
    title: "The data attached to a vendor's copy of a report of Assay as findings.json",
    from: "attached/VendorCopy.ts",
    type: "VendorCopy",
  },
  {
    file: "command.schema.json",
    title: "What each command of assay prints with --json, under the command's name",
    from: "schemas/command.ts",
    type: "Commands",
    isSaid: true,
  },
  {
    file: "page.schema.json",
    title: "What the page of Assay says to each use case and hears from it",
    from: "src/ipc/useCases.ts",
    type: "UseCases",
  },
];

const work = mkdtempSync(join(tmpdir(), "assay-schemas-"));
try {
  cpSync(types, work, { recursive: true });
  cpSync(dirname(fileURLToPath(import.meta.url)), join(work, "schemas"), { recursive: true });
  for (const folder of ["src/ipc", "attached"].map((name) => join(work, name))) {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      // Names of fields are text in JSON, whatever counts them.
      const text = readFileSync(path, "utf8").replaceAll("[key in number]", "[key in string]");
      // Ids are kinds of their own for the page alone; in JSON they are texts.
      writeFileSync(path, text.replace(/string & \{ readonly is: "\w+" \}/g, "string"));
    }
  }
  for (const { file, title, from, type, isSaid } of written) {
    // The terminal has no catalogue: a message is its English text there.
    const message = join(work, "src/ipc/Message.ts");
    const told = readFileSync(message, "utf8");
    if (isSaid) writeFileSync(message, "export type Message = string;\n");
    const made = createGenerator({ path: join(work, from), type, skipTypeCheck: true }).createSchema(type);
    writeFileSync(join(out, file), `${JSON.stringify(schema(title, type, made), null, 2)}\n`);
    writeFileSync(message, told);
  }
} finally {
  rmSync(work, { recursive: true });
}

/** The same in the words of 2020-12, with the type itself on top. */
function schema(title, type, made) {
  const text = JSON.stringify(made.definitions).replaceAll("#/definitions/", "#/$defs/");
  const { [type]: top, ...rest } = JSON.parse(text);
  const { description, ...body } = top;
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title,
    ...(description ? { description } : {}),
    ...body,
    $defs: rest,
  };
}
