/** What the question rests on and what rests on it: evidence, requirements, knock-out, threats, finding. */

import { chooseFile } from "../../api";
import { Button, DropZone, Glyph, IconButton, type Meaning, Severity, Tag } from "../../components";
import { attempt, BasedOn, BasedOnPart } from "../../frame";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { Cap } from "../../ipc/Cap";
import type { Evidence } from "../../ipc/Evidence";
import type { KnockOutResult } from "../../ipc/KnockOutResult";
import type { KnockOutState } from "../../ipc/KnockOutState";
import type { QuestionView } from "../../ipc/QuestionView";
import type { Response } from "../../ipc/Response";
import type { ResponseChange } from "../../ipc/ResponseChange";
import type { TagView } from "../../ipc/TagView";
import { go } from "../../place";
import { useChoices } from "../../state/choices";
import { change, useQuery } from "../../state/query";
import { day, rich, say, told } from "../../words";
import type { AttachTab } from "../evidence";
import { Validity } from "../evidence";
import { offerTakeBack } from "../takeBack";
import { Near } from "./More";

export interface BasisProps {
  assessment: AssessmentId;
  view: QuestionView;
  onAttach(tab: AttachTab, files?: string[]): void;
  /** Answers whether it was saved. */
  save(part: ResponseChange, was?: Partial<Response>): Promise<boolean>;
}

export function Basis({ assessment, view, onAttach, save }: BasisProps) {
  const { response, evidence, finding } = view;
  const rows = useQuery("evidence", { assessment }).data;
  const kinds = useChoices()?.evidence_kinds;
  const isExpired = (piece: Evidence) => rows?.find((row) => row.evidence.id === piece.id)?.expired ?? false;
  const fails = response.conclusion === "ineffective" || response.conclusion === "partially";

  const detach = async (piece: Evidence) => {
    const { evidence: was } = response;
    if (await save({ evidence: was.filter((id) => id !== piece.id) }, { evidence: was }))
      await offerTakeBack(
        assessment,
        say("questionnaire.wasTakenOff", { title: piece.title, id: view.question.id }),
      );
  };
  const raise = () => attempt(change("raise_finding", { assessment, question: view.question.id }));

  return (
    <BasedOn>
      <BasedOnPart title={say("common.evidence")}>
        {evidence.length > 0 && (
          <ul role="list" className="b-evidence">
            {evidence.map((piece) => (
              <li key={piece.id} data-testid={`basis-${piece.id}`}>
                <div>
                  <button
                    type="button"
                    className="b-link"
                    onClick={() => go("evidence", { assessment, item: piece.id })}
                  >
                    {piece.title}
                  </button>
                  <p className="soft small">
                    {[
                      kinds?.find(({ id }) => id === piece.kind)?.title,
                      piece.file === null
                        ? say("questionnaire.seenNotRetained")
                        : piece.issuer || piece.file.name,
                    ]
                      .filter((part) => part !== undefined)
                      .join(", ")}
                  </p>
                  <p className="soft small">
                    {piece.issued === null
                      ? say("questionnaire.received", { received: day(piece.received) })
                      : say("questionnaire.dated", { issued: day(piece.issued) })}
                    {piece.pages !== "" && say("questionnaire.pages", { pages: piece.pages })}
                    {piece.valid_until !== null && (
                      <>
                        {isExpired(piece) ? ". " : say("questionnaire.validUntil")}
                        <Validity evidence={piece} expired={isExpired(piece)} />
                      </>
                    )}
                  </p>
                  {piece.reliability !== "" && <p className="small">{piece.reliability}</p>}
                  {piece.file === null && piece.note !== "" && <p className="small">{piece.note}</p>}
                </div>
                <IconButton
                  icon="close"
                  label={say("questionnaire.takeOffThisQuestion", { title: piece.title })}
                  onPress={() => void detach(piece)}
                />
              </li>
            ))}
          </ul>
        )}
        {evidence.length === 0 &&
          response.conclusion !== null &&
          response.conclusion !== "not-applicable" && (
            <p className="soft">{say("questionnaire.nothingIsAttachedTheConclusionRests")}</p>
          )}
        <div className="b-acts">
          <Button icon="paperclip" keys="E" onPress={() => onAttach("file")} data-testid="attach-evidence">
            {say("questionnaire.attachEvidence")}
          </Button>
          <Button kind="quiet" onPress={() => onAttach("seen")} data-testid="attach-seen">
            {say("questionnaire.seenNotRetained2")}
          </Button>
          <Button kind="quiet" onPress={() => onAttach("here")} data-testid="attach-existing">
            {say("questionnaire.alreadyHere")}
          </Button>
        </div>
        <DropZone
          label={say("questionnaire.orDropFilesHere")}
          chooseLabel={say("common.chooseFile")}
          onFiles={(files) => onAttach("file", files)}
          onChoose={() =>
            void attempt(chooseFile(say("questionnaire.chooseTheEvidence"))).then(
              (file) => typeof file === "string" && onAttach("file", [file]),
            )
          }
        />
      </BasedOnPart>

      {(finding !== null || fails) && (
        <BasedOnPart title={say("questionnaire.finding")}>
          {finding !== null ? (
            <div className="b-finding">
              <Severity level={finding.severity} />
              <button
                type="button"
                className="b-link"
                onClick={() => go("findings", { assessment, item: finding.id })}
                data-testid="open-finding"
              >
                <span className="code">{finding.id}</span> {finding.title}
              </button>
            </div>
          ) : (
            <div className="b-finding">
              <p>
                {rich("questionnaire.thisFailedAndHasNoFinding", {
                  strong: <strong>{view.question.finding.title.replace(/\.$/, "")}</strong>,
                })}
              </p>
              <Severity level={view.question.finding.severity} />
              <Button kind="primary" icon="finding" onPress={() => void raise()} data-testid="raise-finding">
                {say("questionnaire.writeTheFinding")}
              </Button>
            </div>
          )}
        </BasedOnPart>
      )}

      {view.knock_out !== null && <KnockOut result={view.knock_out} />}

      {view.suggestions.length > 0 && (
        <BasedOnPart title={say("questionnaire.comesNearTo")}>
          <p className="soft small b-near-say">{say("questionnaire.suggestedEachCountsOnlyWhenYou")}</p>
          <Near assessment={assessment} suggestions={view.suggestions} />
        </BasedOnPart>
      )}

      <BasedOnPart title={say("questionnaire.requirementsItServes")}>
        <Requirements tags={view.requirements} />
      </BasedOnPart>

      {view.threats.length > 0 && (
        <BasedOnPart title={say("questionnaire.threatsItMoves")}>
          <ul role="list" className="b-list">
            {view.threats.map((title) => (
              <li key={title}>{title}</li>
            ))}
          </ul>
        </BasedOnPart>
      )}
    </BasedOn>
  );
}

