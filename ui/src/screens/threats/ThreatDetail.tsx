/** One threat: why it is here, what it would do, how to check it, what answers it, and what was decided. */

import type { ReactNode } from "react";
import { Button, Conclusion, EditTextArea, Segmented, Severity, Tag } from "../../components";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { RecordedView } from "../../ipc/RecordedView";
import type { ThreatDecision } from "../../ipc/ThreatDecision";
import type { ThreatView } from "../../ipc/ThreatView";
import { go } from "../../place";
import type { Choices } from "../../state/choices";
import type { Save } from "../../state/edit";
import { say, told } from "../../words";
import { Said, titleOf } from "../shown";
import { decisionKeys, decisions } from "./meanings";

interface DecisionProps {
  assessment: AssessmentId;
  threat: string;
  decision: ThreatDecision;
  reason: string;
  onDecide(decision: ThreatDecision): void;
  onReason: Save<string>;
}

function Decision({ assessment, threat, decision, reason, onDecide, onReason }: DecisionProps) {
  return (
    <div className="threats-decision">
      <Segmented
        label={say("common.decision")}
        segments={(Object.keys(decisions) as ThreatDecision[]).map((id) => ({
          id,
          label: decisions[id].word,
          meaning: decisions[id],
          keys: decisionKeys[id],
        }))}
        value={decision}
        onChange={onDecide}
        testId="decision"
      />
      <EditTextArea
        key={threat}
        address={`threat ${assessment} ${threat} reason`}
        what={say("threats.reasonOfThreat", { threat })}
        label={say("threats.reason")}
        help={reason === "" ? say("threats.whatAnswersItOrWhyNothing") : undefined}
        stored={reason}
        save={onReason}
        testId="threat-reason"
      />
    </div>
  );
}

interface ThreatDetailProps {
  assessment: AssessmentId;
  view: ThreatView;
  choices: Choices | undefined;
  onDecide(decision: ThreatDecision): void;
  onReason: Save<string>;
  onRisk(): void;
  onPart(): void;
}

function Head({
  letter,
  letterTitle,
  children,
  title,
}: {
  letter: string | null;
  letterTitle: string;
  title: string;
  children: ReactNode;
}) {
  return (
    <>
      <div className="tags">
        {letter !== null && (
          <Tag>
            {letter}: {letterTitle}
          </Tag>
        )}
        {children}
      </div>
      <h2>{title}</h2>
    </>
  );
}

export function ThreatDetail(props: ThreatDetailProps) {
  const { assessment, view, choices, onDecide, onReason, onRisk, onPart } = props;
  const { threat } = view;
  return (
    <section className="threats-detail" aria-label={threat.title}>
      <Head
        letter={threat.letter}
        letterTitle={titleOf(choices?.letters, threat.letter)}
        title={threat.title}
      >
        <Tag>{threat.rule}</Tag>
        <Button kind="quiet" icon="edit" onPress={onPart} data-testid="edit-target">
          {threat.target_name}
        </Button>
      </Head>
      <Decision
        assessment={assessment}
        threat={threat.id}
        decision={view.decision}
        reason={view.reason}
        onDecide={onDecide}
        onReason={onReason}
      />
      <Said label={say("threats.whyItIsHere")}>{told(threat.reason)}</Said>
      {threat.unknown.length > 0 && (
        <Said label={say("threats.notKnownAndWouldSilenceIt")}>
          <div className="acts">
            <div className="tags">
              {threat.unknown.map((fact) => (
                <Tag key={fact}>{titleOf(choices?.element_facts, fact)}</Tag>
              ))}
            </div>
            <Button kind="quiet" onPress={onPart}>
              {say("threats.sayWhatIsKnown")}
            </Button>
          </div>
        </Said>
      )}
      <Said label={say("threats.whatItWouldDo")}>{view.effect}</Said>
      <Said label={say("threats.aFalseAlarmWhen")}>{view.not_when}</Said>
      <Said label={say("threats.howToCheckIt")}>{view.check}</Said>
      <Said label={say("threats.whatAnswersIt")}>
        {view.mitigations.length > 0 && (
          <ul role="list">
            {view.mitigations.map((mitigation) => (
              <li key={mitigation}>{mitigation}</li>
            ))}
          </ul>
        )}
      </Said>
      <div className="threats-suggestion" data-testid="suggestion">
        <p>
          <strong>
            {say("threats.suggestedLikelihoodImpact", {
              likelihood: threat.likelihood,
              impact: threat.impact,
            })}
          </strong>
        </p>
        <p className="soft">{told(threat.suggestion)}</p>
        {threat.bearing.length > 0 && (
          <ul role="list">
            {threat.bearing.map(({ question, conclusion }) => (
              <li key={question}>
                <button
                  type="button"
                  className="linky code"
                  onClick={() => go("questionnaire", { assessment, item: question })}
                >
                  {question}
                </button>{" "}
                <Conclusion value={conclusion ?? "not-assessed"} quiet />
              </li>
            ))}
          </ul>
        )}
        <div className="acts">
          <Button keys="R" icon="risk" onPress={onRisk} data-testid="make-risk">
            {say("threats.makeARisk")}
          </Button>
          {view.risks.map((risk) => (
            <button
              key={risk}
              type="button"
              className="linky code"
              onClick={() => go("risks", { assessment, item: risk })}
            >
              {risk}
            </button>
          ))}
          {view.risks.length > 0 && <span className="soft small">{say("threats.alreadyNameIt")}</span>}
        </div>
      </div>
      <div className="tags">
        {view.categories.map((category) => (
          <Tag key={category}>{titleOf(choices?.risk_categories, category)}</Tag>
        ))}
        {view.refs.map((ref) => (
          <Tag key={ref}>{ref}</Tag>
        ))}
      </div>
    </section>
  );
}

interface RecordedDetailProps {
  assessment: AssessmentId;
  view: RecordedView;
  choices: Choices | undefined;
  onDecide(decision: ThreatDecision): void;
  onReason: Save<string>;
}

export function RecordedDetail({ assessment, view, choices, onDecide, onReason }: RecordedDetailProps) {
  const { threat } = view;
  return (
    <section className="threats-detail" aria-label={threat.title}>
      <Head
        letter={threat.letter}
        letterTitle={titleOf(choices?.letters, threat.letter)}
        title={threat.title}
      >
        <Tag>{say("threats.recorded")}</Tag>
        <Tag>{view.on_name}</Tag>
        {threat.severity !== null && <Severity level={threat.severity} quiet />}
      </Head>
      <Decision
        assessment={assessment}
        threat={threat.id}
        decision={view.decision}
        reason={view.reason}
        onDecide={onDecide}
        onReason={onReason}
      />
      <Said label={say("threats.inMoreWords")}>{threat.description}</Said>
      <Said label={say("threats.whatAnswersIt")}>{threat.mitigation}</Said>
      <Said label={say("threats.whereItComesFrom")}>{threat.source}</Said>
    </section>
  );
}
