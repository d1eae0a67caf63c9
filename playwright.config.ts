import { defineConfig } from '@playwright/test';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from './test/find-chromium.ts';

/** Shells with a fresh application folder each would compile the product anew each time. */
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '.cache/compiled');

const executablePath = findChromium();

/** Run once more in Electron: not what starts a web shell of its own, and not what holds requests that only the web shell makes. */
const inElectron = process.env.AFFIANT_TEST_SHELL === 'electron';
const webOnly = globSync('test/window/*.spec.ts', { cwd: import.meta.dirname }).filter((spec) =>
  /startShell\(|electron-app/u.test(readFileSync(join(import.meta.dirname, spec), 'utf8')),
);

export default defineConfig({
  testDir: 'test/window',
  ...(inElectron ? { testIgnore: webOnly, grepInvert: /@web/u } : {}),
  outputDir: 'artifacts/window',
  globalSetup: './test/window/make-sample.ts',
  workers: 2,
  fullyParallel: false,
  // A busy machine of two cores can be late for one step of sixty tests; what needed a second try is named at the end.
  retries: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [
    ['list'],
    ['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ?? 'artifacts/playwright.json' }],
  ],
  use: {
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'America/New_York',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath === null ? {} : { executablePath }),
      args: [
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
    },
  },
});
