/** An empty place that teaches: what will be here, why it is worth having, and the first thing to do. */
import type { ReactNode } from "react";
import { Icon, type IconName } from "./icons";
import "./EmptyState.css";

export interface EmptyStateProps {
  icon?: IconName;
  /** What is missing: "No findings yet". */
  title: string;
  /** What comes here and why it matters, in one or two sentences. */
  children: ReactNode;
  /** The first action: a button, with its shortcut if it has one. */
  action?: ReactNode;
}

export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="empty">
      {icon !== undefined && <Icon name={icon} size="1.75rem" />}
      <h2>{title}</h2>
      <p>{children}</p>
      {action !== undefined && <div className="empty-action">{action}</div>}
    </div>
  );
}
