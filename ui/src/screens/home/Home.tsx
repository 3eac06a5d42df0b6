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
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { Session } from "../../ipc/Session";
import type { Vendor } from "../../ipc/Vendor";
import type { VendorCard } from "../../ipc/VendorCard";
import type { VendorId } from "../../ipc/VendorId";
import { go } from "../../place";
import { change } from "../../state/query";
import { byName, day, say } from "../../words";
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
  | { kind: "assessment"; vendor: VendorId | null }
  | { kind: "remove"; card: AssessmentCard };

export function Home({ session }: { session: Session }) {
  const { vendors } = session;
  const [open, setOpen] = useState<Open>();
  const [find, setFind] = useState("");
  const close = () => setOpen(undefined);
  const addVendor = () => setOpen({ kind: "vendor", vendor: null });
  const startAssessment = (vendor: VendorId | null) => setOpen({ kind: "assessment", vendor });

  useCommands([
    {
      id: "home.vendor",
      title: say("home.addAVendor"),
      group: say("home.assessments"),
      keys: "V",
      run: addVendor,
    },
    {
      id: "home.assessment",
      title: say("home.startAnAssessment"),
      group: say("home.assessments"),
      keys: "N",
      isDisabled: vendors.length === 0,
      run: () => startAssessment(null),
    },
    ...vendors.flatMap((card) =>
      card.assessments.map(({ assessment }) => ({
        id: `home.open.${assessment.id}`,
        title: say("home.open", { title: assessment.title }),
        group: say("home.assessments"),
        words: `${card.vendor.name} ${assessment.service}`,
        run: () => openAssessment(assessment.id),
      })),
    ),
  ]);

  const removeVendor = async (vendor: Vendor) => {
    const done = await attempt(change("remove_vendor", { vendor: vendor.id }));
    if (done !== undefined) await offerTakeBack(null, say("home.wasRemoved", { name: vendor.name }));
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
        <h1>{say("home.assessments")}</h1>
        {vendors.length > 0 && (
          <div className="list-acts">
            <Button icon="plus" keys="V" onPress={addVendor} data-testid="add-vendor">
              {say("home.addAVendor")}
            </Button>
            <Button
              kind="primary"
              icon="plus"
              keys="N"
              onPress={() => startAssessment(null)}
              data-testid="start-assessment"
            >
              {say("home.startAnAssessment")}
            </Button>
          </div>
        )}
      </header>

      <Unreadable session={session} />

      {vendors.length > MANY && (
        <TextField
          label={say("home.findAVendorOrAssessment")}
          hideLabel
          placeholder={say("home.findAVendorOrAssessment")}
          type="search"
          value={find}
          onChange={setFind}
          testId="find-vendor"
        />
      )}

      {vendors.length === 0 ? (
        <EmptyState
          icon="vendor"
          title={say("home.noVendorYet")}
          action={
            <Button kind="primary" icon="plus" keys="V" onPress={addVendor} data-testid="add-vendor">
              {say("home.addTheFirstVendor")}
            </Button>
          }
        >
          {say("home.aVendorIsTheOrganisationYou")}
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
          {shown.length === 0 && (
            <p className="soft">{say("home.noVendorOrAssessmentMatches", { find: find.trim() })}</p>
          )}
        </div>
      )}

      <Identities identities={session.identities} />

      {open?.kind === "vendor" && <VendorDialog vendor={open.vendor} onClose={close} />}
      {open?.kind === "assessment" && (
        <NewAssessmentDialog vendors={vendors} vendor={open.vendor} onClose={close} />
      )}
      <Confirm
        title={say("home.removeThisAssessment")}
        isOpen={open?.kind === "remove"}
        onClose={close}
        act={say("home.removeAssessment")}
        isDangerous
        onConfirm={() => {
          if (open?.kind === "remove") {
            const { assessment, issued } = open.card;
            void attempt(change("remove_assessment", { assessment: assessment.id, issued: issued > 0 })).then(
              (done) => done && offerTakeBack(null, say("home.isRemoved", { title: assessment.title })),
            );
          }
        }}
      >
        {open?.kind === "remove" && (
          <p>
            {open.card.issued > 0
              ? say("home.goesWithItsAnswersEvidenceThreats", {
                  title: open.card.assessment.title,
                  n: open.card.issued,
                })
              : say("home.goesWithItsAnswersEvidenceThreats2", { title: open.card.assessment.title })}
          </p>
        )}
      </Confirm>
    </div>
  );
}

function openAssessment(assessment: AssessmentId) {
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
    { id: "start", label: say("home.startAnAssessment"), icon: "plus", onAction: onStart },
    { id: "edit", label: say("home.editVendor"), icon: "edit", onAction: onEdit },
    "line",
    {
      id: "remove",
      label: assessments.length > 0 ? say("home.removeVendorHasAssessments") : say("home.removeVendor"),
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
          label={say("home.actsOn", { name: vendor.name })}
          button={<IconButton icon="more" label={say("home.actsOn", { name: vendor.name })} />}
          entries={entries}
        />
      </div>
      {assessments.length === 0 ? (
        <p className="home-none">
          <span className="soft">{say("home.noAssessmentYet")}</span>
          <Button kind="quiet" icon="plus" onPress={onStart}>
            {say("home.startAnAssessment")}
          </Button>
        </p>
      ) : (
        <ul role="list">
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
          <span>{say("home.tier", { tier: assessment.tier })}</span>
          <span>{say("home.started", { started: day(assessment.started) })}</span>
        </span>
        <span className="home-coverage">{say("home.ofConcluded", { concluded, applicable })}</span>
        <span className="home-issued">
          {issued > 0 ? (
            <Tag>{say("home.nReportsIssued", { n: issued })}</Tag>
          ) : (
            <span className="faint">{say("home.notIssued")}</span>
          )}
        </span>
      </button>
      <IconButton icon="trash" label={say("home.remove", { title: assessment.title })} onPress={onRemove} />
    </li>
  );
}
