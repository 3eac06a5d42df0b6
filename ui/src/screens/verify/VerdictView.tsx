/** A verdict, question by question: never one light for everything, and never a colour alone. */
import { conclusions, Glyph, Icon, type Meaning, Tag } from "../../components";
import type { Coverage } from "../../ipc/Coverage";
import type { Intact } from "../../ipc/Intact";
import type { PlaceVerdict } from "../../ipc/PlaceVerdict";
import type { SignatureVerdict } from "../../ipc/SignatureVerdict";
import type { Trust } from "../../ipc/Trust";
import type { Verdict } from "../../ipc/Verdict";
import type { Word } from "../../ipc/Word";
import { day, fileSize, rich, say, told } from "../../words";

const octagon = (
  <>
    <path d="M6.9 2.5h6.2l4.4 4.4v6.2l-4.4 4.4H6.9l-4.4-4.4V6.9z" fill="currentColor" />
    <path d="M7.2 7.2l5.6 5.6M12.8 7.2l-5.6 5.6" style={{ stroke: "var(--glyph-hole, var(--paper))" }} />
  </>
);

export const words: Record<Word, Meaning> = {
  valid: { word: say("verify.valid"), colour: "effective", glyph: conclusions.effective.glyph },
  "unknown-signer": {
    word: say("verify.validSignerNotKnownHere"),
    colour: "partially",
    glyph: (
      <>
        <circle cx="10" cy="10" r="6.75" />
        <path d="M8.2 8.3a1.9 1.9 0 1 1 2.8 1.6c-.7.4-1 .8-1 1.4M10 13.3v.1" />
      </>
    ),
  },
  "against-rules": {
    word: say("verify.wholeButAgainstItsOwnRules"),
    colour: "ineffective",
    glyph: (
      <>
        <path d="M10 3.2l7 12.6H3z" />
        <path d="M10 8v3.6M10 13.6v.1" />
      </>
    ),
  },
  unsigned: { word: say("verify.notSigned"), colour: "neutral", glyph: conclusions["not-assessed"].glyph },
  invalid: { word: say("verify.notValid"), colour: "ineffective", glyph: octagon },
  "not-judged": {
    word: say("verify.notJudged"),
    colour: "neutral",
    glyph: conclusions["not-assessed"].glyph,
  },
  "not-a-pdf": { word: say("verify.notAPdf"), colour: "ineffective", glyph: octagon },
};

const intact: Record<Intact, { meaning: Meaning; sentence: string }> = {
  yes: { meaning: words.valid, sentence: say("verify.yesWhatItCoversIsWhat") },
  no: {
    meaning: words.invalid,
    sentence: say("verify.noWhatItCoversIsNot"),
  },
  "not-judged": {
    meaning: words["not-judged"],
    sentence: say("verify.notJudgedItIsOfA"),
  },
};

const trusts: Record<Trust, string> = {
  pinned: say("verify.yesThisCertificateIsOneOf"),
  authority: say("verify.yesAnAuthorityHeldToBe"),
  "unknown-self-signed": say("verify.notKnownHereTheCertificateVouches"),
  "unknown-issuer": say("verify.notKnownHereNobodyWhoIs"),
  "incomplete-chain": say("verify.notKnownHereACertificateBetween"),
  "refused-chain": say("verify.noTheCertificatesLeadToOne"),
  "not-valid-at-time": say("verify.noTheCertificateWasNotValid"),
  "not-established": say("verify.notEstablishedBecauseTheSignature"),
};

function coverage(covers: Coverage): string {
  if (covers.kind === "whole-file") return say("verify.theWholeFile");
  if (covers.kind === "revision")
    return say("verify.revisionOfWhatStoodInThe", { number: covers.number, of: covers.of });
  return say("verify.unclearItDoesNotSayPlainly");
}

const clockTime = (iso: string) => `${day(iso)}, ${iso.slice(11, 19)} ${iso.slice(19).replace("Z", "UTC")}`;

