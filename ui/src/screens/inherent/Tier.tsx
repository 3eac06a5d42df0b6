/** What tier counts and why: the points against the thresholds, the answers that decide alone, and criticality. */
import { Icon } from "../../components";
import type { InherentView } from "../../ipc/InherentView";
import { tiers } from "../scope/choices";

export const tierTitle = (tier: number) => tiers.find((one) => one.tier === tier)?.title ?? "";

export function Tier({ view }: { view: InherentView }) {
  const { tier, tier_reason, tier_override, proposal, critical } = view;
  return (
    <>
      <section aria-labelledby="inherent-tier" className="inherent-part" data-first>
        <h2 id="inherent-tier" className="inherent-verdict" data-testid="inherent-tier">
          Tier {tier} <span className="soft">{tierTitle(tier)}</span>
        </h2>
        {tier_override !== null ? (
          <>
            <p data-testid="inherent-reason">{tier_reason}</p>
            <p className="soft">The answers by themselves: {proposal.explanation}</p>
          </>
        ) : proposal.tier === null ? (
          <>
            <p data-testid="inherent-reason">
              {proposal.answered} of {proposal.asked} answered. The tier stays as it was until all are, for
              half a sum says too little.
            </p>
            {tier_reason.trim() !== "" && <p className="soft">As it was: {tier_reason}</p>}
          </>
        ) : (
          <p data-testid="inherent-reason">{proposal.explanation}</p>
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
          {critical ? "Critical function" : "Not marked critical"}
        </h3>
        {proposal.critical_because.length > 0 ? (
          <ul className="inherent-because">
            {proposal.critical_because.map((said) => (
              <li key={said}>{said}</li>
            ))}
          </ul>
        ) : (
          <p>
            {critical
              ? "Marked by hand under Vendor & scope. With the first answer here the answers decide."
              : "No answer says that a critical function hangs on the service."}
          </p>
        )}
        <p className="soft">
          Apart from the tier on purpose: a service with little data can be one nobody can work without.
        </p>
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
      aria-label={`${proposal.points} of ${proposal.most} points. Tier 4 from 0, tier 3 from ${tier_3}, tier 2 from ${tier_2}, tier 1 from ${tier_1}.`}
      data-testid="inherent-points"
    >
      <p>
        <strong>{proposal.points}</strong> of {proposal.most} points.{" "}
        <span className="soft">
          Tier 3 begins at {tier_3}, tier 2 at {tier_2}, tier 1 at {tier_1}.
        </span>
      </p>
      <div className="inherent-bar">
        {spans.map(({ tier, from, to }) => (
          <span key={tier} style={{ width: `${((to - from) / most) * 100}%` }}>
            <span className="inherent-bar-line" data-on={proposal.points >= from || undefined} />
            <span className="inherent-bar-tier">{tier === 1 ? "Tier 1" : tier}</span>
            <span className="inherent-bar-from">{from}</span>
          </span>
        ))}
        <span className="inherent-marker" style={{ left: at(proposal.points) }} />
      </div>
    </div>
  );
}
