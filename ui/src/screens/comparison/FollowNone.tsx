/** Nothing to compare with yet: why it is worth having, and an earlier assessment of the vendor to follow, if there is one. */

import { Button, EmptyState, Select } from "../../components";
import { attempt } from "../../frame";
import type { AssessmentId } from "../../ipc/AssessmentId";
import { go } from "../../place";
import { change, useQuery } from "../../state/query";
import { day, say } from "../../words";
import { offerTakeBack } from "../takeBack";

export function FollowNone({ assessment }: { assessment: AssessmentId }) {
  const session = useQuery("session", {}).data;
  const own = useQuery("overview", { assessment }).data?.assessment;
  const earlier = (
    session?.vendors.find(({ vendor }) => vendor.id === own?.vendor)?.assessments ?? []
  ).filter(
    ({ assessment: other }) => own !== undefined && other.id !== own.id && other.started < own.started,
  );
  const follow = async (previous: AssessmentId) => {
    const done = await attempt(change("follow_assessment", { assessment, previous }));
    if (done !== undefined) await offerTakeBack(assessment, say("comparison.comparedFromNowOn"));
  };
  return (
    <EmptyState
      icon="clock"
      title={say("comparison.thisAssessmentFollowsNoOther")}
      action={
        earlier.length > 0 ? (
          <Select<AssessmentId>
            label={say("comparison.compareWith")}
            placeholder={say("comparison.chooseAnEarlierAssessment")}
            options={earlier.map(({ assessment: other, concluded }) => ({
              id: other.id,
              label: other.title,
              detail: say("comparison.startedConcluded", { started: day(other.started), concluded }),
            }))}
            value={null}
            onChange={(previous) => void follow(previous)}
            testId="comparison-follow"
          />
        ) : (
          <Button onPress={() => go("home")} data-testid="comparison-home">
            {say("comparison.goToAllAssessments")}
          </Button>
        )
      }
    >
      {earlier.length > 0
        ? say("comparison.whenItFollowsOneThisPage")
        : say("comparison.whenItFollowsOneThisPage2")}
    </EmptyState>
  );
}
