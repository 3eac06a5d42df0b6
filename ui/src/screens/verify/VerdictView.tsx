/** A verdict, question by question: never one light for everything, and never a colour alone. */
import { conclusions, Glyph, Icon, type Meaning, Tag } from "../../components";
import type { Coverage } from "../../ipc/Coverage";
import type { Intact } from "../../ipc/Intact";
import type { PlaceVerdict } from "../../ipc/PlaceVerdict";
import type { SignatureVerdict } from "../../ipc/SignatureVerdict";
import type { Trust } from "../../ipc/Trust";
import type { Verdict } from "../../ipc/Verdict";
import type { Word } from "../../ipc/Word";
import { count, day, fileSize } from "../../words";

const octagon = (
  <>
    <path d="M6.9 2.5h6.2l4.4 4.4v6.2l-4.4 4.4H6.9l-4.4-4.4V6.9z" fill="currentColor" />
    <path d="M7.2 7.2l5.6 5.6M12.8 7.2l-5.6 5.6" style={{ stroke: "var(--glyph-hole, var(--paper))" }} />
  </>
);

export const words: Record<Word, Meaning> = {
  valid: { word: "Valid", colour: "effective", glyph: conclusions.effective.glyph },
  "unknown-signer": {
    word: "Valid, signer not known here",
    colour: "partially",
    glyph: (
      <>
        <circle cx="10" cy="10" r="6.75" />
        <path d="M8.2 8.3a1.9 1.9 0 1 1 2.8 1.6c-.7.4-1 .8-1 1.4M10 13.3v.1" />
      </>
    ),
  },
  "against-rules": {
    word: "Whole, but against its own rules",
    colour: "ineffective",
    glyph: (
      <>
        <path d="M10 3.2l7 12.6H3z" />
        <path d="M10 8v3.6M10 13.6v.1" />
      </>
    ),
  },
  unsigned: { word: "Not signed", colour: "neutral", glyph: conclusions["not-assessed"].glyph },
  invalid: { word: "Not valid", colour: "ineffective", glyph: octagon },
  "not-judged": { word: "Not judged", colour: "neutral", glyph: conclusions["not-assessed"].glyph },
  "not-a-pdf": { word: "Not a PDF", colour: "ineffective", glyph: octagon },
};

const intact: Record<Intact, { meaning: Meaning; sentence: string }> = {
  yes: { meaning: words.valid, sentence: "Yes: what it covers is what was signed." },
  no: {
    meaning: words.invalid,
    sentence: "No: what it covers is not what was signed, or the signature is not by this key.",
  },
  "not-judged": {
    meaning: words["not-judged"],
    sentence: "Not judged: it is of a kind that cannot be checked here.",
  },
};

const trusts: Record<Trust, string> = {
  pinned: "Yes: this certificate is one of those held to be genuine.",
  authority:
    "Yes: an authority held to be genuine vouches for it. Whether it was revoked nobody can tell without a network.",
  "unknown-self-signed":
    "Not known here: the certificate vouches for itself. Compare its fingerprint with the signer by another way, such as by telephone.",
  "unknown-issuer": "Not known here: nobody who is trusted vouches for the certificate.",
  "not-valid-at-time": "No: the certificate was not valid at the time of signing.",
  "not-established": "Not established, because the signature itself does not hold.",
};

