/** Reviews of SOC 2 reports and ISO certificates, one form each, with the red flags they raise beside it. */

import { useRef } from "react";
import { Button, EmptyState, Icon, SaveTrouble } from "../../components";
import { attempt, stepping, useCommands } from "../../frame";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { CertificateReview } from "../../ipc/CertificateReview";
import type { FlagRef } from "../../ipc/FlagRef";
import type { ReviewId } from "../../ipc/ReviewId";
import type { Reviews } from "../../ipc/Reviews";
import type { SocReview } from "../../ipc/SocReview";
import { flushAll, type Save, useEdit } from "../../state/edit";
import { change, useQuery } from "../../state/query";
import { day, say } from "../../words";
import { neighbour, Shown, useItem } from "../shown";
import { offerTakeBack } from "../takeBack";
import { CertificateForm } from "./Certificate";
import { Flags } from "./Flags";
import { SocForm } from "./Soc";
import "./reviews.css";

export function ReviewsScreen({ assessment }: { assessment: AssessmentId }) {
  const query = useQuery("reviews", { assessment });
  return (
    <div className="screen reviews">
      <Shown query={query}>{(reviews) => <All assessment={assessment} reviews={reviews} />}</Shown>
    </div>
  );
}

type Kind = "soc" | "certificates";
const idsOf = ({ soc, certificates }: Reviews) => [...soc, ...certificates].map(({ id }) => id);

function All({ assessment, reviews }: { assessment: AssessmentId; reviews: Reviews }) {
  const [item, choose] = useItem<ReviewId>();
  const isBusy = useRef(false);
  const form = useRef<HTMLElement>(null);
  const flagsPart = useRef<HTMLElement>(null);
  const ids = idsOf(reviews);
  const current = item !== undefined && ids.includes(item) ? item : ids[0];
  const soc = reviews.soc.find(({ id }) => id === current);
  const certificate = reviews.certificates.find(({ id }) => id === current);

  const focusForm = () =>
    requestAnimationFrame(() => {
      const target = form.current ?? document.getElementById("main");
      target?.focus({ preventScroll: true });
    });
  /** One act at a time, with everything typed before it sent. What was refused stays in its field and holds nothing up. */
  const act = async (work: () => Promise<void>) => {
    if (isBusy.current) return;
    isBusy.current = true;
    try {
      await flushAll();
      await attempt(work);
    } finally {
      isBusy.current = false;
    }
  };
  const add = (kind: Kind) =>
    act(async () => {
      const input = { assessment, review: null };
      const next =
        kind === "soc"
          ? await change("save_soc_review", input)
          : await change("save_certificate_review", input);
      choose(idsOf(next).find((id) => !ids.includes(id)));
      focusForm();
    });
  const remove = (review: ReviewId) =>
    act(async () => {
      const wrote = reviews.flags.some((flag) => flag.review === review && flag.finding !== null);
      const at = ids.indexOf(review);
      await change("remove_review", { assessment, review });
      choose(ids[at + 1] ?? ids[at - 1]);
      focusForm();
      await offerTakeBack(
        assessment,
        wrote
          ? say("reviews.reviewWasRemovedItsFindingsStay", { review })
          : say("reviews.reviewWasRemoved", { review }),
      );
    });
  const write = (only: FlagRef | null) =>
    act(async () => {
      const open = ({ flags }: Reviews) => flags.filter(({ finding }) => finding === null).length;
      const before = open(reviews);
      const next = await change("raise_flags", { assessment, only });
      const n = before - open(next);
      if (only === null) flagsPart.current?.focus();
      await offerTakeBack(assessment, say("reviews.nFindingsWereWritten", { n }));
    });

  const group = say("reviews.reviews");
  const hasOpen = reviews.flags.some(({ finding }) => finding === null);
  useCommands([
    {
      id: "reviews.add-soc",
      title: say("reviews.reviewASoc2Report"),
      words: say("reviews.addNew"),
      group,
      keys: "N",
      run: () => void add("soc"),
    },
    {
      id: "reviews.add-certificate",
      title: say("reviews.reviewAnIsoCertificate"),
      words: say("reviews.addNew"),
      group,
      keys: "C",
      run: () => void add("certificates"),
    },
    ...stepping("reviews", group, say("reviews.review"), (by) => choose(neighbour(ids, current, by)), {
      isDisabled: ids.length < 2,
    }),
    {
      id: "reviews.write",
      title: say("reviews.writeFindingsForAllRedFlags"),
      group,
      keys: "W",
      isDisabled: !hasOpen,
      run: () => void write(null),
    },
    {
      id: "reviews.remove",
      title: say("reviews.removeThisReview"),
      group,
      keys: "Shift+Delete",
      notWhileTyping: true,
      isDisabled: current === undefined,
      run: () => current !== undefined && void remove(current),
    },
  ]);

  const isEmpty = current === undefined;
  const adding = (
    <div className="acts">
      <Button
        kind={isEmpty ? "primary" : "plain"}
        icon="plus"
        keys="N"
        onPress={() => void add("soc")}
        data-testid="add-soc-review"
      >
        {say("reviews.reviewASoc2Report")}
      </Button>
      <Button
        icon="plus"
        keys="C"
        onPress={() => void add("certificates")}
        data-testid="add-certificate-review"
      >
        {say("reviews.reviewAnIsoCertificate")}
      </Button>
    </div>
  );
  if (current === undefined)
    return (
      <>
        <h1>{say("reviews.soc2AndIsoReviews")}</h1>
        <EmptyState icon="seal" title={say("reviews.noReportOrCertificateReviewedYet")} action={adding}>
          {say("reviews.aReportProvesOnlyWhatLies")}
        </EmptyState>
      </>
    );
  return (
    <>
      <header className="screen-head">
        <div>
          <h1>{say("reviews.soc2AndIsoReviews")}</h1>
          <p>{say("reviews.whatOthersReportsProveForUs")}</p>
        </div>
        {adding}
      </header>
      <nav aria-label={say("reviews.reviews")}>
        <ul role="list" className="reviews-list">
          {reviews.soc.map((review) => (
            <Pick
              key={review.id}
              id={review.id}
              title={review.auditor.trim() === "" ? say("reviews.soc2Report") : review.auditor}
              about={aboutSoc(review)}
              flags={reviews.flags.filter((flag) => flag.review === review.id).length}
              isCurrent={review.id === current}
              onChoose={() => choose(review.id)}
            />
          ))}
          {reviews.certificates.map((review) => (
            <Pick
              key={review.id}
              id={review.id}
              title={review.standard.trim() === "" ? say("reviews.isoCertificate") : review.standard}
              about={aboutCertificate(review)}
              flags={reviews.flags.filter((flag) => flag.review === review.id).length}
              isCurrent={review.id === current}
              onChoose={() => choose(review.id)}
            />
          ))}
        </ul>
      </nav>
      <div className="reviews-beside">
        <section
          ref={form}
          className="reviews-form"
          tabIndex={-1}
          aria-label={say("reviews.review2", { current })}
          data-testid={`review-form-${current}`}
        >
          {soc !== undefined && <Soc key={soc.id} review={soc} />}
          {certificate !== undefined && <Certificate key={certificate.id} review={certificate} />}
          <div>
            <Button
              kind="quiet"
              icon="trash"
              onPress={() => void remove(current)}
              data-testid="remove-review"
            >
              {say("reviews.removeReview", { current })}
            </Button>
          </div>
        </section>
        <Flags
          box={flagsPart}
          assessment={assessment}
          review={current}
          flags={reviews.flags}
          onWrite={(only) => void write(only)}
        />
      </div>
    </>
  );
}

