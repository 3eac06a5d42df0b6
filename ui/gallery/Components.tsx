import { type ReactNode, useState } from "react";
import { I18nProvider } from "react-aria-components";
import {
  Assurance,
  type AssuranceLevel,
  Button,
  Checkbox,
  Claim,
  type ClaimId,
  type Column,
  ComboBox,
  Conclusion,
  type ConclusionId,
  claims,
  conclusions,
  DateField,
  Dialog,
  Drawer,
  DropZone,
  EmptyState,
  Icon,
  IconButton,
  iconNames,
  KeyHint,
  Menu,
  Outcome,
  type OutcomeId,
  outcomes,
  Popover,
  ProgressBar,
  Score,
  Segmented,
  Select,
  Severity,
  type SeverityId,
  Switch,
  segmentsOf,
  severities,
  Table,
  Tabs,
  Tag,
  TextArea,
  TextField,
} from "../src/components";
import { Frame } from "../src/frame";
import { locale } from "../src/words";

interface Vendor {
  id: string;
  name: string;
  tier: number;
  severity: SeverityId;
  score: number | null;
  concluded: number;
  due: string;
}

const vendors: Vendor[] = [
  {
    id: "1",
    name: "Helios Analytics",
    tier: 1,
    severity: "critical",
    score: 0.61,
    concluded: 31,
    due: "2026-04-02",
  },
  {
    id: "2",
    name: "Nordlicht Cloud",
    tier: 1,
    severity: "medium",
    score: 0.84,
    concluded: 44,
    due: "2026-09-15",
  },
  {
    id: "3",
    name: "Østergård Payroll",
    tier: 2,
    severity: "high",
    score: 0.72,
    concluded: 18,
    due: "2026-05-30",
  },
  { id: "4", name: "Paperkite", tier: 3, severity: "low", score: null, concluded: 0, due: "2026-12-01" },
];
const ranks: SeverityId[] = ["low", "medium", "high", "critical"];

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="part">
      <h2>{title}</h2>
      <div className="part-content">{children}</div>
    </section>
  );
}

const many: Vendor[] = Array.from({ length: 300 }, (_, index) => ({
  id: String(index),
  name: `Supplier ${index + 1}`,
  tier: 1 + (index % 3),
  severity: ranks[index % 4] ?? "low",
  score: (index % 50) / 50,
  concluded: index % 45,
  due: `2026-${String(1 + (index % 12)).padStart(2, "0")}-15`,
}));

const columns: Column<Vendor>[] = [
  {
    id: "name",
    title: "Vendor",
    cell: (v) => v.name,
    compare: (a, b) => a.name.localeCompare(b.name),
    width: "2fr",
  },
  {
    id: "tier",
    title: "Tier",
    align: "end",
    cell: (v) => v.tier,
    compare: (a, b) => a.tier - b.tier,
    width: 80,
  },
  {
    id: "severity",
    title: "Worst finding",
    cell: (v) => <Severity level={v.severity} quiet />,
    compare: (a, b) => ranks.indexOf(a.severity) - ranks.indexOf(b.severity),
  },
  {
    id: "score",
    title: "Score and coverage",
    cell: (v) => <Score label={v.name} score={v.score} concluded={v.concluded} applicable={44} isCompact />,
    width: "3fr",
  },
  { id: "due", title: "Re-assessment", cell: (v) => <span className="code">{v.due}</span> },
];

/** Three hundred rows, of which only those in sight are drawn. */
export function LongTable() {
  const [selected, setSelected] = useState<Set<string>>(new Set());
  return (
    <Frame vault="Nordwind suppliers" screen="vendors">
      <div className="long">
        <h1>Vendors</h1>
        <div className="long-table">
          <Table
            label="Vendors"
            items={many}
            idOf={(vendor) => vendor.id}
            columns={columns}
            onOpen={() => {}}
            selected={selected}
            onSelect={setSelected}
            sortedBy={{ column: "severity", direction: "descending" }}
            rowHeight={36}
          />
        </div>
      </div>
    </Frame>
  );
}

