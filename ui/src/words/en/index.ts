import { app } from "./app";
import { closeOut } from "./closeOut";
import { common } from "./common";
import { comparison } from "./comparison";
import { components } from "./components";
import { decision } from "./decision";
import { evidence } from "./evidence";
import { findings } from "./findings";
import { frame } from "./frame";
import { gates } from "./gates";
import { home } from "./home";
import { inherent } from "./inherent";
import { interview } from "./interview";
import { journal } from "./journal";
import { owed } from "./owed";
import { questionnaire } from "./questionnaire";
import { report } from "./report";
import { reviews } from "./reviews";
import { risks } from "./risks";
import { scope } from "./scope";
import { screens } from "./screens";
import { search } from "./search";
import { state } from "./state";
import { suggestions } from "./suggestions";
import { tests } from "./tests";
import { threats } from "./threats";
import { vendorFiles } from "./vendorFiles";
import { verify } from "./verify";
import { welcome } from "./welcome";

export const en = {
  app,
  closeOut,
  common,
  comparison,
  components,
  decision,
  evidence,
  findings,
  frame,
  gates,
  home,
  inherent,
  interview,
  journal,
  owed,
  questionnaire,
  report,
  reviews,
  risks,
  scope,
  screens,
  search,
  state,
  suggestions,
  tests,
  threats,
  vendorFiles,
  verify,
  welcome,
} as const;
