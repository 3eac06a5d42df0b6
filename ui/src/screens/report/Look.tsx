/** How reports look, for all vaults of this program: logo, accent colour and name on the cover. The preview shows it. */

import { useState } from "react";
import { ApiError, call } from "../../api";
import { Button, FileField, Icon, Kept, TextField } from "../../components";
import type { Look as ReportLook } from "../../ipc/Look";
import type { LookChange } from "../../ipc/LookChange";
import { useDraft } from "../../state/edit";
import { invalidate } from "../../state/query";
import { say } from "../../words";

export function Look({ look }: { look: ReportLook }) {
  const { accent, organisation } = look;
  const draft = useDraft("look", { accent, organisation }, { what: say("report.lookOfReports") });
  const [failed, setFailed] = useState<string>();
  const isOwn = look.accent === "" && look.organisation === "" && look.logo === null;

  const keep = async (work: Promise<ReportLook>, done?: () => void) => {
    try {
      await work;
      setFailed(undefined);
      done?.();
      await invalidate("look");
    } catch (thrown) {
      setFailed(ApiError.from(thrown).message);
    }
  };
  const change = (wanted: Partial<LookChange>, done?: () => void) =>
    keep(call("change_look", { accent: null, organisation: null, logo: "keep", ...wanted }), done);

  return (
    <section aria-label={say("report.lookOfReports")} className="issue-part">
      <h2>{say("report.lookOfReports")}</h2>
      <p className="soft small">{say("report.itIsThatOfAllVaults")}</p>
      <Kept draft={draft} />
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
        value={draft.value.accent}
        onChange={(accent) => draft.set((now) => ({ ...now, accent }))}
        testId="look-accent"
      />
      <TextField
        label={say("report.nameOnTheCover")}
        help={say("report.emptyForTheOrganisation")}
        value={draft.value.organisation}
        onChange={(organisation) => draft.set((now) => ({ ...now, organisation }))}
        testId="look-organisation"
      />
      <div className="acts">
        <Button
          kind="primary"
          isDisabled={!draft.isBegun}
          onPress={() => void change(draft.value, draft.clear)}
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
