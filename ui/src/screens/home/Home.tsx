/** What is in the open vault: vendors, their assessments, and who signs. */
import { useState } from "react";
import {
  Button,
  Confirm,
  EmptyState,
  IconButton,
  Menu,
  type MenuEntry,
  Tag,
  TextField,
} from "../../components";
import { attempt, useCommands } from "../../frame";
import type { AssessmentCard } from "../../ipc/AssessmentCard";
import type { Session } from "../../ipc/Session";
import type { Vendor } from "../../ipc/Vendor";
import type { VendorCard } from "../../ipc/VendorCard";
import { go } from "../../place";
import { change } from "../../state/query";
import { byName, count, day } from "../../words";
import { offerTakeBack } from "../takeBack";
import { Identities } from "./Identities";
import { NewAssessmentDialog } from "./NewAssessment";
import { Unreadable } from "./Unreadable";
import { VendorDialog } from "./VendorDialog";
import "./home.css";

/** Beyond this many vendors a field to find one is worth its place. */
const MANY = 8;

type Open =
  | { kind: "vendor"; vendor: Vendor | null }
  | { kind: "assessment"; vendor: string | null }
  | { kind: "remove"; card: AssessmentCard };

export function Home({ session }: { session: Session }) {
  const { vendors } = session;
  const [open, setOpen] = useState<Open>();
  const [find, setFind] = useState("");
  const close = () => setOpen(undefined);
  const addVendor = () => setOpen({ kind: "vendor", vendor: null });
  const startAssessment = (vendor: string | null) => setOpen({ kind: "assessment", vendor });

  useCommands([
    { id: "home.vendor", title: "Add a vendor", group: "Assessments", keys: "V", run: addVendor },
    {
      id: "home.assessment",
      title: "Start an assessment",
      group: "Assessments",
      keys: "N",
      isDisabled: vendors.length === 0,
      run: () => startAssessment(null),
    },
    ...vendors.flatMap((card) =>
      card.assessments.map(({ assessment }) => ({
        id: `home.open.${assessment.id}`,
        title: `Open ${assessment.title}`,
        group: "Assessments",
        words: `${card.vendor.name} ${assessment.service}`,
        run: () => openAssessment(assessment.id),
      })),
    ),
  ]);

  const removeVendor = async (vendor: Vendor) => {
    const done = await attempt(change("remove_vendor", { vendor: vendor.id }));
    if (done !== undefined) await offerTakeBack(null, `${vendor.name} was removed.`);
  };

  const wanted = find.trim().toLowerCase();
  const shown = vendors
    .filter(
      ({ vendor, assessments }) =>
        wanted === "" ||
        [vendor.name, vendor.legal_name, ...assessments.map(({ assessment }) => assessment.title)].some(
          (text) => text.toLowerCase().includes(wanted),
        ),
    )
    .sort((a, b) => byName(a.vendor.name, b.vendor.name));

  return (
    <div className="home">
      <header className="list-head">
        <h1>Assessments</h1>
        {vendors.length > 0 && (
          <div className="list-acts">
            <Button icon="plus" keys="V" onPress={addVendor} data-testid="add-vendor">
              Add a vendor
            </Button>
            <Button
              kind="primary"
              icon="plus"
              keys="N"
              onPress={() => startAssessment(null)}
              data-testid="start-assessment"
            >
              Start an assessment
            </Button>
          </div>
        )}
      </header>

      <Unreadable session={session} />

      {vendors.length > MANY && (
        <TextField
          label="Find a vendor or assessment"
          hideLabel
          placeholder="Find a vendor or assessment"
          type="search"
          value={find}
          onChange={setFind}
          testId="find-vendor"
        />
      )}

      {vendors.length === 0 ? (
        <EmptyState
          icon="vendor"
          title="No vendor yet"
          action={
            <Button kind="primary" icon="plus" keys="V" onPress={addVendor} data-testid="add-vendor">
              Add the first vendor
            </Button>
          }
        >
          A vendor is the organisation you look at. Each look at one of its services is an assessment, with
          its questionnaire, evidence, threats, risks, decision and report. Add the vendor, then start the
          assessment.
        </EmptyState>
      ) : (
        <div className="home-vendors">
          {shown.map((card) => (
            <VendorPart
              key={card.vendor.id}
              card={card}
              onEdit={() => setOpen({ kind: "vendor", vendor: card.vendor })}
              onStart={() => startAssessment(card.vendor.id)}
              onRemove={() => void removeVendor(card.vendor)}
              onRemoveAssessment={(assessment) => setOpen({ kind: "remove", card: assessment })}
            />
          ))}
          {shown.length === 0 && <p className="soft">No vendor or assessment matches “{find.trim()}”.</p>}
        </div>
      )}

      <Identities identities={session.identities} />

      {open?.kind === "vendor" && <VendorDialog vendor={open.vendor} onClose={close} />}
      {open?.kind === "assessment" && (
        <NewAssessmentDialog vendors={vendors} vendor={open.vendor} onClose={close} />
      )}
      <Confirm
        title="Remove this assessment?"
        isOpen={open?.kind === "remove"}
        onClose={close}
        act="Remove assessment"
        isDangerous
        onConfirm={() => {
          if (open?.kind === "remove") {
            const { assessment, issued } = open.card;
            void attempt(change("remove_assessment", { assessment: assessment.id, issued: issued > 0 })).then(
              (done) => done && offerTakeBack(null, `“${assessment.title}” is removed.`),
            );
          }
        }}
      >
        {open?.kind === "remove" && (
          <p>
            “{open.card.assessment.title}” goes with its answers, evidence, threats, risks and decision
            {open.card.issued > 0 && ` and ${count(open.card.issued, "issued report")}`}. This can be undone,
            for which its content stays in the vault’s journal. PDF files already written stay where they are.
          </p>
        )}
      </Confirm>
    </div>
  );
}