export function VerdictView({ verdict }: { verdict: Verdict }) {
  const meaning = words[verdict.word];
  const unsigned = verdict.places.filter(({ signed }) => !signed);
  return (
    <div className="verdict" data-testid="verdict" data-word={verdict.word}>
      <div className="verdict-head" data-meaning={meaning.colour} role="status">
        <Glyph meaning={meaning} size="2.5rem" />
        <div>
          <p className="verdict-word" data-testid="verdict-word">
            {meaning.word}
          </p>
          <p>{told(verdict.sentence)}</p>
        </div>
      </div>
      {verdict.problems.length > 0 && (
        <section aria-label={say("verify.problems")}>
          <h3>
            {verdict.word === "not-judged"
              ? say("verify.whatCannotBeChecked")
              : say("verify.whatSpeaksAgainstIt")}
          </h3>
          <ul role="list" className="verdict-problems">
            {verdict.problems.map(({ code, sentence }) => (
              <li key={`${code} ${told(sentence)}`}>
                <Icon name="warning" /> {told(sentence)}
              </li>
            ))}
          </ul>
        </section>
      )}
      {verdict.remarks.length > 0 && (
        <section aria-label={say("verify.remarks")}>
          <h3>{say("verify.worthKnowing")}</h3>
          <ul role="list">
            {verdict.remarks.map(told).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </section>
      )}
      {verdict.active.length > 0 && (
        <section aria-label={say("verify.activeContent")}>
          <h3>{say("verify.whatInItActsByItself")}</h3>
          <ul role="list" className="verdict-problems">
            {verdict.active.map(told).map((sentence) => (
              <li key={sentence}>
                <Icon name="warning" /> {sentence}
              </li>
            ))}
          </ul>
        </section>
      )}
      {verdict.signatures.map((signature) => (
        <SignaturePart
          key={signature.field}
          signature={signature}
          place={verdict.places.find(({ field }) => field === signature.field)}
        />
      ))}
      {unsigned.length > 0 && (
        <section aria-label={say("verify.placesNotSigned")}>
          <h3>{say("verify.notSignedYet")}</h3>
          <p className="soft">
            {say("verify.nPlacesForASignatureAreEmpty", {
              n: unsigned.length,
              list: unsigned
                .map(({ field, expected }) => (expected === null ? field : `${field} (${expected})`))
                .join(", "),
            })}
          </p>
        </section>
      )}
      {verdict.attachments.length > 0 && (
        <section aria-label={say("verify.attachments")}>
          <h3>{say("verify.attachedToIt")}</h3>
          <ul role="list" className="verdict-files">
            {verdict.attachments.map(({ name, sha256, size }) => (
              <li key={`${name} ${sha256}`}>
                <Icon name="paperclip" />
                <span>
                  {name} <span className="soft">{fileSize(size)}</span>
                  <span className="code verdict-hash">{say("verify.sha256", { sha256 })}</span>
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

interface SignaturePartProps {
  signature: SignatureVerdict;
  /** What the report asks of it. */
  place: PlaceVerdict | undefined;
}

function SignaturePart({ signature, place }: SignaturePartProps) {
  const { signer, claimed_time: time, time_stamp: stamp } = signature;
  return (
    <section
      aria-label={say("verify.signatureIn", { field: signature.field })}
      data-testid={`signature-${signature.field}`}
    >
      <h3>
        {say("verify.signature", { field: signature.field })}{" "}
        {signature.certifying && <Tag>{say("verify.sealsTheReport")}</Tag>}
      </h3>
      <dl className="verdict-facts">
        <dt>{say("verify.intact")}</dt>
        <dd>
          <Glyph meaning={intact[signature.intact].meaning} size="1rem" /> {intact[signature.intact].sentence}
        </dd>
        {signer !== null && (
          <>
            <dt>{say("verify.who")}</dt>
            <dd>
              <strong>{signer.name}</strong>
              {signer.organisation !== "" && `, ${signer.organisation}`}
              {signer.email !== null && `, ${signer.email}`}
            </dd>
          </>
        )}
        {place !== undefined && (place.expected !== null || place.objections.length > 0) && (
          <>
            <dt>{say("verify.asTheReportAsks")}</dt>
            <dd>
              {place.expected !== null && say("verify.itNames", { expected: place.expected })}
              {place.objections.length === 0 &&
                place.exceptions.length === 0 &&
                say("verify.nothingStandsAgainstIt")}
              {place.objections.length > 0 && (
                <ul role="list" className="verdict-problems" data-testid={`against-${place.field}`}>
                  {place.objections.map(({ rule, sentence }) => (
                    <li key={rule}>
                      <Icon name="warning" /> {told(sentence)}
                    </li>
                  ))}
                </ul>
              )}
              {place.exceptions.map(({ rule, sentence, reason }) => (
                <p key={rule} className="verdict-exception">
                  <span className="soft">
                    {say("verify.setAsideWithTheReason", { sentence: told(sentence) })}
                  </span>{" "}
                  {reason}
                </p>
              ))}
            </dd>
          </>
        )}
        <dt>{say("verify.known")}</dt>
        <dd>{trusts[signature.trust]}</dd>
        {time !== null && (
          <>
            <dt>{say("common.when")}</dt>
            <dd>
              {stamp === null
                ? say("verify.byTheSignersOwnClockNobody", { time: clockTime(time) })
                : say("verify.byTheSignersOwnClock", { time: clockTime(time) })}
            </dd>
          </>
        )}
        {stamp !== null && (
          <>
            <dt>{say("verify.timeStamp")}</dt>
            <dd>
              {say("verify.timeStampBy", {
                time: clockTime(stamp.at),
                authority: stamp.authority.name,
              })}{" "}
              {trusts[stamp.trust]}
            </dd>
          </>
        )}
        <dt>{say("verify.covers")}</dt>
        <dd>{coverage(signature.covers)}</dd>
        <dt>{say("verify.changedSince")}</dt>
        <dd>
          {signature.changed_since.length === 0 ? (
            say("verify.nothingWasAddedBehindIt")
          ) : (
            <ul role="list">
              {signature.changed_since.map(told).map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          )}
        </dd>
        {signature.reason !== null && (
          <>
            <dt>{say("verify.reasonGiven")}</dt>
            <dd>{signature.reason}</dd>
          </>
        )}
        {signature.location !== null && signature.location !== "" && (
          <>
            <dt>{say("verify.placeGiven")}</dt>
            <dd>{signature.location}</dd>
          </>
        )}
        {signer !== null && (
          <>
            <dt>{say("verify.certificate")}</dt>
            <dd>
              {rich("verify.validToSha256", {
                not_before: day(signer.not_before),
                not_after: day(signer.not_after),
                span: <span className="code verdict-hash" />,
                fingerprint: signer.fingerprint,
              })}
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}
