/** A whole screen over the small vault in memory that the tests of screens use: `?view=screen#/questionnaire?assessment=asm-1`. */
import { useEffect, useState } from "react";
import { App } from "../src/App";
import { type Api, setApi } from "../src/api";
import { fakeCore } from "../src/screens/fakeCore";

/** What the vault in memory has no answer for, to look at. */
const answers: Record<string, unknown> = {
  report_preview: {
    title: "Insight 2026",
    subtitle: "",
    language: "en-GB",
    author: "",
    organisation: "Fenwick Lane",
    classification: "Confidential",
    reference: "r1",
    issued: "",
    footer: "",
    blocks: [{ type: "heading", level: "one", number: "1", text: "Summary", id: "summary" }],
  },
  issues: [],
  issuing_objections: [
    {
      rule: "other-name",
      sentence: "The report names Ada Moore for the place Assessor; the certificate is Isolde Hartwig’s.",
      can_be_set_aside: true,
    },
    {
      rule: "open-points",
      sentence:
        "1 point stands open before signing. Settle it, or say why the report is issued all the same.",
      can_be_set_aside: true,
    },
  ],
  issue_changes: {
    since: {
      number: 1,
      issued: "2026-11-18T09:00:00+00:00",
      changes: [
        {
          change: {
            what: "Answer",
            id: "ACC-01",
            title: "",
            became: "changed",
            fields: [
              { field: "Claim", was: "Yes", is: "No" },
              { field: "Comment", was: "", is: "The second factor was switched off for the night shift." },
            ],
          },
          at: "2026-11-20T09:12:44+00:00",
          by: "Isolde Hartwig",
          doing: "read late.csv",
        },
      ],
    },
  },
  decision: {
    open_points: [
      {
        kind: "risk-without-owner",
        title: "Risk without owner",
        grave: true,
        text: "Risk R-02 has no owner.",
        place: { at: "risk", id: "R-02" },
      },
    ],
  },
};

/** `&vault=closed` begins before a vault is open, `&clash` lets every saved answer meet somebody else's. */
export function ScreenView({ isClosed, clashes }: { isClosed: boolean; clashes: boolean }) {
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    const core = fakeCore();
    core.isOpen = !isClosed;
    for (const id of ["ACC-02", "CRY-01", "CRY-02"]) {
      const response = core.responses.get(id);
      if (response !== undefined)
        core.responses.set(id, { ...response, claim: "not-applicable", reason: "We host nothing." });
    }
    const first = core.responses.get("ACC-01");
    if (first !== undefined) {
      const at = "2026-11-20T09:00:00+00:00";
      core.responses.set("ACC-01", {
        ...first,
        claim: "no",
        conclusion: "effective",
        claim_changed: { was: "yes", was_comment: "For everybody", by_file: "late.csv", at },
      });
    }
    const identity = {
      id: "i1",
      name: "Isolde Hartwig",
      organisation: "Fenwick Lane",
      fingerprint: "AA:BB:CC:DD:EE:FF:00:11",
      valid_until: "2031-01-01",
    };
    const api: Api = {
      ...core.api,
      async call(name, input, job) {
        if (clashes && name === "answer" && !JSON.stringify(input).includes("Theirs")) {
          const clash = { field: "comment", stands: "Theirs: since March only.", wanted: "Mine: since May." };
          throw { sentence: "Changed since.", code: "changed-since", clashes: [clash] };
        }
        if (name in answers) return answers[name];
        const answer = await core.api.call(name, input, job);
        return name === "session" ? { ...(answer as object), identities: [identity] } : answer;
      },
    };
    const putBack = setApi(api);
    setReady(true);
    return () => {
      putBack();
      core.leave();
    };
  }, [isClosed, clashes]);
  return isReady ? <App /> : null;
}
