/**
 * The panel on the right: what the current thing rests on. A screen puts `<BasedOn>` anywhere in its tree; what is
 * inside appears in the panel. Beside the content where there is room, else a drawer.
 */
import { createContext, type ReactNode, use, useEffect } from "react";
import { createPortal } from "react-dom";

export interface PanelSlot {
  element: HTMLElement | null;
  /** Counts the things shown, so that an empty panel is not offered. */
  enter(): () => void;
}

export const PanelContext = createContext<PanelSlot | null>(null);

export function BasedOn({ children }: { children: ReactNode }) {
  const slot = use(PanelContext);
  const enter = slot?.enter;
  useEffect(() => enter?.(), [enter]);
  return slot?.element ? createPortal(children, slot.element) : null;
}

/** A part of the panel with its heading. */
export function BasedOnPart({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="panel-part">
      <h3>{title}</h3>
      {children}
    </section>
  );
}
