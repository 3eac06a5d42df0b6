/** The choices that decide what is asked: tier, frameworks, facts of the scope. Shared with the start of an assessment. */
import { Label, Radio, RadioGroup } from "react-aria-components";
import { Checkbox } from "../../components";
import type { Choice } from "../../ipc/Choice";
import type { FrameworkChoice } from "../../ipc/FrameworkChoice";
import type { ScopeFact } from "../../ipc/ScopeFact";
import { count } from "../../words";
import "./choices.css";

/** What a tier means for the work, most critical first. */
export const tiers = [
  {
    tier: 1,
    title: "Critical",
    meaning: "Everything that applies is asked; conclusions rest on evidence and on seeing it work.",
  },
  { tier: 2, title: "High", meaning: "The core and what the law asks for; key answers rest on documents." },
  { tier: 3, title: "Moderate", meaning: "The main questions; documents for the most important answers." },
  { tier: 4, title: "Low", meaning: "The few questions nobody is spared; mostly the vendor’s own word." },
] as const;

export function TierChoice({ value, onChange }: { value: number; onChange(tier: number): void }) {
  return (
    <RadioGroup
      className="form-group tier-choice"
      value={String(value)}
      onChange={(tier) => onChange(Number(tier))}
    >
      <Label className="form-legend">Tier: how much hangs on this vendor, and so how deep to look</Label>
      {tiers.map(({ tier, title, meaning }) => (
        <Radio key={tier} value={String(tier)} className="tier" data-testid={`tier-${tier}`}>
          <span className="tier-mark" />
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
  value: readonly string[];
  onChange(value: string[]): void;
  /** A heading above says it already. */
  hideLegend?: boolean;
}

export function FrameworkChoices({ frameworks, value, onChange, hideLegend }: FrameworkChoicesProps) {
  return (
    <fieldset className="form-group">
      <legend className={hideLegend ? "sr-only" : undefined}>Frameworks to report on</legend>
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
              {count(framework.assessable, "requirement")} to judge
              {framework.points > 0 && `, ${count(framework.points, "finer point")}`}
            </span>
          </span>
        </Checkbox>
      ))}
    </fieldset>
  );
}

/** What each fact is, in a line. What exactly it turns on the core decides. */
const meanings: Record<ScopeFact, string> = {
  "personal-data": "Names, contacts, behaviour: anything about people. Turns on privacy.",
  "special-categories": "Health, beliefs, biometrics and the like. Turns on stricter privacy.",
  transfers: "Kept in or reached from outside the EEA or UK. Turns on transfer tools.",
  ephi: "Records of patients in the United States. Turns on HIPAA duties.",
  ai: "Models predict, generate or decide. Turns on AI questions and threats.",
  "trains-on-customer-data": "Models learn from what you give them. Turns on consent and removal.",
  "cloud-hosted": "Runs at a public cloud provider. Turns on hosting and shared duties.",
  "multi-tenant": "Customers share one system. Turns on separation.",
  "develops-software": "The vendor writes what it runs. Turns on secure development.",
  "remote-access": "The vendor’s people reach into your systems. Turns on remote access.",
  processor: "It handles personal data on your instruction.",
  controller: "It decides itself why and how personal data is used.",
  subprocessors: "Others handle your data for it. Turns on the chain of suppliers.",
  "joint-controller": "It decides together with you why and how personal data is used.",
  "sub-processor": "It is engaged by a processor of yours, not by you.",
  "self-hosted": "Runs in rooms of the vendor or rented by it. Turns on buildings and equipment.",
  children: "Data of people under age. Turns on consent and protection of children.",
  "automated-decisions": "Decides about people without a person. Turns on human review.",
  "no-certificate":
    "Nobody accredited has examined the management system for this service. Turns on questions about it.",
};

interface FactChoiceProps {
  fact: Choice;
  value: readonly ScopeFact[];
  onChange(value: ScopeFact[]): void;
  /** How many questions it would add; nothing is said when not known or none. */
  adds?: number;
}

export function FactChoice({ fact, value, onChange, adds = 0 }: FactChoiceProps) {
  const id = fact.id as ScopeFact;
  const meaning = fact.meaning === "" ? meanings[id] : fact.meaning;
  return (
    <Checkbox
      value={value.includes(id)}
      onChange={(on) => onChange(on ? [...value, id] : value.filter((other) => other !== id))}
      testId={`fact-${id}`}
    >
      <span className="choice-words">
        <span>
          {fact.title}
          {adds > 0 && <span className="choice-adds"> adds {count(adds, "question")}</span>}
        </span>
        {meaning !== undefined && <span className="choice-meaning">{meaning}</span>}
      </span>
    </Checkbox>
  );
}
