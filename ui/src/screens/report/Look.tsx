/** How reports look, for all vaults of this program: logo, accent colour and name on the cover. The preview shows it. */

import { useState } from "react";
import { ApiError, call } from "../../api";
import { Button, FileField, Icon, TextField } from "../../components";
import type { Look as ReportLook } from "../../ipc/Look";
import type { LookChange } from "../../ipc/LookChange";
import { invalidate } from "../../state/query";
import { say } from "../../words";

export function Look({ look }: { look: ReportLook }) {
  // What is typed stands in the place of what is kept until it is kept itself.
  const [accent, setAccent] = useState<string>();
  const [organisation, setOrganisation] = useState<string>();
  const [failed, setFailed] = useState<string>();
  const isOwn = look.accent === "" && look.organisation === "" && look.logo === null;

  const keep = async (work: Promise<ReportLook>) => {
    try {
      await work;
      setFailed(undefined);
      setAccent(undefined);
      setOrganisation(undefined);
      await invalidate("look");
    } catch (thrown) {
      setFailed(ApiError.from(thrown).message);
    }
  };
  const change = (wanted: Partial<LookChange>) =>
    keep(call("change_look", { accent: null, organisation: null, logo: "keep", ...wanted }));

  return (
    <section aria-label={say("report.lookOfReports")} className="issue-part">
      <h2>{say("report.lookOfReports")}</h2>
      <p className="soft small">{say("report.itIsThatOfAllVaults")}</p>
      <FileField
        label={say("report.logo")}
        help={
          look.logo === null
            ? say("report.aPngOrJpegFile")
            : say("report.wByHPixels", { width: look.logo.width, height: look.logo.height })
        }
        dialogTitle={say("report.chooseALogo")}
        endings={["png", "jpg", "jpeg"]}
        value=""
        onChange={(file) => void change({ logo: { take: file } })}
        testId="look-logo"
      />
      <TextField
        label={say("report.accentColour")}
        help={
          look.drawn === look.accent
            ? say("report.emptyForTheProgramsOwnColour")
            : say("report.drawnAs", { drawn: look.drawn })
        }
        placeholder="#14365C"
        code
        value={accent ?? look.accent}
        onChange={setAccent}
        testId="look-accent"
      />
      <TextField
        label={say("report.nameOnTheCover")}
        help={say("report.emptyForTheOrganisation")}
        value={organisation ?? look.organisation}
        onChange={setOrganisation}
        testId="look-organisation"
      />
      <div className="acts">
        <Button
          kind="primary"
          isDisabled={accent === undefined && organisation === undefined}
          onPress={() => void change({ accent: accent ?? null, organisation: organisation ?? null })}
          data-testid="look-keep"
        >
          {say("report.useThisLook")}
        </Button>
        {look.logo !== null && (
          <Button onPress={() => void change({ logo: "remove" })} data-testid="look-no-logo">
            {say("report.removeTheLogo")}
          </Button>
        )}
        <Button
          kind="quiet"
          isDisabled={isOwn}
          onPress={() => void keep(call("reset_look", {}))}
          data-testid="look-reset"
        >
          {say("report.goBackToTheProgramsOwnLook")}
        </Button>
      </div>
      <div aria-live="polite">
        {failed !== undefined && (
          <p className="issue-failed" role="alert" data-testid="look-failed">
            <Icon name="warning" /> <span>{failed}</span>
          </p>
        )}
      </div>
    </section>
  );
}
