/** One question then and now: claim, conclusion, the words and the evidence of each. */
import { useEffect, useRef } from "react";
import { Claim, Conclusion, Icon, Tag } from "../../components";
import type { AnswerThen } from "../../ipc/AnswerThen";
import type { Difference } from "../../ipc/Difference";
import { say } from "../../words";

interface ChangeProps {
  difference: Difference;
  /** The user went to this question from here, and is back. */
  isReturnedTo: boolean;
  onOpen(): void;
}

export function Change({ difference, isReturnedTo, onOpen }: ChangeProps) {
  const { question, text, then, now, claim_turned, without_new_evidence, same_words } = difference;
  const link = useRef<HTMLButtonElement>(null);
  // Only when the list comes on screen: later the focus is the user's.
  const returned = useRef(isReturnedTo);
  useEffect(() => {
    if (!returned.current) return;
    link.current?.focus();
    link.current?.scrollIntoView?.({ block: "center" });
  }, []);
  const marks = [
    ...(claim_turned ? [say("comparison.goodTurnedToBad")] : []),
    ...(without_new_evidence ? [say("comparison.noNewEvidence")] : []),
    ...(same_words ? [say("comparison.sameWordsAsLastTime")] : []),
  ];
  return (
    <li className="comparison-row">
      <button
        ref={link}
        type="button"
        className="comparison-open"
        data-question={question}
        data-testid={`change-${question}`}
        onClick={onOpen}
      >
        <span className="code comparison-id">{question}</span>
        <span className="comparison-text">{text}</span>
        {marks.length > 0 && (
          <span className="tags comparison-marks">
            {marks.map((mark) => (
              <Tag key={mark}>
                <Icon name="warning" size="0.875rem" /> {mark}
              </Tag>
            ))}
          </span>
        )}
      </button>
      <div className="comparison-sides">
        <Side title={say("comparison.lastTime")} none={say("comparison.noAnswer")} side={then} other={now} />
        <Side title={say("comparison.now")} none={say("comparison.notAnsweredYet")} side={now} other={then} />
      </div>
    </li>
  );
}

interface SideProps {
  title: string;
  /** What is said when there is no answer. */
  none: string;
  side: AnswerThen | null;
  other: AnswerThen | null;
}

function Side({ title, none, side, other }: SideProps) {
  if (side === null) {
    return (
      <div className="comparison-side">
        <h3>{title}</h3>
        <p className="faint">{none}</p>
      </div>
    );
  }
  return (
    <div className="comparison-side">
      <h3>{title}</h3>
      <p className="tags">
        <Claim value={side.claim} quiet />
        {side.conclusion === null ? (
          <span className="faint small">{say("comparison.notConcluded")}</span>
        ) : (
          <Conclusion value={side.conclusion} />
        )}
      </p>
      {side.comment !== "" && <p>“{side.comment}”</p>}
      {side.rationale !== "" && <p className="soft">{side.rationale}</p>}
      {side.evidence.length > 0 ? (
        <ul role="list" className="comparison-evidence">
          {side.evidence.map((title) => (
            <li key={title}>
              <Icon name="paperclip" size="0.875rem" /> <span>{title}</span>
            </li>
          ))}
        </ul>
      ) : (
        other !== null && <p className="faint small">{say("comparison.noEvidenceAttached")}</p>
      )}
    </div>
  );
}
