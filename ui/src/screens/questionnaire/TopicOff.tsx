/** A whole topic that does not apply: one reason for all its questions without an answer. */
import { Button, Dialog, Kept, onModEnter, TextArea } from "../../components";
import type { TopicView } from "../../ipc/TopicView";
import { useDraft } from "../../state/edit";
import { change } from "../../state/query";
import { count } from "../../words";
import { offerTakeBack } from "../takeBack";
import { useReason } from "./reason";

/** The questions it would be said of: those with neither claim nor conclusion. */
export const openIn = ({ questions }: TopicView) =>
  questions.filter(({ claim, conclusion }) => claim === null && conclusion === null);

interface TopicOffProps {
  assessment: string;
  topic: TopicView;
  onClose(): void;
}

export function TopicOffDialog({ assessment, topic, onClose }: TopicOffProps) {
  const open = openIn(topic);
  const answered = topic.questions.length - open.length;
  const draft = useDraft(`topic ${assessment} ${topic.id}`, "", {
    what: `Why “${topic.title}” does not apply`,
  });
  const { isReady, submit, field } = useReason(draft, async (reason) => {
    await change("topic_not_applicable", { assessment, topic: topic.id, reason });
    draft.clear();
    onClose();
    await offerTakeBack(
      assessment,
      `“${topic.title}”: ${count(open.length, "question")} set to not applicable.`,
    );
  });

  return (
    <Dialog
      title={`“${topic.title}” does not apply`}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            kind="primary"
            keys="Mod+Enter"
            isDisabled={!isReady}
            onPress={() => void submit()}
            data-testid="topic-off-set"
          >
            {`Set ${count(open.length, "question")} to not applicable`}
          </Button>
        </>
      }
    >
      <div className="fields" onKeyDownCapture={onModEnter(submit)}>
        <p>
          {answered === 0
            ? `All ${count(open.length, "question")} of this topic are concluded as not applicable.`
            : `${count(open.length, "question")} without an answer ${open.length === 1 ? "is" : "are"} concluded as not applicable. The ${answered} already answered or concluded ${answered === 1 ? "stays as it is" : "stay as they are"}.`}
        </p>
        <Kept draft={draft} />
        <TextArea
          label="Why it does not apply"
          help="The reason stands with each of these questions and in the report."
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
