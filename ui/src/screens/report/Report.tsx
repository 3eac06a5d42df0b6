/** The report as it will be printed, and what it takes to sign and issue it. */

import { type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { Button, IconButton, Select, Tabs } from "../../components";
import { useCommands } from "../../frame";
import type { AssessmentId } from "../../ipc/AssessmentId";
import type { ReportKind } from "../../ipc/ReportKind";
import { useQuery } from "../../state/query";
import { Shown } from "../shown";
import { Issue } from "./Issue";
import { Issued } from "./Issued";
import { kinds } from "./kinds";
import { Look } from "./Look";
import { outlineOf, Paper } from "./Paper";
import "./report.css";
import { say } from "../../words";

/** In per cent. */
const zooms = [50, 67, 80, 100, 125, 150, 200];

/** The width of a sheet at full size with room around it, in rem. */
const SHEET = 51.5;

/** The zoom at which a sheet fills the width it has. */
function useFit(desk: RefObject<HTMLElement | null>): number {
  const [fit, setFit] = useState(80);
  useEffect(() => {
    const element = desk.current;
    if (element === null || typeof ResizeObserver === "undefined") return;
    const observer = new ResizeObserver(() => {
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
      setFit(Math.max(33, Math.min(120, Math.floor((element.clientWidth / (SHEET * rem)) * 100))));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [desk]);
  return fit;
}

export function ReportScreen({ assessment }: { assessment: AssessmentId }) {
  const [kind, setKind] = useState<ReportKind>("complete");
  const query = useQuery("report_preview", { assessment, kind, leave_out: [] });
  const issues = useQuery("issues", { assessment });
  const look = useQuery("look", {});
  const desk = useRef<HTMLElement>(null);
  const fit = useFit(desk);
  const [chosen, setChosen] = useState<number>();
  const zoom = chosen ?? fit;
  const outline = useMemo(() => (query.data === undefined ? [] : outlineOf(query.data)), [query.data]);

  const step = (by: 1 | -1) =>
    setChosen((by > 0 ? zooms.find((one) => one > zoom) : zooms.findLast((one) => one < zoom)) ?? zoom);
  const [sought, setSought] = useState<string>();
  const jump = (id: string) => {
    // What it leads to may not be drawn yet.
    flushSync(() => setSought(id));
    const target = document.getElementById(`paper-${id}`);
    target?.scrollIntoView?.({ block: "start" });
    target?.focus({ preventScroll: true });
  };
  useCommands([
    {
      id: "report.closer",
      title: say("report.zoomTheReportIn"),
      group: say("common.report"),
      keys: "+",
      run: () => step(1),
    },
    {
      id: "report.farther",
      title: say("report.zoomTheReportOut"),
      group: say("common.report"),
      keys: "-",
      run: () => step(-1),
    },
    {
      id: "report.whole",
      title: say("report.showTheReportAtFullSize"),
      group: say("common.report"),
      keys: "0",
      run: () => setChosen(100),
    },
    {
      id: "report.fit",
      title: say("report.fitTheReportToTheWindow"),
      group: say("common.report"),
      keys: "F",
      run: () => setChosen(undefined),
    },
    ...outline.map(({ id, text }) => ({
      id: `report.go.${id}`,
      title: say("report.goTo", { text }),
      group: say("common.report"),
      words: say("report.sectionChapter"),
      run: () => jump(id),
    })),
  ]);

  return (
    <div className="report">
      <div className="report-left">
        <header className="screen-head">
          <h1>{say("common.report")}</h1>
          <div className="acts" role="toolbar" aria-label={say("report.preview")}>
            <Select
              label={say("report.kindOfReport")}
              hideLabel
              options={kinds}
              value={kind}
              onChange={setKind}
              testId="report-kind"
            />
            <Select
              label={say("report.goToSection")}
              hideLabel
              placeholder={say("report.goToSection2")}
              options={outline.map(({ id, text, level }) => ({
                id,
                label: level === "two" ? `– ${text}` : text,
              }))}
              value={null}
              onChange={jump}
              testId="report-outline"
            />
            <IconButton icon="minus" label={say("report.zoomOut")} keys="-" onPress={() => step(-1)} />
            <span className="report-zoom" aria-live="polite">
              {zoom} %
            </span>
            <IconButton icon="plus" label={say("report.zoomIn")} keys="+" onPress={() => step(1)} />
            <Button
              kind="quiet"
              keys="F"
              isDisabled={chosen === undefined}
              onPress={() => setChosen(undefined)}
            >
              {say("report.fit")}
            </Button>
          </div>
        </header>
        <section
          ref={desk}
          className="report-desk"
          aria-label={say("report.previewOfTheReport")}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
          tabIndex={0}
          data-testid="report-preview"
        >
          <Shown query={query}>
            {(document) => (
              <Paper document={document} look={look.data} zoom={zoom / 100} sought={sought} onLink={jump} />
            )}
          </Shown>
        </section>
      </div>
      <div className="report-right">
        <Tabs
          label={say("report.issuing")}
          tabs={[
            {
              id: "issue",
              title: say("report.signAndIssue"),
              content: <Issue assessment={assessment} kind={kind} />,
            },
            {
              id: "issued",
              title: say("report.issued"),
              ...(issues.data === undefined ? {} : { count: issues.data.length }),
              content: <Issued assessment={assessment} issues={issues.data ?? []} />,
            },
            {
              id: "look",
              title: say("report.look"),
              content: <Shown query={look}>{(look) => <Look look={look} />}</Shown>,
            },
          ]}
        />
      </div>
    </div>
  );
}
