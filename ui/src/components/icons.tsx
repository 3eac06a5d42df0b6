/**
 * The icon set: our own drawings on a grid of 20, lines of 1.5, round ends. An icon is decoration beside a word
 * and hidden from assistive technology; where it stands alone, the control around it carries the name.
 */
import type { ReactNode } from "react";

const drawings = {
  vendor: "M4 17V4.5h7V17M11 8h5v9M2.5 17h15M6.5 7.5h2M6.5 10.5h2M6.5 13.5h2",
  questionnaire: "M3.5 5.5 4.7 6.7 7 4.2M3.5 13.5l1.2 1.2L7 12.2M10 5.5h6.5M10 10h6.5M10 14.5h6.5",
  finding: "M5 17.5v-14M5 4h9.5l-2.2 3.5L14.5 11H5",
  threat: "M10 2.8 16 5v4.6c0 3.6-2.5 6.3-6 7.6-3.5-1.3-6-4-6-7.6V5zM10 6.8v3.7M10 13.2v.1",
  risk: "M3.5 3.5h13v13h-13zM3.5 7.8h13M3.5 12.2h13M7.8 3.5v13M12.2 3.5v13",
  decision: "M10 3v14M6 17h8M4 5.5h12M4 5.5 1.9 11h4.2zM16 5.5 13.9 11h4.2z",
  report: "M5 2.8h6.5L15.5 7v10.2H5zM11.5 2.8V7h4M7.5 10.5h5M7.5 13.5h3",
  component: "M10 2.6 16.4 6.1v7.8L10 17.4 3.6 13.9V6.1zM3.6 6.1 10 9.7l6.4-3.6M10 9.7v7.7",
  test: "M7.2 3h5.6M8.2 3v5.2L4 15.5a1 1 0 0 0 .9 1.5h10.2a1 1 0 0 0 .9-1.5L11.8 8.2V3M6.2 12h7.6",
  gate: "M3.5 17V4M16.5 17V4M3.5 6.5h13M3.5 14.5h13M3.5 14.5l13-8",
  search: "M8.8 14.1a5.3 5.3 0 1 0 0-10.6 5.3 5.3 0 0 0 0 10.6zM12.7 12.7l4 4",
  command: "M4 6l4 4-4 4M10 14.5h6",
  undo: "M7.5 4 4 7.5 7.5 11M4 7.5h7.8a4.2 4.2 0 0 1 0 8.4H8",
  redo: "M12.5 4 16 7.5 12.5 11M16 7.5H8.2a4.2 4.2 0 0 0 0 8.4H12",
  sun: "M10 13.3a3.3 3.3 0 1 0 0-6.6 3.3 3.3 0 0 0 0 6.6zM10 2.5v1.7M10 15.8v1.7M2.5 10h1.7M15.8 10h1.7M4.7 4.7l1.2 1.2M14.1 14.1l1.2 1.2M4.7 15.3l1.2-1.2M14.1 5.9l1.2-1.2",
  moon: "M16.5 11.7A6.8 6.8 0 0 1 8.3 3.5a6.8 6.8 0 1 0 8.2 8.2z",
  system: "M3 4h14v9.5H3zM7 16.5h6M10 13.5v3",
  panel: "M3 4h14v12H3zM12.5 4v12",
  close: "M5 5l10 10M15 5 5 15",
  check: "M4 10.5 8.2 14.7 16 5.8",
  plus: "M10 4v12M4 10h12",
  minus: "M4 10h12",
  more: "M4.5 9.6a.4.4 0 1 0 0 .8.4.4 0 0 0 0-.8zM10 9.6a.4.4 0 1 0 0 .8.4.4 0 0 0 0-.8zM15.5 9.6a.4.4 0 1 0 0 .8.4.4 0 0 0 0-.8z",
  up: "M5 12.5 10 7.5l5 5",
  down: "M5 7.5l5 5 5-5",
  left: "M12.5 5l-5 5 5 5",
  right: "M7.5 5l5 5-5 5",
  back: "M9 4.5 3.5 10 9 15.5M3.5 10h13",
  forward: "M11 4.5l5.5 5.5-5.5 5.5M16.5 10h-13",
  sort: "M6.5 4v12M3.5 13l3 3 3-3M13.5 16V4M10.5 7l3-3 3 3",
  filter: "M3 5h14M5.5 10h9M8 15h4",
  warning: "M10 3 17.5 16.5h-15zM10 8v4M10 14.2v.1",
  info: "M10 17.2a7.2 7.2 0 1 0 0-14.4 7.2 7.2 0 0 0 0 14.4zM10 9v4.5M10 6.5v.1",
  question:
    "M10 17.2a7.2 7.2 0 1 0 0-14.4 7.2 7.2 0 0 0 0 14.4zM8 8a2 2 0 1 1 2.7 1.9c-.5.2-.7.5-.7 1.1M10 13.5v.1",
  paperclip:
    "M15.8 9.3l-6 6a3.4 3.4 0 0 1-4.8-4.8l6.3-6.300a2.3 2.3 0 0 1 3.2 3.2l-6.1 6.100a1.1 1.1 0 0 1-1.6-1.6l5.3-5.3",
  file: "M5 2.8h6.5L15.5 7v10.2H5zM11.5 2.8V7h4",
  folder: "M2.8 15.8V4.5h5l1.7 2h7.7v9.3z",
  image: "M3 4h14v12H3zM3 13l4-3.5 3.5 3 2.5-2 4 3M12.8 7.5v.1",
  import: "M10 3v9M6.5 8.5 10 12l3.5-3.5M3.5 13v3.5h13V13",
  export: "M10 12V3M6.5 6.5 10 3l3.5 3.5M3.5 13v3.5h13V13",
  copy: "M7 7h9.5v9.5H7zM13 7V3.5H3.5V13H7",
  edit: "M4 16l.8-3.5L13 4.3l2.7 2.7-8.2 8.2zM11.3 6l2.7 2.7",
  trash: "M3.5 5.5h13M8 5.5v-2h4v2M5.2 5.5 6 17h8l.8-11.5M8.5 8.5v5.5M11.5 8.5v5.5",
  link: "M8.5 11.5a3 3 0 0 0 4.3 0l2.7-2.7a3 3 0 0 0-4.3-4.3l-1 1M11.5 8.5a3 3 0 0 0-4.3 0l-2.7 2.7a3 3 0 0 0 4.3 4.3l1-1",
  calendar: "M3.5 5h13v11.5h-13zM3.5 8.5h13M7 3v3M13 3v3",
  clock: "M10 17.2a7.2 7.2 0 1 0 0-14.4 7.2 7.2 0 0 0 0 14.4zM10 6v4.2l2.8 1.8",
  lock: "M4.5 9h11v8h-11zM7 9V6.5a3 3 0 0 1 6 0V9",
  key: "M7 16.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM9.3 10.7 16 4M13 7l2.2 2.2",
  seal: "M10 12.3a4.7 4.7 0 1 0 0-9.4 4.7 4.7 0 0 0 0 9.4zM7.3 11.5 6.3 17.2l3.7-1.9 3.7 1.9-1-5.7",
  person: "M10 9.8a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM3.8 17c.4-3.3 3-5 6.2-5s5.8 1.7 6.2 5",
  people:
    "M7.5 9.5a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6zM2.3 16.3c.3-3 2.4-4.5 5.2-4.5s4.9 1.5 5.2 4.5M12.8 4.2a2.8 2.8 0 0 1 0 5M14.2 12c2 .5 3.3 1.9 3.5 4.3",
  eye: "M2.5 10C4.3 6.8 6.9 5.2 10 5.2s5.7 1.6 7.5 4.8c-1.8 3.2-4.4 4.8-7.5 4.8S4.3 13.2 2.5 10zM10 12.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z",
  note: "M3.5 3.5h13v9l-4 4h-9zM12.5 16.5v-4h4M6.5 7.5h7M6.5 10.5h4",
  play: "M6.5 4l9 6-9 6z",
  pause: "M7 4.5v11M13 4.5v11",
  refresh: "M16 6v3.5h-3.5M4 14v-3.5h3.5M15.7 9.2A6 6 0 0 0 5 6.5M4.3 10.8A6 6 0 0 0 15 13.5",
  settings:
    "M3 6h7M14 6h3M12 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM3 14h3M10 14h7M8 16a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  rows: "M3.5 5h13M3.5 8.3h13M3.5 11.7h13M3.5 15h13",
  keyboard: "M2.5 5.5h15v9h-15zM5.5 8.5v.1M8.5 8.5v.1M11.5 8.5v.1M14.5 8.5v.1M6.5 11.7h7",
  bot: "M4.5 7.5h11v8h-11zM10 7.5V4M10 4v-.1M7.8 11v.6M12.2 11v.6M2.5 10.5v2M17.5 10.5v2",
  flow: "M2.8 4h5v4h-5zM12.2 12h5v4h-5zM7.8 6h4.5a2.5 2.5 0 0 1 2.5 2.5V12M12.8 10l2 2 2-2",
} as const;

export type IconName = keyof typeof drawings;
export const iconNames = Object.keys(drawings) as IconName[];

/** Drawings that point along the line, and so the other way where it runs from right to left. */
const directed: ReadonlySet<IconName> = new Set<IconName>([
  "left",
  "right",
  "back",
  "forward",
  "undo",
  "redo",
]);

export function Icon({ name, size }: { name: IconName; size?: string | number }) {
  return (
    <Drawing size={size} className={directed.has(name) ? "directed" : undefined}>
      <path d={drawings[name]} />
    </Drawing>
  );
}

/** The frame of every drawing: icons and the glyphs of meaning. */
export function Drawing({
  children,
  size = "var(--icon)",
  className,
}: {
  children: ReactNode;
  size?: string | number | undefined;
  className?: string | undefined;
}) {
  return (
    <svg
      aria-hidden="true"
      className={className}
      style={{ width: size, height: size }}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {children}
    </svg>
  );
}
