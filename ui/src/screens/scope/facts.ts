/** The facts of a scope: what each says about the service, grouped as one thinks about them. */
import type { ProcessingRole } from "../../ipc/ProcessingRole";
import type { ScopeFact } from "../../ipc/ScopeFact";
import { say } from "../../words";

/** In plain words, and what it is asked for. What exactly a fact turns on the core decides. */
export const factMeanings: Record<ScopeFact, string> = {
  "personal-data": say("scope.namesContactsBehaviourAnythingAbout"),
  "special-categories": say("scope.healthBeliefsBiometricsAndTheLike"),
  children: say("scope.dataOfPeopleUnderAgeTurns"),
  ephi: say("scope.recordsOfPatientsInTheUnited"),
  transfers: say("scope.keptInOrReachedFromOutside"),
  controller: say("scope.itDecidesItselfWhyAndHow"),
  "joint-controller": say("scope.itDecidesTogetherWithYouWhy"),
  processor: say("scope.itHandlesPersonalDataOnYour"),
  "sub-processor": say("scope.itIsEngagedByAProcessor"),
  ai: say("scope.modelsPredictGenerateOrDecideTurns"),
  "trains-on-customer-data": say("scope.modelsLearnFromWhatYouGive"),
  "automated-decisions": say("scope.decidesAboutPeopleWithoutAPerson"),
  "cloud-hosted": say("scope.runsAtAPublicCloudProvider"),
  "self-hosted": say("scope.runsInRoomsOfTheVendor"),
  "multi-tenant": say("scope.customersShareOneSystemTurnsOn"),
  "develops-software": say("scope.theVendorWritesWhatItRuns"),
  "remote-access": say("scope.theVendorsPeopleReachIntoYour"),
  subprocessors: say("scope.othersHandleYourDataForIt"),
  "ai-provider": say("scope.theVendorDevelopsTheAiOr"),
  "ai-deployer": say("scope.theVendorUsesTheAiUnder"),
  "buyer-deploys-ai": say("scope.youUseTheAiUnderYour"),
  "high-risk-ai": say("scope.aUseTheEuAiAct"),
  "general-purpose-ai": say("scope.itOffersAModelOthersBuild"),
  "generative-ai": say("scope.itMakesTextPicturesSoundOr"),
  "ai-agents": say("scope.itActsThroughToolsTurnsOn"),
  "consequential-decisions": say("scope.itsOutputWeighsInDecisionsAbout"),
  "california-consumers": say("scope.dataOfPeopleInCaliforniaTurns"),
  business: say("scope.theVendorIsItselfABusiness"),
  "service-provider": say("scope.theVendorIsAServiceProvider"),
  "no-certificate": say("scope.noAccreditedBodyHasExaminedThe"),
};

export interface FactGroup {
  title: string;
  facts: readonly ScopeFact[];
}

export const factGroups: readonly FactGroup[] = [
  {
    title: say("scope.data"),
    facts: ["personal-data", "special-categories", "children", "ephi", "transfers"],
  },
  {
    title: say("scope.theVendorsRole"),
    facts: ["controller", "joint-controller", "processor", "sub-processor"],
  },
  {
    title: say("scope.ai"),
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
    title: say("scope.rolesInLawOnAi"),
    facts: ["ai-provider", "ai-deployer", "buyer-deploys-ai", "high-risk-ai", "general-purpose-ai"],
  },
  {
    title: say("scope.howItIsRun"),
    facts: ["cloud-hosted", "self-hosted", "multi-tenant", "develops-software"],
  },
  { title: say("scope.california"), facts: ["california-consumers", "business", "service-provider"] },
  { title: say("scope.aroundIt"), facts: ["remote-access", "subprocessors", "no-certificate"] },
];

/** The roles a party can have for one purpose. */
export const roles: readonly { id: ProcessingRole; title: string; meaning: string }[] = [
  { id: "controller", title: say("scope.controller"), meaning: say("scope.itDecidesItselfWhyAndHow2") },
  {
    id: "joint-controller",
    title: say("scope.jointController"),
    meaning: say("scope.itDecidesTogetherWithUsOr"),
  },
  { id: "processor", title: say("scope.processor"), meaning: say("scope.itActsOnOurInstruction") },
  { id: "sub-processor", title: say("scope.subProcessor"), meaning: say("scope.itActsForAProcessorOf") },
];
