/** A plan → what the page shows of it: topics in talking order with the clock, who is left, and the agenda as text. */
import type { FrameworkId } from "../../ipc/FrameworkId";
import type { InterviewPlan } from "../../ipc/InterviewPlan";
import type { Planned } from "../../ipc/Planned";
import { say } from "../../words";

/** A question with the minute it begins at. */
export interface Timed {
  at: number;
  question: Planned;
}

export interface Topic {
  title: string;
  minutes: number;
  questions: Timed[];
}

/** Questions that follow each other in the same topic stand together; the clock runs through all of them. */
export function topicsOf(questions: readonly Planned[]): Topic[] {
  const topics: Topic[] = [];
  let at = 0;
  for (const question of questions) {
    let topic = topics.at(-1);
    if (topic === undefined || topic.title !== question.topic) {
      topic = { title: question.topic, minutes: 0, questions: [] };
      topics.push(topic);
    }
    topic.questions.push({ at, question });
    topic.minutes += question.minutes;
    at += question.minutes;
  }
  return topics;
}

export const minutesOf = (questions: readonly Planned[]) =>
  questions.reduce((sum, { minutes }) => sum + minutes, 0);

/** "14:05" as minutes after midnight; nothing when it is no time of day. */
export function readTime(text: string): number | undefined {
  const parts = /^\s*(\d{1,2})[:.h]?(\d{2})\s*$/.exec(text);
  const [hours, minutes] = [Number(parts?.[1]), Number(parts?.[2])];
  return parts !== null && hours < 24 && minutes < 60 ? hours * 60 + minutes : undefined;
}

/** Minutes as a clock shows them: "0:05" into the conversation, or "14:05" when its start is known. */
export function clockAt(minutes: number, start: number | undefined): string {
  const all = (minutes + (start ?? 0)) % (24 * 60);
  const hours = Math.floor(all / 60);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${start === undefined ? hours : two(hours)}:${two(all % 60)}`;
}

/** "1 h 35 min". */
export function duration(minutes: number): string {
  if (minutes < 60) return say("interview.min", { minutes });
  const rest = minutes % 60;
  return rest === 0
    ? say("interview.h", { minutes: Math.floor(minutes / 60) })
    : say("interview.hMin", { minutes: Math.floor(minutes / 60), rest });
}

export interface Absent {
  /** Title of the role that answers best; empty when no role can. */
  role: string;
  questions: Planned[];
}

/** What is left, by the role that answers it best, the longest list first. */
export function byRole(questions: readonly Planned[]): Absent[] {
  const roles = new Map<string, Planned[]>();
  for (const question of questions) {
    const role = question.who[0] ?? "";
    roles.set(role, [...(roles.get(role) ?? []), question]);
  }
  return [...roles]
    .map(([role, questions]) => ({ role, questions }))
    .sort((a, b) => b.questions.length - a.questions.length);
}

/** The agenda to send ahead. It holds the questions, and nothing of what was answered or concluded. */
export function agendaOf(
  title: string,
  plan: InterviewPlan,
  starts: readonly (number | undefined)[],
  frameworkTitle: (id: FrameworkId) => string,
): string {
  const parts = [say("interview.agenda", { title })];
  plan.sittings.forEach((sitting, index) => {
    const start = starts[index];
    parts.push(
      [
        say("interview.conversation2", {
          index: index + 1,
          text: sitting.roles.length === 0 ? say("interview.nobodyChosenYet") : sitting.roles.join(", "),
        }),
        start === undefined
          ? say("interview.plannedOf", {
              planned: duration(sitting.planned),
              minutes: duration(sitting.minutes),
            })
          : say("interview.toPlanned", {
              clockAt: clockAt(0, start),
              minutes: clockAt(sitting.minutes, start),
              planned: duration(sitting.planned),
            }),
      ].join("\n"),
    );
    for (const topic of topicsOf(sitting.questions)) {
      parts.push(
        [
          `${topic.title} (${duration(topic.minutes)})`,
          ...topic.questions.map(({ at, question: { question, text, frameworks } }) => {
            const serves = frameworks.length === 0 ? "" : ` [${frameworks.map(frameworkTitle).join(", ")}]`;
            return `  ${clockAt(at, start)}  ${question}  ${text}${serves}`;
          }),
        ].join("\n"),
      );
    }
    if (sitting.no_time.length > 0)
      parts.push(listed(say("interview.noTimeForPleaseAnswerIn"), sitting.no_time));
  });
  for (const { role, questions } of byRole(plan.others))
    parts.push(
      listed(role === "" ? say("interview.forSomebodyElse") : say("interview.for", { role }), questions),
    );
  return parts.join("\n\n").concat("\n");
}

function listed(title: string, questions: readonly Planned[]): string {
  return [
    `${title} (${say("common.nQuestions", { n: questions.length })})`,
    ...questions.map(({ question, text }) => `  ${question}  ${text}`),
  ].join("\n");
}
