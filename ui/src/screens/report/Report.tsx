/** The report as it will be printed, and what it takes to sign and issue it. */
import { useMemo, useState } from "react";
import { IconButton, Select, Tabs } from "../../components";
import { useCommands } from "../../frame";
import { useQuery } from "../../state/query";
import { Shown } from "../shown";
import { Issue } from "./Issue";
import { Issued } from "./Issued";
import { outlineOf, Paper } from "./Paper";
import "./report.css";

/** In per cent. */
const zooms = [50, 67, 80, 100, 125, 150, 200];

export function ReportScreen({ assessment }: { assessment: string }) {
  const query = useQuery("report_preview", { assessment });
  const issues = useQuery("issues", { assessment });
  const [zoom, setZoom] = useState(80);
  const outline = useMemo(() => (query.data === undefined ? [] : outlineOf(query.data)), [query.data]);

  const step = (by: 1 | -1) =>
    setZoom((now) => zooms[Math.min(zooms.length - 1, Math.max(0, zooms.indexOf(now) + by))] ?? now);
  const jump = (id: string) => {
    const target = document.getElementById(`paper-${id}`);
    target?.scrollIntoView?.({ block: "start" });
    target?.focus({ preventScroll: true });
  };
  useCommands([
    { id: "report.closer", title: "Zoom the report in", group: "Report", keys: "+", run: () => step(1) },
    { id: "report.farther", title: "Zoom the report out", group: "Report", keys: "-", run: () => step(-1) },
    {
      id: "report.whole",
      title: "Show the report at full size",
      group: "Report",
      keys: "0",
      run: () => setZoom(100),
    },
    ...outline.map(({ id, text }) => ({
      id: `report.go.${id}`,
      title: `Go to ${text}`,
      group: "Report",
      words: "section chapter",
      run: () => jump(id),
    })),
  ]);

  return (
    <div className="report">
      <div className="report-left">
        <header className="screen-head">
          <h1>Report</h1>
          <div className="acts" role="toolbar" aria-label="Preview">
            <Select
              label="Go to section"
              hideLabel
              placeholder="Go to section…"
              options={outline.map(({ id, text, level }) => ({
                id,
                label: level === "two" ? `– ${text}` : text,
              }))}
              value={null}
              onChange={jump}
              testId="report-outline"
            />
            <IconButton icon="minus" label="Zoom out" keys="-" onPress={() => step(-1)} />
            <span className="report-zoom" aria-live="polite">
              {zoom} %
            </span>
            <IconButton icon="plus" label="Zoom in" keys="+" onPress={() => step(1)} />
          </div>
        </header>
        <section
          className="report-desk"
          aria-label="Preview of the report"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
          tabIndex={0}
          data-testid="report-preview"
        >
          <Shown query={query}>
            {(document) => <Paper document={document} zoom={zoom / 100} onLink={jump} />}
          </Shown>
        </section>
      </div>
      <div className="report-right">
        <Tabs
          label="Issuing"
          tabs={[
            { id: "issue", title: "Sign and issue", content: <Issue assessment={assessment} /> },
            {
              id: "issued",
              title: "Issued",
              ...(issues.data === undefined ? {} : { count: issues.data.length }),
              content: <Issued assessment={assessment} issues={issues.data ?? []} />,
            },
          ]}
        />
      </div>
    </div>
  );
}
