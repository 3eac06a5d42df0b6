/** Starts the window. */
// First, because it sets the order of the cascade layers.
import "./design/index.css";

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { followPreferences } from "./state/preferences";
import { speak } from "./words";

speak();
followPreferences();
const root = document.getElementById("root");
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