const ring = <circle cx="10" cy="10" r="6.75" />;

const states: Record<KnockOutState, Meaning> = {
  struck: {
    word: say("questionnaire.struck"),
    colour: "ineffective",
    glyph: (
      <>
        <circle cx="10" cy="10" r="6.75" fill="currentColor" />
        <path d="M6.8 10h6.4" stroke="var(--glyph-hole, var(--paper))" />
      </>
    ),
  },
  suspected: {
    word: say("questionnaire.suspected"),
    colour: "high",
    glyph: <path d="M10 3.2 17.4 16.2H2.6zM10 8v3.6M10 13.7v.1" />,
  },
  "not-assessed": {
    word: say("common.notAssessed"),
    colour: "neutral",
    glyph: <circle cx="10" cy="10" r="6.75" strokeDasharray="2.6 2.7" />,
  },
  clear: {
    word: say("questionnaire.clear"),
    colour: "effective",
    glyph: (
      <>
        {ring}
        <path d="M7 10.3 9.2 12.5 13 8" />
      </>
    ),
  },
  "not-applicable": {
    word: say("common.notApplicable"),
    colour: "neutral",
    glyph: (
      <>
        {ring}
        <path d="M5.4 14.6 14.6 5.4" />
      </>
    ),
  },
};

function KnockOut({ result }: { result: KnockOutResult }) {
  const meaning = states[result.state];
  const isOpen = result.state === "struck" || result.state === "suspected";
  return (
    <BasedOnPart title={say("questionnaire.knockOut2", { id: result.id })}>
      <p className="b-state" data-testid="knock-out-state">
        <Glyph meaning={meaning} size="1.125rem" />
        <strong>{meaning.word}</strong>
      </p>
      <p>{result.title}</p>
      {result.because.map(told).map((sentence) => (
        <p key={sentence} className="soft">
          {sentence}
        </p>
      ))}
      {isOpen && (
        <>
          <p>{caps[result.state === "struck" ? result.cap : result.while_open]}</p>
          <p className="soft">{say("questionnaire.whatLiftsIt", { remedy: result.remedy })}</p>
        </>
      )}
    </BasedOnPart>
  );
}

/** What the decision can be while a knock-out is open. */
const caps: Record<Cap, string> = {
  reject: say("questionnaire.whileItLastsTheDecisionCan"),
  defer: say("questionnaire.untilItIsSettledTheDecision"),
  conditions: say("questionnaire.whileItLastsTheDecisionCan2"),
};

function Requirements({ tags }: { tags: readonly TagView[] }) {
  const frameworks = [...new Set(tags.map(({ framework }) => framework))];
  return (
    <div className="b-frameworks">
      {frameworks.map((framework) => (
        <div key={framework}>
          <h4>{framework}</h4>
          <ul role="list">
            {tags
              .filter((tag) => tag.framework === framework)
              .map((tag) => (
                <li key={tag.id}>
                  <Tag>{tag.id.slice(tag.id.indexOf(":") + 1)}</Tag> <span>{tag.title}</span>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </div>
  );
}
