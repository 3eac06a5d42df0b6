/** How well a component of the AI system is described. */
import { conclusions, type Meaning, unanswered } from "../../components";
import type { ComponentRow } from "../../ipc/ComponentRow";
import { say } from "../../words";

const described: Meaning = {
  word: say("components.described"),
  colour: "effective",
  glyph: conclusions.effective.glyph,
};
const lacking: Meaning = { word: say("components.toDescribe"), colour: "neutral", glyph: unanswered.glyph };
/** A component beside the AI system. */
const recorded: Meaning = {
  word: say("components.recorded"),
  colour: "neutral",
  glyph: <circle cx="10" cy="10" r="2.5" fill="currentColor" />,
};

export function standing({ element, gaps }: ComponentRow): Meaning {
  if (element.role === null) return recorded;
  return gaps === null ? described : lacking;
}

/** Entries of a kind as a bill of materials names it: "2 libraries", "1 machine learning model". */
export function entries(n: number, kind: string): string {
  switch (kind) {
    case "application":
      return say("components.nApplications", { n });
    case "container":
      return say("components.nContainers", { n });
    case "cryptographic-asset":
      return say("components.nCryptographicAssets", { n });
    case "data":
      return say("components.nData", { n });
    case "device":
      return say("components.nDevices", { n });
    case "device-driver":
      return say("components.nDeviceDrivers", { n });
    case "file":
      return say("components.nFiles", { n });
    case "firmware":
      return say("components.nFirmware", { n });
    case "framework":
      return say("components.nFrameworks", { n });
    case "library":
      return say("components.nLibraries", { n });
    case "machine-learning-model":
      return say("components.nMachineLearningModels", { n });
    case "operating-system":
      return say("components.nOperatingSystems", { n });
    case "platform":
      return say("components.nPlatforms", { n });
    case "service":
      return say("components.nServices", { n });
    default:
      return say("components.nOfAnotherKind", { n, kind: kind.replaceAll("-", " ") });
  }
}
