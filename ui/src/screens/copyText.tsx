/** Copies a text. Where the platform does not let a page copy, the text is shown, chosen already, to copy by hand. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button, Dialog, TextArea } from "../components";
import { tell } from "../frame";
import { say } from "../words";

/** Answers the act, and what must be on screen for it. */
export function useCopyText(title: string): [copy: (text: string, done: string) => void, byHand: ReactNode] {
  const [text, setText] = useState<string>();
  const copy = async (text: string, done: string) => {
    try {
      await navigator.clipboard.writeText(text);
      tell(done);
    } catch {
      setText(text);
    }
  };
  return [
    (text, done) => void copy(text, done),
    text !== undefined && <ByHand title={title} text={text} onClose={() => setText(undefined)} />,
  ];
}

function ByHand({ title, text, onClose }: { title: string; text: string; onClose(): void }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const area = box.current?.querySelector("textarea");
    area?.focus();
    area?.select();
  }, []);
  return (
    <Dialog
      title={title}
      isOpen
      onClose={onClose}
      actions={
        <Button kind="primary" onPress={onClose}>
          {say("common.close")}
        </Button>
      }
    >
      <div ref={box} className="fields">
        <p className="soft">{say("screens.thisMachineDoesNotLetThe")}</p>
        <TextArea
          label={say("screens.theListAsText")}
          hideLabel
          value={text}
          onChange={() => {}}
          isReadOnly
          lines={10}
          testId="text-by-hand"
        />
      </div>
    </Dialog>
  );
}