function coverage(covers: Coverage): string {
  if (covers.kind === "whole-file") return "The whole file.";
  if (covers.kind === "revision")
    return `Revision ${covers.number} of ${covers.of}: what stood in the file when it was signed.`;
  return "Unclear: it does not say plainly what it covers.";
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
          <p>{verdict.sentence}</p>
        </div>
      </div>
      {verdict.problems.length > 0 && (
        <section aria-label="Problems">
          <h3>{verdict.word === "not-judged" ? "What cannot be checked" : "What speaks against it"}</h3>
          <ul className="verdict-problems">
            {verdict.problems.map(({ code, sentence }) => (
              <li key={`${code} ${sentence}`}>
                <Icon name="warning" /> {sentence}
              </li>
            ))}
          </ul>
        </section>
      )}
      {verdict.remarks.length > 0 && (
        <section aria-label="Remarks">
          <h3>Worth knowing</h3>
          <ul>
            {verdict.remarks.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </section>
      )}
      {verdict.active.length > 0 && (
        <section aria-label="Active content">
          <h3>What in it acts by itself</h3>
          <ul className="verdict-problems">
            {verdict.active.map((sentence) => (
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
        <section aria-label="Places not signed">
          <h3>Not signed yet</h3>
          <p className="soft">
            {count(unsigned.length, "place")} for a signature {unsigned.length === 1 ? "is" : "are"} empty:{" "}
            {unsigned
              .map(({ field, expected }) => (expected === null ? field : `${field} (${expected})`))
              .join(", ")}
            . That takes nothing from the signatures that are there.
          </p>
        </section>
      )}
      {verdict.attachments.length > 0 && (
        <section aria-label="Attachments">
          <h3>Attached to it</h3>
          <ul className="verdict-files">
            {verdict.attachments.map(({ name, sha256, size }) => (
              <li key={`${name} ${sha256}`}>
                <Icon name="paperclip" />
                <span>
                  {name} <span className="soft">{fileSize(size)}</span>
                  <span className="code verdict-hash">SHA-256 {sha256}</span>
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
  const { signer, claimed_time: time } = signature;
  return (
    <section aria-label={`Signature in ${signature.field}`} data-testid={`signature-${signature.field}`}>
      <h3>
        Signature: {signature.field} {signature.certifying && <Tag>seals the report</Tag>}
      </h3>
      <dl className="verdict-facts">
        <dt>Intact</dt>
        <dd>
          <Glyph meaning={intact[signature.intact].meaning} size="1rem" /> {intact[signature.intact].sentence}
        </dd>
        {signer !== null && (
          <>
            <dt>Who</dt>
            <dd>
              <strong>{signer.name}</strong>
              {signer.organisation !== "" && `, ${signer.organisation}`}
              {signer.email !== null && `, ${signer.email}`}
            </dd>
          </>
        )}
        {place !== undefined && (place.expected !== null || place.objections.length > 0) && (
          <>
            <dt>As the report asks</dt>
            <dd>
              {place.expected !== null && `It names ${place.expected}. `}
              {place.objections.length === 0 && place.exceptions.length === 0 && "Nothing stands against it."}
              {place.objections.length > 0 && (
                <ul className="verdict-problems" data-testid={`against-${place.field}`}>
                  {place.objections.map(({ rule, sentence }) => (
                    <li key={rule}>
                      <Icon name="warning" /> {sentence}
                    </li>
                  ))}
                </ul>
              )}
              {place.exceptions.map(({ rule, sentence, reason }) => (
                <p key={rule} className="verdict-exception">
                  <span className="soft">{sentence} Set aside with the reason:</span> {reason}
                </p>
              ))}
            </dd>
          </>
        )}
        <dt>Known</dt>
        <dd>{trusts[signature.trust]}</dd>
        {time !== null && (
          <>
            <dt>When</dt>
            <dd>{clockTime(time)}, by the signer’s own clock. Nobody else confirms it.</dd>
          </>
        )}
        <dt>Covers</dt>
        <dd>{coverage(signature.covers)}</dd>
        <dt>Changed since</dt>
        <dd>
          {signature.changed_since.length === 0 ? (
            "Nothing was added behind it."
          ) : (
            <ul>
              {signature.changed_since.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          )}
        </dd>
        {signature.reason !== null && (
          <>
            <dt>Reason given</dt>
            <dd>{signature.reason}</dd>
          </>
        )}
        {signature.location !== null && signature.location !== "" && (
          <>
            <dt>Place given</dt>
            <dd>{signature.location}</dd>
          </>
        )}
        {signer !== null && (
          <>
            <dt>Certificate</dt>
            <dd>
              valid {day(signer.not_before)} to {day(signer.not_after)}
              <span className="code verdict-hash">SHA-256 {signer.fingerprint}</span>
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}
