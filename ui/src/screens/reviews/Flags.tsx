/** The red flags the reviews raise, each with its reason, ready to become findings. */

import { type RefObject, useEffect, useRef } from "react";
import { Button, Icon, Severity } from "../../components";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { FlagRef } from "../../ipc/FlagRef";
import type { RaisedFlag } from "../../ipc/RaisedFlag";
import { go } from "../../place";
import { rich, say } from "../../words";

export interface FlagsProps {
  /** Takes the focus when the button for all has done its work. */
  box: RefObject<HTMLElement | null>;
  assessment: AssessmentId;
  /** The review on screen: its flags come first. */
  review: string;
  flags: readonly RaisedFlag[];
  /** Without a flag: all that have no finding. */
  onWrite(only: FlagRef | null): void;
}

export function Flags({ box, assessment, review, flags, onWrite }: FlagsProps) {
  const own = flags.filter((flag) => flag.review === review);
  const others = flags.filter((flag) => flag.review !== review);
  const open = flags.filter(({ finding }) => finding === null).length;
  const line = (flag: RaisedFlag) => (
    <Flag
      key={`${flag.review} ${flag.flag}`}
      assessment={assessment}
      flag={flag}
      isOther={flag.review !== review}
      onWrite={onWrite}
    />
  );
  return (
    <aside
      ref={box}
      tabIndex={-1}
      className="reviews-flags"
      aria-label={say("reviews.redFlags")}
      data-testid="review-flags"
    >
      <h2>{rich("reviews.redFlags2", { span: <span className="soft">{own.length}</span> })}</h2>
      <p className="sr-only" role="status">
        {say("reviews.nRedFlagsOnThisReview", { n: own.length })}
      </p>
      {own.length === 0 ? (
        <p className="soft">{say("reviews.nothingRecordedHereRaisesOneWhat")}</p>
      ) : (
        <ul role="list">{own.map(line)}</ul>
      )}
      {others.length > 0 && (
        <>
          <h3>{say("reviews.onOtherReviews")}</h3>
          <ul role="list">{others.map(line)}</ul>
        </>
      )}
      {open > 1 && (
        <Button
          kind="primary"
          icon="finding"
          keys="W"
          onPress={() => onWrite(null)}
          data-testid="write-all-findings"
        >
          {say("reviews.writeFindings", { n: open })}
        </Button>
      )}
    </aside>
  );
}

function Flag(props: {
  assessment: AssessmentId;
  flag: RaisedFlag;
  /** The review is not the one on screen: say which. */
  isOther: boolean;
  onWrite(only: FlagRef): void;
}) {
  const { assessment, flag, isOther, onWrite } = props;
  const { finding } = flag;
  const item = useRef<HTMLLIElement>(null);
  const had = useRef(finding);
  const isWriting = useRef(false);
  useEffect(() => {
    // The button that was pressed made way for the link to what it wrote.
    if (isWriting.current && had.current === null && finding !== null) {
      item.current?.querySelector("button")?.focus();
      isWriting.current = false;
    }
    had.current = finding;
  }, [finding]);
  return (
    <li ref={item} data-testid={`flag-${flag.review}-${flag.flag}`}>
      <p className="reviews-flag-head">
        <Severity level={flag.severity} />
        {isOther && <span className="code soft">{flag.review}</span>}
      </p>
      <h3>{flag.title}</h3>
      <p>{flag.condition}</p>
      <p className="soft small">{flag.why}</p>
      {finding === null ? (
        <Button
          onPress={() => {
            isWriting.current = true;
            onWrite({ review: flag.review, flag: flag.flag });
          }}
          data-testid={`write-finding-${flag.flag}`}
        >
          {say("reviews.writeFinding")}
        </Button>
      ) : (
        <p className="reviews-flag-done">
          <Icon name="check" size="1rem" />
          <button
            type="button"
            className="linky"
            onClick={() => go("findings", { assessment, item: finding })}
            data-testid={`open-finding-${flag.flag}`}
          >
            {say("reviews.finding", { finding })}
          </button>
        </p>
      )}
    </li>
  );
}
