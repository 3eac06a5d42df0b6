/** A whole topic that does not apply: one reason for all its questions without an answer. */

import { Button, Dialog, Kept, onModEnter, TextArea } from "../../components";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { TopicView } from "../../ipc/TopicView";
import { useDraft } from "../../state/edit";
import { change } from "../../state/query";
import { say } from "../../words";
import { offerTakeBack } from "../takeBack";
import { useReason } from "./reason";

/** The questions it would be said of: those with neither claim nor conclusion. */
export const openIn = ({ questions }: TopicView) =>
  questions.filter(({ claim, conclusion }) => claim === null && conclusion === null);

interface TopicOffProps {
  assessment: AssessmentId;
  topic: TopicView;
  onClose(): void;
}

export function TopicOffDialog({ assessment, topic, onClose }: TopicOffProps) {
  const open = openIn(topic);
  const answered = topic.questions.length - open.length;
  const draft = useDraft(`topic ${assessment} ${topic.id}`, "", {
    what: say("questionnaire.whyDoesNotApply", { title: topic.title }),
  });
  const { isReady, submit, field } = useReason(draft, async (reason) => {
    await change("topic_not_applicable", { assessment, topic: topic.id, reason });
    draft.clear();
    onClose();
    await offerTakeBack(
      assessment,
      say("questionnaire.questionsSetToNotApplicable", { title: topic.title, n: open.length }),
    );
  });

  return (
    <Dialog
      title={say("questionnaire.doesNotApply", { title: topic.title })}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{say("common.cancel")}</Button>
          <Button
            kind="primary"
            keys="Mod+Enter"
            isDisabled={!isReady}
            onPress={() => void submit()}
            data-testid="topic-off-set"
          >
            {say("questionnaire.setQuestionsToNotApplicable", { n: open.length })}
          </Button>
        </>
      }
    >
      <div className="fields" onKeyDownCapture={onModEnter(submit)}>
        <p>
          {answered === 0
            ? say("questionnaire.allQuestionsOfThisTopicAre", { n: open.length })
            : `${say("questionnaire.nWithoutAnswerConcluded", { n: open.length })} ${say("questionnaire.nAnsweredStay", { n: answered })}`}
        </p>
        <Kept draft={draft} />
        <TextArea
          label={say("questionnaire.whyItDoesNotApply")}
          help={say("questionnaire.theReasonStandsWithEachOf")}
          isRequired
          autoFocus
          lines={3}
          {...field}
          testId="topic-off-reason"
        />
      </div>
    </Dialog>
  );
}
