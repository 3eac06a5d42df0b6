/** The choices that decide what is asked: tier, frameworks, facts of the scope. Shared with the start of an assessment. */

import { Label, Radio, RadioGroup } from "react-aria-components";
import { Checkbox } from "../../components";
import type { FrameworkChoice } from "../../ipc/FrameworkChoice";
import type { FrameworkId } from "../../ipc/FrameworkId";
import type { Purpose } from "../../ipc/Purpose";
import type { ScopeFact } from "../../ipc/ScopeFact";
import type { Choice } from "../../state/choices";
import { say } from "../../words";
import { factGroups, factMeanings, roles } from "./facts";
import "./choices.css";

/** What a tier means for the work, most critical first. */
export const tiers = [
  {
    tier: 1,
    title: say("common.critical"),
    meaning: say("scope.everythingThatAppliesIsAsked"),
  },
  { tier: 2, title: say("common.high"), meaning: say("scope.theCoreAndWhatTheLaw") },
  { tier: 3, title: say("scope.moderate"), meaning: say("scope.theMainQuestionsDocumentsForThe") },
  { tier: 4, title: say("common.low"), meaning: say("scope.theFewQuestionsNobodyIsSpared") },
] as const;

export function TierChoice({ value, onChange }: { value: number; onChange(tier: number): void }) {
  return (
    <RadioGroup
      className="form-group tier-choice"
      value={String(value)}
      onChange={(tier) => onChange(Number(tier))}
    >
      <Label className="form-legend">{say("scope.tierHowMuchHangsOnThis")}</Label>
      {tiers.map(({ tier, title, meaning }) => (
        <Radio key={tier} value={String(tier)} className="tier" data-testid={`tier-${tier}`}>
          <span className="choice-mark" />
          <span className="tier-title">
            {tier} {title}
          </span>
          <span className="tier-meaning">{meaning}</span>
        </Radio>
      ))}
    </RadioGroup>
  );
}

interface FrameworkChoicesProps {
  frameworks: readonly FrameworkChoice[];
  value: readonly FrameworkId[];
  onChange(value: FrameworkId[]): void;
  /** A heading above says it already. */
  hideLegend?: boolean;
}

export function FrameworkChoices({ frameworks, value, onChange, hideLegend }: FrameworkChoicesProps) {
  return (
    <fieldset className="form-group">
      <legend className={hideLegend ? "sr-only" : undefined}>{say("scope.frameworksToReportOn")}</legend>
      {frameworks.map((framework) => (
        <Checkbox
          key={framework.id}
          value={value.includes(framework.id)}
          onChange={(on) =>
            onChange(on ? [...value, framework.id] : value.filter((id) => id !== framework.id))
          }
          testId={`framework-${framework.id}`}
        >
          <span className="choice-words">
            <span>
              {framework.title} <span className="soft">{framework.edition}</span>
            </span>
            <span className="choice-meaning">
              {framework.points > 0
                ? say("scope.toJudge", {
                    assessable: say("scope.nRequirements", { n: framework.assessable }),
                    points: say("scope.nFinerPoints", { n: framework.points }),
                  })
                : say("scope.nRequirementsToJudge", { n: framework.assessable })}
            </span>
          </span>
        </Checkbox>
      ))}
    </fieldset>
  );
}

interface FactChoicesProps {
  facts: readonly Choice[];
  value: readonly ScopeFact[];
  onChange(value: ScopeFact[]): void;
  /** Facts that follow from the inherent-risk questions. */
  derived?: readonly ScopeFact[];
  /** With purposes recorded, they tell the vendor's roles, and that there is personal data. */
  purposes?: readonly Purpose[];
  /** How many questions a fact would add. */
  adds?(fact: ScopeFact): number;
}

/** Every fact the core knows, in groups; one it knows and no group has comes last. */
export function FactChoices({ facts, value, onChange, derived = [], purposes = [], adds }: FactChoicesProps) {
  const grouped = new Set<string>(factGroups.flatMap((group) => group.facts));
  const groups = [
    ...factGroups.map(({ title, facts: members }) => ({
      title,
      members: members.flatMap((id) => facts.filter((fact) => fact.id === id)),
    })),
    { title: say("scope.other"), members: facts.filter(({ id }) => !grouped.has(id)) },
  ].filter(({ members }) => members.length > 0);
  const isRole = (id: string) => roles.some((role) => role.id === id);
  const follows = (id: string) => purposes.length > 0 && (isRole(id) || id === "personal-data");
  return (
    <div className="fact-groups">
      {groups.map(({ title, members }) => (
        <fieldset key={title} className="fact-group">
          <legend>{title}</legend>
          {members.map((fact) => {
            const id = fact.id as ScopeFact;
            const meaning = fact.meaning === "" ? factMeanings[id] : fact.meaning;
            const more = adds?.(id) ?? 0;
            const byPurpose = follows(id);
            const byAnswers = !byPurpose && derived.includes(id);
            const isFixed = byPurpose || byAnswers;
            const isOn = byPurpose
              ? !isRole(id) || purposes.some(({ role }) => role === id)
              : byAnswers || value.includes(id);
            return (
              <Checkbox
                key={id}
                value={isOn}
                isDisabled={isFixed}
                onChange={(on) => onChange(on ? [...value, id] : value.filter((other) => other !== id))}
                testId={`fact-${id}`}
              >
                <span className="choice-words">
                  <span>
                    {fact.title}
                    {more > 0 && !isFixed && (
                      <span className="choice-adds"> {say("scope.addsQuestions", { n: more })}</span>
                    )}
                  </span>
                  <span className="choice-meaning">
                    {byPurpose && isOn ? say("scope.followsFromThePurposes") : ""}
                    {byAnswers ? say("scope.followsFromTheInherentRiskQuestions") : ""}
                    {meaning}
                  </span>
                </span>
              </Checkbox>
            );
          })}
        </fieldset>
      ))}
    </div>
  );
}
