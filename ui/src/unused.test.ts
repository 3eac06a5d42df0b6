/** What nobody uses is not kept, and what several screens use belongs to none of them. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const source = (folder: string) =>
  (readdirSync(folder, { recursive: true }) as string[])
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => /\.(tsx?|css)$/.test(name))
    .map((name) => ({ name, text: readFileSync(`${folder}/${name}`, "utf8") }));

const files = source("src");
const isTest = (name: string) => /\.test\.tsx?$/.test(name) || name.startsWith("testing/");
const isCode = (name: string) => /\.tsx?$/.test(name) && !name.startsWith("ipc/") && !isTest(name);
const code = files.filter(({ name }) => isCode(name));
const sheets = files
  .filter(({ name }) => name.endsWith(".css"))
  .map(({ name, text }) => ({ name, text: text.replace(/\/\*[\s\S]*?\*\//g, "") }));

/** The screen a file belongs to; what lies beside the screens belongs to none. */
const screenOf = (name: string) => /^screens\/([^/]+)\//.exec(name)?.[1];

/** Each selector of a style sheet: what stands before a brace, part by part. */
const selectors = (text: string) =>
  [...text.matchAll(/([^{};]+)\{/g)].flatMap(([, before = ""]) =>
    before.trim().startsWith("@") ? [] : before.split(",").map((one) => one.trim()),
  );
const classesOf = (selector: string) =>
  [...selector.matchAll(/\.([a-zA-Z_][\w-]*)/g)].map(([, name = ""]) => name);

it("every class of a style sheet is given to something", () => {
  const words = new Set([...code, ...source("gallery")].flatMap(({ text }) => text.match(/[\w-]+/g) ?? []));
  const unused = sheets.flatMap(({ name, text }) =>
    selectors(text)
      .flatMap(classesOf)
      .filter((one) => !words.has(one))
      .map((one) => `${name}: .${one}`),
  );
  expect([...new Set(unused)]).toEqual([]);
});

it("no screen wears the clothes of another", () => {
  // The first class of a selector is whose it is; what comes after is dressed within it.
  const owners = new Map<string, Set<string | undefined>>();
  for (const { name, text } of sheets)
    for (const selector of selectors(text)) {
      const [first] = classesOf(selector);
      if (first !== undefined) owners.set(first, (owners.get(first) ?? new Set()).add(screenOf(name)));
    }
  const worn = code.flatMap(({ name, text }) =>
    [...text.matchAll(/className=(?:"([^"]*)"|\{`([^`]*)`\})/g)].flatMap(([, plain, made]) =>
      (plain ?? made ?? "").split(/[\s${}]+/).flatMap((one) => {
        const of = owners.get(one);
        return of === undefined || of.has(undefined) || of.has(screenOf(name))
          ? []
          : [`${name}: .${one} of ${[...of]}`];
      }),
    ),
  );
  expect([...new Set(worn)]).toEqual([]);
});

it("every type that comes from the core is used by the page", () => {
  const types = new Map(
    files.filter(({ name }) => name.startsWith("ipc/")).map(({ name, text }) => [name.slice(4, -3), text]),
  );
  const used = new Set<string>();
  const waiting = code.flatMap(({ text }) => [...text.matchAll(/ipc\/(\w+)"/g)].map(([, name = ""]) => name));
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (used.has(name)) continue;
    used.add(name);
    waiting.push(...[...(types.get(name) ?? "").matchAll(/from "\.\/(\w+)"/g)].map(([, next = ""]) => next));
  }
  expect([...types.keys()].filter((name) => !used.has(name))).toEqual([]);
});
