/** What tier counts and why: the points against the thresholds, the answers that decide alone, and criticality. */
import { Icon } from "../../components";
import type { InherentView } from "../../ipc/InherentView";
import { rich, say, told } from "../../words";
import { tiers } from "../scope/choices";

export const tierTitle = (tier: number) => tiers.find((one) => one.tier === tier)?.title ?? "";

export function Tier({ view }: { view: InherentView }) {
  const { tier, tier_reason, tier_override, proposal, critical } = view;
  return (
    <>
      <section aria-labelledby="inherent-tier" className="inherent-part" data-first>
        <h2 id="inherent-tier" className="inherent-verdict" data-testid="inherent-tier">
          {rich("inherent.tier3", { tier, span: <span className="soft">{tierTitle(tier)}</span> })}
        </h2>
        {tier_override !== null ? (
          <>
            <p data-testid="inherent-reason">{tier_reason}</p>
            <p className="soft">
              {say("inherent.theAnswersByThemselves", { explanation: told(proposal.explanation) })}
            </p>
          </>
        ) : proposal.tier === null ? (
          <>
            <p data-testid="inherent-reason">
              {say("inherent.ofAnsweredTheTierStaysAs", {
                answered: proposal.answered,
                asked: proposal.asked,
              })}
            </p>
            {tier_reason.trim() !== "" && <p className="soft">{say("inherent.asItWas", { tier_reason })}</p>}
          </>
        ) : (
          <p data-testid="inherent-reason">{told(proposal.explanation)}</p>
        )}
        <Scale view={view} />
      </section>
      <section
        aria-labelledby="inherent-critical"
        className="inherent-part"
        data-first
        data-testid="inherent-critical"
      >
        <h3 id="inherent-critical">
          {critical && <Icon name="warning" size="1rem" />}
          {critical ? say("inherent.criticalFunction2") : say("inherent.notMarkedCritical")}
        </h3>
        {proposal.critical_because.length > 0 ? (
          <ul role="list" className="inherent-because">
            {proposal.critical_because.map((said) => (
              <li key={said}>{said}</li>
            ))}
          </ul>
        ) : (
          <p>
            {critical
              ? say("inherent.markedByHandUnderVendorScope")
              : say("inherent.noAnswerSaysThatACritical")}
          </p>
        )}
        <p className="soft">{say("inherent.apartFromTheTierOnPurpose")}</p>
      </section>
    </>
  );
}

/** The points on their way from nothing to the most there could be, with the marks where a tier begins. */
function Scale({ view: { pack, proposal } }: { view: InherentView }) {
  const { tier_1, tier_2, tier_3 } = pack.tiers;
  const most = Math.max(proposal.most, tier_1 + 1);
  const at = (points: number) => `${(Math.min(points, most) / most) * 100}%`;
  const spans = [
    { tier: 4, from: 0, to: tier_3 },
    { tier: 3, from: tier_3, to: tier_2 },
    { tier: 2, from: tier_2, to: tier_1 },
    { tier: 1, from: tier_1, to: most },
  ];
  return (
    <div
      className="inherent-scale"
      role="img"
      aria-label={say("inherent.ofPointsTier4From0", {
        points: proposal.points,
        most: proposal.most,
        tier_3,
        tier_2,
        tier_1,
      })}
      data-testid="inherent-points"
    >
      <p>
        {rich("inherent.ofPointsTier3BeginsAt", {
          strong: <strong>{proposal.points}</strong>,
          most: proposal.most,
          span: <span className="soft" />,
          tier_3,
          tier_2,
          tier_1,
        })}
      </p>
      <div className="inherent-bar">
        {spans.map(({ tier, from, to }) => (
          <span key={tier} style={{ width: `${((to - from) / most) * 100}%` }}>
            <span className="inherent-bar-line" data-on={proposal.points >= from || undefined} />
            <span className="inherent-bar-tier">{tier === 1 ? say("inherent.tier1") : tier}</span>
            <span className="inherent-bar-from">{from}</span>
          </span>
        ))}
        <span className="inherent-marker" style={{ insetInlineStart: at(proposal.points) }} />
      </div>
    </div>
  );
}
