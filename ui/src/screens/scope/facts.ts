/** The facts of a scope: what each says about the service, grouped as one thinks about them. */
import type { ProcessingRole } from "../../ipc/ProcessingRole";
import type { ScopeFact } from "../../ipc/ScopeFact";

/** In plain words, and what it is asked for. What exactly a fact turns on the core decides. */
export const factMeanings: Record<ScopeFact, string> = {
  "personal-data": "Names, contacts, behaviour: anything about people. Turns on privacy.",
  "special-categories": "Health, beliefs, biometrics and the like. Turns on stricter privacy.",
  children: "Data of people under age. Turns on consent and protection of children.",
  ephi: "Records of patients in the United States. Turns on HIPAA duties.",
  transfers: "Kept in or reached from outside the EEA or UK. Turns on transfer tools.",
  controller: "It decides itself why and how personal data is used.",
  "joint-controller": "It decides together with you why and how personal data is used.",
  processor: "It handles personal data on your instruction.",
  "sub-processor": "It is engaged by a processor of yours, not by you.",
  ai: "Models predict, generate or decide. Turns on AI questions and threats.",
  "trains-on-customer-data": "Models learn from what you give them. Turns on consent and removal.",
  "automated-decisions": "Decides about people without a person. Turns on human review.",
  "cloud-hosted": "Runs at a public cloud provider. Turns on hosting and shared duties.",
  "self-hosted": "Runs in rooms of the vendor or rented by it. Turns on buildings and equipment.",
  "multi-tenant": "Customers share one system. Turns on separation.",
  "develops-software": "The vendor writes what it runs. Turns on secure development.",
  "remote-access": "The vendor’s people reach into your systems. Turns on remote access.",
  subprocessors: "Others handle your data for it. Turns on the chain of suppliers.",
  "ai-provider": "The vendor develops the AI or puts its name on it. Turns on a provider’s duties.",
  "ai-deployer": "The vendor uses the AI under its own authority.",
  "buyer-deploys-ai": "You use the AI under your own authority. Turns on your own duties.",
  "high-risk-ai": "A use the EU AI Act lists as high-risk. Turns on conformity and registration.",
  "general-purpose-ai": "It offers a model others build on. Turns on a model maker’s duties.",
  "generative-ai": "It makes text, pictures, sound or code. Turns on prompts, output and marking.",
  "ai-agents": "It acts through tools. Turns on limits and approval.",
  "consequential-decisions":
    "Its output weighs in decisions about work, credit, health, schooling or housing. Turns on fairness and explanation.",
  "california-consumers": "Data of people in California. Turns on Californian duties.",
  business: "The vendor is itself a business in Californian law.",
  "service-provider": "The vendor is a service provider in Californian law.",
  "no-certificate":
    "No accredited body has examined the management system for this service. Turns on the questions a certificate would answer.",
};

export interface FactGroup {
  title: string;
  facts: readonly ScopeFact[];
}

export const factGroups: readonly FactGroup[] = [
  { title: "Data", facts: ["personal-data", "special-categories", "children", "ephi", "transfers"] },
  { title: "The vendor’s role", facts: ["controller", "joint-controller", "processor", "sub-processor"] },
  {
    title: "AI",
    facts: [
      "ai",
      "generative-ai",
      "ai-agents",
      "trains-on-customer-data",
      "automated-decisions",
      "consequential-decisions",
    ],
  },
  {
    title: "Roles in law on AI",
    facts: ["ai-provider", "ai-deployer", "buyer-deploys-ai", "high-risk-ai", "general-purpose-ai"],
  },
  { title: "How it is run", facts: ["cloud-hosted", "self-hosted", "multi-tenant", "develops-software"] },
  { title: "California", facts: ["california-consumers", "business", "service-provider"] },
  { title: "Around it", facts: ["remote-access", "subprocessors", "no-certificate"] },
];

/** The roles a party can have for one purpose. */
export const roles: readonly { id: ProcessingRole; title: string; meaning: string }[] = [
  { id: "controller", title: "Controller", meaning: "It decides itself why and how." },
  { id: "joint-controller", title: "Joint controller", meaning: "It decides together with us or others." },
  { id: "processor", title: "Processor", meaning: "It acts on our instruction." },
  { id: "sub-processor", title: "Sub-processor", meaning: "It acts for a processor of ours." },
];
