import type { KeyboardEvent } from "react";

/** Mod+Enter anywhere inside does what a dialog is for, also from a text of several lines. */
export const onModEnter = (run: () => Promise<void>) => (event: KeyboardEvent<HTMLElement>) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  void run();
};
