/** Nothing to compare with yet: why it is worth having, and an earlier assessment of the vendor to follow, if there is one. */
import { Button, EmptyState, Select } from "../../components";
import { attempt } from "../../frame";
import { go } from "../../place";
import { change, useQuery } from "../../state/query";
import { day } from "../../words";
import { offerTakeBack } from "../takeBack";

export function FollowNone({ assessment }: { assessment: string }) {
  const session = useQuery("session", {}).data;
  const own = useQuery("overview", { assessment }).data?.assessment;
  const earlier = (
    session?.vendors.find(({ vendor }) => vendor.id === own?.vendor)?.assessments ?? []
  ).filter(
    ({ assessment: other }) => own !== undefined && other.id !== own.id && other.started < own.started,
  );
  const follow = async (previous: string) => {
    const done = await attempt(change("follow_assessment", { assessment, previous }));
    if (done !== undefined) await offerTakeBack(assessment, "Compared from now on.");
  };
  return (
    <EmptyState
      icon="clock"
      title="This assessment follows no other"
      action={
        earlier.length > 0 ? (
          <Select
            label="Compare with"
            placeholder="Choose an earlier assessment…"
            options={earlier.map(({ assessment: other, concluded }) => ({
              id: other.id,
              label: other.title,
              detail: `Started ${day(other.started)}, ${concluded} concluded`,
            }))}
            value={null}
            onChange={(previous) => void follow(previous)}
            testId="comparison-follow"
          />
        ) : (
          <Button onPress={() => go("home")} data-testid="comparison-home">
            Go to all assessments
          </Button>
        )
      }
    >
      When it follows one, this page shows what the vendor says differently from last time, what got worse,
      and what changed with nothing new to show for it.{" "}
      {earlier.length > 0
        ? "The vendor was assessed before: choose what to compare with. Its answers are then shown beside the new ones; nothing is copied."
        : "Next year, start the new assessment from this one: choose it under “Start from”."}
    </EmptyState>
  );
}
