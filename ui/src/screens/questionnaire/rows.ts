/** The list of questions → what is shown of it, and where to go next. */
import type { QuestionId } from "../../ipc/QuestionId";
import type { Questionnaire } from "../../ipc/Questionnaire";
import type { QuestionRow } from "../../ipc/QuestionRow";
import { byName, say } from "../../words";

export const shows = [
  { id: "all", title: say("questionnaire.allQuestions") },
  { id: "unanswered", title: say("common.unanswered") },
  { id: "not-concluded", title: say("questionnaire.notConcluded2") },
  { id: "flagged", title: say("questionnaire.flagged") },
  { id: "owed", title: say("common.stillOwed") },
  { id: "knock-outs", title: say("questionnaire.knockOuts") },
  { id: "claimed-off", title: say("questionnaire.claimedNotApplicable") },
  { id: "changed", title: say("questionnaire.changedByAFile") },
] as const;
export type Show = (typeof shows)[number]["id"];

/** Nobody in particular is in the room. */
export const ANYONE = "";

export interface Filter {
  show: Show;
  /** The title of the role that is in the room, or `ANYONE`. */
  role: string;
}

export const flat = (questionnaire: Questionnaire): QuestionRow[] =>
  questionnaire.topics.flatMap(({ questions }) => questions);

/** The vendor says that it does not apply, and nobody concluded anything: it counts as not assessed. */
export const isClaimedOff = ({ standing }: QuestionRow) =>
  standing.is === "claimed" && standing.claim === "not-applicable";

const fits: Record<Show, (row: QuestionRow) => boolean> = {
  all: () => true,
  unanswered: (row) => row.claim === null,
  "not-concluded": (row) => row.conclusion === null,
  flagged: (row) => row.flagged,
  owed: (row) => row.owed,
  "knock-outs": (row) => row.knock_out !== null,
  "claimed-off": isClaimedOff,
  changed: (row) => row.claim_changed,
};

/**
 * Whether a question is in the list. The one being looked at stays until it is left: an answer must not make it
 * vanish from under the hands.
 */
export function isShown(row: QuestionRow, { show, role }: Filter, current: string | undefined): boolean {
  return row.id === current || (fits[show](row) && (role === ANYONE || row.who.includes(role)));
}

/** How many questions each way of showing would list, with the role in the room. */
export function counts(rows: readonly QuestionRow[], role: string): Record<Show, number> {
  const inRoom = rows.filter((row) => role === ANYONE || row.who.includes(role));
  return Object.fromEntries(shows.map(({ id }) => [id, inRoom.filter(fits[id]).length] as const)) as Record<
    Show,
    number
  >;
}

export interface Role {
  title: string;
  questions: number;
  /** Questions not answered yet, and the minutes they take. */
  open: number;
  minutes: number;
}

/** Who can answer what, most questions first. */
export function rolesOf(rows: readonly QuestionRow[]): Role[] {
  const roles = new Map<string, Role>();
  for (const row of rows) {
    for (const title of row.who) {
      const role = roles.get(title) ?? { title, questions: 0, open: 0, minutes: 0 };
      role.questions += 1;
      if (row.claim === null) {
        role.open += 1;
        role.minutes += row.minutes;
      }
      roles.set(title, role);
    }
  }
  return [...roles.values()].sort((a, b) => b.questions - a.questions || byName(a.title, b.title));
}

/** The question `step` places on in the list; at an end it stays. */
export function neighbour(rows: readonly QuestionRow[], current: string | undefined, step: 1 | -1) {
  const at = rows.findIndex(({ id }) => id === current);
  if (at < 0) return rows[0]?.id;
  return rows[Math.max(0, Math.min(rows.length - 1, at + step))]?.id;
}

/** The next question without an answer after the current one, going round; nothing when all have one. */
export function nextUnanswered(
  rows: readonly QuestionRow[],
  current: string | undefined,
): QuestionId | undefined {
  const at = rows.findIndex(({ id }) => id === current);
  const inTurn = [...rows.slice(at + 1), ...rows.slice(0, at + 1)];
  return inTurn.find((row) => row.claim === null && row.id !== current)?.id;
}