export function Components() {
  const [text, setText] = useState("Helios Analytics GmbH");
  const [long, setLong] = useState("It grows with the text.\nOne line after the other.");
  const [choice, setChoice] = useState<string | null>("t2");
  const [combo, setCombo] = useState<string | null>("a1");
  const [date, setDate] = useState("2026-03-05");
  const [claim, setClaim] = useState<ClaimId | null>("yes");
  const [on, setOn] = useState(true);
  const [selected, setSelected] = useState<Set<string>>(new Set(["2"]));
  const [over, setOver] = useState<"dialog" | "drawer" | null>(null);
  return (
    <I18nProvider locale={locale}>
      <main className="gallery">
        <h1>Components</h1>
        <Part title="Buttons">
          <div className="line">
            <Button kind="primary" keys="Mod+Enter">
              Sign report
            </Button>
            <Button icon="paperclip">Attach evidence</Button>
            <Button kind="quiet" icon="plus">
              Add component
            </Button>
            <Button kind="danger" icon="trash">
              Delete finding
            </Button>
            <Button isDisabled>Not yet</Button>
            <IconButton icon="copy" label="Copy" />
            <IconButton icon="filter" label="Filter" pressed />
            <Menu
              label="More"
              button={<IconButton icon="more" label="More" />}
              entries={[
                { id: "e", label: "Edit", icon: "edit", keys: "Enter", onAction() {} },
                "line",
                { id: "d", label: "Delete", icon: "trash", isDangerous: true, onAction() {} },
              ]}
            />
            <Popover label="How this was calculated" button={<Button kind="quiet">How?</Button>}>
              74 % = Σ weight · value ÷ Σ weight
            </Popover>
            <Button onPress={() => setOver("dialog")}>Dialog</Button>
            <Button onPress={() => setOver("drawer")}>Drawer</Button>
            <KeyHint keys="Mod+Shift+Z" />
          </div>
        </Part>
        <Part title="Meanings">
          <div className="line">
            {ranks.map((level) => (
              <Severity key={level} level={level} />
            ))}
          </div>
          <div className="line">
            {(Object.keys(severities) as SeverityId[]).map((level) => (
              <Severity key={level} level={level} quiet />
            ))}
          </div>
          <div className="line">
            {(Object.keys(conclusions) as ConclusionId[]).map((value) => (
              <Conclusion key={value} value={value} />
            ))}
          </div>
          <div className="line">
            {(Object.keys(claims) as ClaimId[]).map((value) => (
              <Claim key={value} value={value} />
            ))}
            <Claim value={null} />
          </div>
          <div className="line">
            {([0, 1, 2, 3, 4] as AssuranceLevel[]).map((level) => (
              <Assurance key={level} level={level} quiet />
            ))}
          </div>
          <div className="line">
            {(Object.keys(outcomes) as OutcomeId[]).map((value) => (
              <Outcome key={value} value={value} />
            ))}
            <Tag>ISO 27001 A.8.13</Tag>
          </div>
        </Part>
        <Part title="Fields">
          <div className="grid">
            <TextField label="Vendor" value={text} onChange={setText} isRequired />
            <TextField
              label="Passphrase"
              type="password"
              value="short"
              onChange={() => {}}
              error="Use at least 12 characters; a sentence is easy to remember."
            />
            <Select
              label="Tier"
              options={[
                { id: "t1", label: "Tier 1", detail: "Critical to operations" },
                { id: "t2", label: "Tier 2" },
                { id: "t3", label: "Tier 3" },
              ]}
              value={choice}
              onChange={setChoice}
            />
            <ComboBox
              label="Component"
              options={[
                { id: "a1", label: "Inference API" },
                { id: "a2", label: "Vector store" },
              ]}
              value={combo}
              onChange={setCombo}
            />
            <DateField
              label="Due"
              value={date}
              onChange={setDate}
              help="When the vendor must have mended it."
            />
            <TextField label="Read only" value="Q-014" onChange={() => {}} code isReadOnly />
          </div>
          <TextArea
            label="Condition"
            value={long}
            onChange={setLong}
            help="What you found, without judgement."
          />
          <Segmented label="Claim" segments={segmentsOf(claims)} value={claim} onChange={setClaim} />
          <div className="line">
            <Checkbox value={on} onChange={setOn}>
              Include in the report
            </Checkbox>
            <Checkbox value={false} isMixed onChange={setOn}>
              Some of them
            </Checkbox>
            <Checkbox value={false} onChange={setOn}>
              Not chosen
            </Checkbox>
            <Switch value={on} onChange={setOn}>
              Single-key shortcuts
            </Switch>
            <Switch value={false} onChange={setOn}>
              Off
            </Switch>
          </div>
        </Part>
        <Part title="Table">
          <Table
            label="Vendors"
            items={vendors}
            idOf={(vendor) => vendor.id}
            selected={selected}
            onSelect={setSelected}
            onOpen={() => {}}
            sortedBy={{ column: "severity", direction: "descending" }}
            columns={columns}
          />
        </Part>
        <Part title="Tabs">
          <Tabs
            label="Views"
            tabs={[
              { id: "open", title: "Open", count: 4, content: "Four are open." },
              { id: "closed", title: "Closed", count: 11, content: "Eleven are closed." },
              { id: "all", title: "All", content: "Fifteen in all." },
            ]}
          />
        </Part>
        <Part title="Figures">
          <div className="grid">
            <Score label="ISO 27001" score={0.74} concluded={31} applicable={44} />
            <Score label="GDPR" score={null} concluded={0} applicable={38} />
            <ProgressBar label="Reading returned workbooks" done={112} total={300} onCancel={() => {}} />
            <ProgressBar label="Drawing the report" done={0} total={0} />
          </div>
        </Part>
        <Part title="Files and empty places">
          <DropZone
            label="Drop a report, certificate or screenshot here, or paste a picture"
            help="Up to 50 MB. The file is copied into the vault and its SHA-256 recorded."
            onFiles={() => {}}
            onPaste={() => {}}
            onChoose={() => {}}
          />
          <EmptyState
            icon="finding"
            title="No findings yet"
            action={
              <Button kind="primary" keys="F">
                Raise a finding
              </Button>
            }
          >
            A finding states what is wrong, against which requirement, why, and what to do. Answers concluded
            as ineffective offer one ready to edit.
          </EmptyState>
        </Part>
        <Part title="Icons">
          <div className="line">
            {iconNames.map((name) => (
              <span key={name} title={name}>
                <Icon name={name} size="1.5rem" />
              </span>
            ))}
          </div>
        </Part>
        <Dialog
          title="Sign the report"
          isOpen={over === "dialog"}
          onClose={() => setOver(null)}
          actions={
            <>
              <Button onPress={() => setOver(null)}>Cancel</Button>
              <Button kind="primary" onPress={() => setOver(null)}>
                Sign
              </Button>
            </>
          }
        >
          Version 1 is frozen when you sign. Later changes need a new version.
        </Dialog>
        <Drawer title="Finding F-004" isOpen={over === "drawer"} onClose={() => setOver(null)}>
          Restore not proven for every data store.
        </Drawer>
      </main>
    </I18nProvider>
  );
}
