/// <reference types="vitest/config" />
import optimizeLocales from "@react-aria/optimize-locales-plugin";
import babel from "@rolldown/plugin-babel";
import react, { reactCompilerPreset } from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { coreReporter } from "./src/testing/reporter.ts";

export default defineConfig({
  // The components' own words, in the languages of src/words alone.
  plugins: [
    react(),
    // A component is drawn anew only where what it is made of changed: a key costs what it changes, not the screen.
    babel({ presets: [reactCompilerPreset()] }),
    { ...optimizeLocales.vite({ locales: ["en-GB", "en-US"] }), enforce: "pre" },
  ],
  clearScreen: false,
  server: { port: 5173, strictPort: true, host: "127.0.0.1" },
  build: {
    // The engines the window runs in. They all know light-dark(), nesting and layers,
    // so the style sheets reach them as written.
    target: ["safari18", "chrome123"],
    // The content security policy allows fonts from the app itself only, never from data: addresses.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/testSetup.ts"],
    // Vaults to start from, made once by the core; says what to build when that is missing.
    globalSetup: ["src/testing/templates.ts"],
    reporters: ["default", coreReporter],
    // The core answers in milliseconds and a page takes its time to draw: one worker for each processor, not one less.
    maxWorkers: "100%",
    restoreMocks: true,
    // Typing is slow in jsdom on a busy machine; how quick the real page is the bench says.
    testTimeout: 60_000,
  },
});
