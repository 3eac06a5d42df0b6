/**
 * The gallery: every component and the frame with sample content, for looking at. Not part of the product build.
 * `?view=frame`, `?view=components` or `?view=long`; `&theme=light|dark`; `&density=compact`; `&open=palette|shortcuts|notices`;
 * `&language=en-XA|he-XB`.
 */
// First, because it sets the order of the cascade layers.
import "../src/design/index.css";

import { createRoot } from "react-dom/client";
import { setApi } from "../src/api";
import { offerUndo, openPalette, openShortcuts, tellError } from "../src/frame";
import { followPreferences, preferences } from "../src/state/preferences";
import { saving } from "../src/state/saved";
import { plain } from "../src/testing/plain";
import { speak } from "../src/words";
import { Components, LongTable } from "./Components";
import { FrameView } from "./FrameView";
import "./gallery.css";

const asked = new URLSearchParams(window.location.search);
const theme = asked.get("theme");

setApi(plain({ call: async () => ({}), cancel: async () => undefined, on: () => () => {} }));
preferences.set((now) => ({
  ...now,
  theme: theme === "light" || theme === "dark" ? theme : "system",
  density: asked.get("density") === "compact" ? "compact" : "comfortable",
}));
speak();
followPreferences();
saving(() => new Date(2026, 2, 5, 14, 2, 11)).saved();

const root = document.getElementById("root");
if (root !== null) {
  const views = {
    components: <Components />,
    frame: <FrameView />,
    long: <LongTable />,
  };
  createRoot(root).render(views[(asked.get("view") ?? "frame") as keyof typeof views]);
}

setTimeout(() => {
  const open = asked.get("open");
  if (open === "palette") openPalette();
  if (open === "shortcuts") openShortcuts();
  if (open === "notices") {
    offerUndo("Finding F-004 “No exit plan” was deleted.", () => {});
    tellError({
      sentence:
        "The file “pentest-2026.pdf” could not be attached because it is larger than 50 MB; the answer was kept. Attach a smaller extract, or record it as seen and not retained.",
      code: "too-large",
    });
  }
}, 50);
