/** Answers to one question: shown at once as they were chosen, sent one after the other, and back as they were when refused. */

import { useEffect, useRef, useState } from "react";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { QuestionId } from "../../ipc/QuestionId";
import type { Response } from "../../ipc/Response";
import type { ResponseChange } from "../../ipc/ResponseChange";
import { change } from "../../state/query";

export type SaveAnswer = (part: ResponseChange, was?: Partial<Response>) => Promise<unknown>;

export interface Answers {
  /** The response with what is chosen and on its way. */
  response: Response | undefined;
  /** Sends what is typed; its field shows it. */
  save: SaveAnswer;
  /** Sends what is chosen, and shows it until the core says otherwise. */
  choose: SaveAnswer;
}

/** A choice of which the answer is not known yet. */
interface Pending {
  question: QuestionId;
  part: ResponseChange;
}

/** What a response becomes by a change; what the core makes of it besides comes with its answer. */
export function withChange(response: Response, part: ResponseChange): Response {
  const { clear_claim, clear_conclusion, clear_deferred, reviewed_by, change_seen, ...fields } = part;
  return {
    ...response,
    ...fields,
    ...(clear_claim === true ? { claim: null } : {}),
    ...(clear_conclusion === true ? { conclusion: null } : {}),
    ...(clear_deferred === true ? { deferred: null } : {}),
    ...(reviewed_by === "" ? { reviewed: null } : {}),
    ...(change_seen === true ? { claim_changed: null } : {}),
  };
}

/**
 * Sends what changes in a response, one change after the other, each with the response as it was shown or saved last: the
 * core refuses what another person changed meanwhile.
 */
export function useAnswers(
  assessment: AssessmentId,
  question: QuestionId,
  shown: Response | undefined,
): Answers {
  const known = useRef(shown);
  const last = useRef<Promise<void>>(Promise.resolve());
  const [pending, setPending] = useState<readonly Pending[]>([]);
  useEffect(() => {
    known.current = shown;
  }, [shown]);

  const sending = (part: ResponseChange, was?: Partial<Response>, shown?: () => void) => {
    const before = last.current;
    let sent = () => {};
    last.current = new Promise<void>((done) => {
      sent = done;
    });
    const send = async () => {
      await before;
      const base = known.current?.question === question ? { ...known.current, ...was } : undefined;
      const input = { assessment, question, change: part };
      // The next one waits for the save alone, not for what the screen reads again.
      return change("answer", base ? { ...input, base } : input, [], {
        saved: ({ response }) => {
          known.current = response;
          sent();
        },
        shown,
      });
    };
    return send().finally(sent);
  };
  const save: SaveAnswer = (part, was) => sending(part, was);
  const choose: SaveAnswer = (part, was) => {
    const mine = { question, part };
    setPending((all) => [...all, mine]);
    // With what the core tells, so that both are drawn at once; and in any case in the end.
    const settle = () => setPending((all) => (all.includes(mine) ? all.filter((one) => one !== mine) : all));
    return sending(part, was, settle).finally(settle);
  };
  const mine = pending.filter((one) => one.question === question);
  const response = shown && mine.reduce((so, { part }) => withChange(so, part), shown);
  return { response, save, choose };
}