function aboutSoc({ kind, period_from, period_to }: SocReview): string {
  const type =
    kind === null
      ? say("reviews.soc2")
      : kind === "type-1"
        ? say("reviews.soc2Type1")
        : say("reviews.soc2Type2");
  if (period_to === null) return type;
  if (kind === "type-1" || period_from === null) return `${type}, ${day(period_to)}`;
  return say("reviews.to", { type, period_from: day(period_from), period_to: day(period_to) });
}

function aboutCertificate({ body, expires }: CertificateReview): string {
  return [body.trim(), expires === null ? "" : say("reviews.until", { expires: day(expires) })]
    .filter(Boolean)
    .join(", ");
}

interface PickProps {
  id: string;
  title: string;
  about: string;
  flags: number;
  isCurrent: boolean;
  onChoose(): void;
}

function Pick({ id, title, about, flags, isCurrent, onChoose }: PickProps) {
  return (
    <li>
      <button
        type="button"
        className="pick"
        aria-current={isCurrent}
        onClick={onChoose}
        data-testid={`review-${id}`}
      >
        <Icon name="seal" />
        <span className="pick-title">{title}</span>
        <span className="pick-about">
          <span className="code">{id}</span>
          {about !== "" && <span>{about}</span>}
          <span>{flags === 0 ? say("reviews.noRedFlag") : say("reviews.nRedFlags", { n: flags })}</span>
        </span>
      </button>
    </li>
  );
}

/** The form's text, saved as it is written. */
function useReview<T extends { assessment: AssessmentId; id: string }>(stored: T, save: Save<T>) {
  const saver = useEdit(`review ${stored.assessment} ${stored.id}`, {
    stored,
    save,
    what: say("reviews.review3", { id: stored.id }),
  });
  const put = (part: Partial<T>) => saver.set({ ...saver.value, ...part });
  const takeOut = async (part: Partial<T>, sentence: string) => {
    // What was typed before is a step of its own, so that taking back brings only the row.
    await saver.flush();
    put(part);
    if (await saver.flush()) await offerTakeBack(stored.assessment, sentence);
  };
  return {
    saver,
    props: {
      value: saver.value,
      put,
      onLeave: () => void saver.flush(),
      takeOut: (part: Partial<T>, sentence: string) => void takeOut(part, sentence),
    },
  };
}

function Soc({ review }: { review: SocReview }) {
  const { assessment } = review;
  const { saver, props } = useReview(review, (next, base) =>
    change("save_soc_review", { assessment, review: next, base }),
  );
  return (
    <>
      <SaveTrouble edit={saver} />
      <SocForm {...props} />
    </>
  );
}

function Certificate({ review }: { review: CertificateReview }) {
  const { assessment } = review;
  const { saver, props } = useReview(review, (next, base) =>
    change("save_certificate_review", { assessment, review: next, base }),
  );
  return (
    <>
      <SaveTrouble edit={saver} />
      <CertificateForm {...props} />
    </>
  );
}
