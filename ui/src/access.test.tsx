/** Every screen of the sample under a judge of accessibility: roles, names, states, order. How it looks the window's tests judge. */
import { readFileSync } from "node:fs";
import { act, cleanup, render, waitFor } from "@testing-library/react";
import axe from "axe-core";
import { expect, it } from "vitest";
import { App } from "./App";
import { go } from "./place";
import { screens } from "./screens/all";
import { realCore } from "./testing/core";

it("no screen breaks a rule that can be judged without looking", async () => {
  const { assessment } = await realCore("sample");
  document.documentElement.lang = /<html lang="([^"]+)"/.exec(readFileSync("index.html", "utf8"))?.[1] ?? "";
  const broken: string[] = [];
  for (const name of ["home", ...Object.keys(screens)]) {
    go(name, name === "home" ? {} : { assessment }, { replace: true });
    render(<App />);
    await waitFor(() => {
      expect(document.querySelector("main h1")).not.toBeNull();
      expect(document.querySelector(".shown-wait")).toBeNull();
    });
    const { violations } = await act(() =>
      axe.run(document, { resultTypes: ["violations"], rules: { "color-contrast": { enabled: false } } }),
    );
    for (const { id, nodes } of violations)
      broken.push(...nodes.map(({ target }) => `${name}: ${id} ${target.join(" ")}`));
    cleanup();
  }
  expect(broken).toEqual([]);
}, 240_000);