function openAssessment(assessment: string) {
  go("questionnaire", { assessment });
}

interface VendorPartProps {
  card: VendorCard;
  onEdit(): void;
  onStart(): void;
  onRemove(): void;
  onRemoveAssessment(card: AssessmentCard): void;
}

function VendorPart({ card, onEdit, onStart, onRemove, onRemoveAssessment }: VendorPartProps) {
  const { vendor, assessments } = card;
  const about = [vendor.country, ...vendor.services].filter((part) => part !== "").join(" · ");
  const entries: MenuEntry[] = [
    { id: "start", label: "Start an assessment", icon: "plus", onAction: onStart },
    { id: "edit", label: "Edit vendor", icon: "edit", onAction: onEdit },
    "line",
    {
      id: "remove",
      label: assessments.length > 0 ? "Remove vendor (has assessments)" : "Remove vendor",
      icon: "trash",
      isDangerous: true,
      isDisabled: assessments.length > 0,
      onAction: onRemove,
    },
  ];
  return (
    <section className="home-vendor" data-testid={`vendor-${vendor.name}`}>
      <div className="home-vendor-head">
        <div>
          <h2>{vendor.name}</h2>
          {about !== "" && <p className="soft small">{about}</p>}
        </div>
        <Menu
          label={`Acts on ${vendor.name}`}
          button={<IconButton icon="more" label={`Acts on ${vendor.name}`} />}
          entries={entries}
        />
      </div>
      {assessments.length === 0 ? (
        <p className="home-none">
          <span className="soft">No assessment yet.</span>
          <Button kind="quiet" icon="plus" onPress={onStart}>
            Start an assessment
          </Button>
        </p>
      ) : (
        <ul>
          {assessments.map((assessment) => (
            <AssessmentLine
              key={assessment.assessment.id}
              card={assessment}
              onRemove={() => onRemoveAssessment(assessment)}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

function AssessmentLine({ card, onRemove }: { card: AssessmentCard; onRemove(): void }) {
  const { assessment, concluded, applicable, issued } = card;
  return (
    <li className="home-line">
      <button
        type="button"
        className="home-open"
        data-testid={`assessment-${assessment.id}`}
        onClick={() => openAssessment(assessment.id)}
      >
        <span className="home-title">{assessment.title}</span>
        <span className="home-about">
          <span>{assessment.service}</span>
          <span>Tier {assessment.tier}</span>
          <span>started {day(assessment.started)}</span>
        </span>
        <span className="home-coverage">
          {concluded} of {applicable} concluded
        </span>
        <span className="home-issued">
          {issued > 0 ? (
            <Tag>{count(issued, "report")} issued</Tag>
          ) : (
            <span className="faint">not issued</span>
          )}
        </span>
      </button>
      <IconButton icon="trash" label={`Remove ${assessment.title}`} onPress={onRemove} />
    </li>
  );
}
