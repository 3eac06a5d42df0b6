/**
 * The sources of the page → the texts in them that a person would see although the catalogue does not hold them.
 *
 * Text between tags is always meant for people. A string is when it is the value of a property that is shown, or reads
 * like words: several of them, or one with a capital first. Names, keys and addresses of the program are neither.
 */
import { parseSync } from "vite";

/** A text that should be in the catalogue. */
export interface Literal {
  line: number;
  text: string;
}

/** Properties of elements and objects that are shown or read out. */
const shown: ReadonlySet<string> = new Set([
  "act",
  "alt",
  "aria-description",
  "aria-label",
  "aria-valuetext",
  "description",
  "detail",
  "error",
  "group",
  "heading",
  "help",
  "hint",
  "label",
  "meaning",
  "placeholder",
  "sentence",
  "summary",
  "text",
  "title",
  "what",
  "word",
  "words",
]);

/** Properties whose strings are names of the program, however they look. */
const internal: ReadonlySet<string> = new Set([
  "className",
  "d",
  "data-testid",
  "href",
  "id",
  "key",
  "keys",
  "placement",
  "points",
  "stroke",
  "strokeDasharray",
  "style",
  "testId",
  "transform",
  "type",
  "viewBox",
]);

/** Functions whose strings are keys, names and addresses. */
const naming: ReadonlySet<string> = new Set([
  "call",
  "change",
  "closest",
  "getElementById",
  "includes",
  "Map",
  "matches",
  "querySelector",
  "querySelectorAll",
  "replace",
  "rich",
  "say",
  "Set",
  "useDraft",
  "useEdit",
  "useQuery",
]);

interface Node {
  type: string;
  start: number;
  end: number;
  [part: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";

const childrenOf = (node: Node): Node[] =>
  Object.values(node).flatMap((part) =>
    Array.isArray(part) ? part.filter(isNode) : isNode(part) ? [part] : [],
  );

function nameOf(value: unknown): string {
  if (!isNode(value)) return "";
  if (value.type === "MemberExpression") return nameOf(value.property);
  return String(value.name ?? value.value ?? "");
}

const letters = /\p{L}{2}/u;
/** A selector or another piece of style, or a name made of several words: “ArrowLeft”. */
const isName = /\w\(|\[|^(?:\p{Lu}\p{Ll}+){2,}$/u;
const reads = /\p{L}[\p{L}’',.:;]*\s+[\p{L}“(]|^\p{Lu}\p{Ll}/u;

/** What a string stands in: a shown property, a name of the program, or neither. */
type Stands = "shown" | "named" | "anywhere";

/** The literals in one source. Broken sources have none; the type checker says what is wrong with them. */
export function literalsIn(file: string, source: string): Literal[] {
  const found: Literal[] = [];
  const lineOf = (at: number) => source.slice(0, at).split("\n").length;
  const note = (node: Node, text: string, stands: Stands) => {
    const words = text.replace(/\s+/g, " ").trim();
    if (stands === "named" || !letters.test(words) || isName.test(words)) return;
    if (stands === "shown" || reads.test(words)) found.push({ line: lineOf(node.start), text: words });
  };
  const visit = (node: Node, stands: Stands): void => {
    const within = (part: unknown, next: Stands) => {
      if (isNode(part)) visit(part, next);
    };
    switch (node.type) {
      case "ImportDeclaration":
      case "ExportAllDeclaration":
      case "TSTypeAliasDeclaration":
      case "TSInterfaceDeclaration":
      case "TSTypeAnnotation":
      case "TSTypeParameterInstantiation":
      case "TSTypeParameterDeclaration":
        return;
      case "TSAsExpression":
      case "TSSatisfiesExpression":
        within(node.expression, stands);
        return;
      case "JSXText":
        note(node, String(node.value), "shown");
        return;
      case "JSXExpressionContainer":
        within(node.expression, stands);
        return;
      case "JSXElement":
      case "JSXFragment":
        within(node.openingElement, "anywhere");
        for (const child of node.children as Node[]) visit(child, "shown");
        return;
      case "JSXAttribute": {
        const name = isNode(node.name) && node.name.type === "JSXNamespacedName" ? "" : nameOf(node.name);
        const isInternal = internal.has(name) || name.startsWith("data-");
        within(node.value, isInternal ? "named" : shown.has(name) ? "shown" : "anywhere");
        return;
      }
      case "Property": {
        const name = nameOf(node.key);
        within(node.value, internal.has(name) ? "named" : shown.has(name) ? "shown" : "anywhere");
        return;
      }
      case "CallExpression":
      case "NewExpression": {
        within(node.callee, "named");
        const next: Stands = naming.has(nameOf(node.callee)) ? "named" : "anywhere";
        for (const one of node.arguments as Node[]) visit(one, next);
        return;
      }
      case "BinaryExpression":
        if (node.operator !== "+") return;
        break;
      case "MemberExpression":
        within(node.object, "named");
        return;
      case "SwitchCase":
        for (const one of node.consequent as Node[]) visit(one, "anywhere");
        return;
      case "ConditionalExpression":
        visit(node.test as Node, "named");
        within(node.consequent, stands);
        within(node.alternate, stands);
        return;
      case "Literal":
        if (typeof node.value === "string") note(node, node.value, stands);
        return;
      case "TemplateLiteral":
        for (const part of node.quasis as Node[])
          note(part, String((part.value as { cooked?: string }).cooked ?? ""), stands);
        for (const part of node.expressions as Node[]) visit(part, stands);
        return;
      default:
        break;
    }
    for (const child of childrenOf(node)) visit(child, node.type.startsWith("JSX") ? "anywhere" : stands);
  };
  const { program, errors } = parseSync(file, source);
  if (errors.length === 0) visit(program as unknown as Node, "anywhere");
  return found;
}
