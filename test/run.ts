/** `npm test`: everything below the window by vitest, then the window in a real browser, then one closing line. */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { findChromium, installChromium, versionOf } from './find-chromium.ts';
import { electronBinary } from './window/electron-app.ts';

interface Outcome {
  passed: number;
  /** Each with the first line of what it said. */
  readonly failed: string[];
  readonly skipped: string[];
  /** Window tests that passed only when they were run again. */
  readonly unsteady: string[];
}

const root = join(import.meta.dirname, '..');
const artifacts = join(root, 'artifacts');
mkdirSync(artifacts, { recursive: true });
const total: Outcome = { passed: 0, failed: [], skipped: [], unsteady: [] };

const unitReport = join(artifacts, 'vitest.json');
let unitOk = runVitest([], unitReport);
const cutOff = readVitest(unitReport, total);
if (cutOff.length > 0) {
  // Said aloud and counted by what the second run finds: a process that dies twice fails the tests.
  console.log(`\nThe process of these files died before it reported; they run once more:\n  ${cutOff.join('\n  ')}\n`);
  const again = join(artifacts, 'vitest-again.json');
  const againOk = runVitest(cutOff, again);
  unitOk = againOk && total.failed.length === 0 && readVitest(again, total).length === 0;
}

let chromium = findChromium();
if (chromium === null && installChromium()) chromium = findChromium();
let windowOk = true;
if (chromium === null) {
  for (const spec of globSync('test/window/**/*.spec.ts', { cwd: root }))
    total.skipped.push(`${spec} (no Chromium found; set AFFIANT_CHROMIUM)`);
} else {
  console.log(`\nWindow tests run in ${versionOf(chromium)} at ${chromium}\n`);
  const windowReport = join(artifacts, 'playwright.json');
  windowOk = runTool('playwright', ['test'], windowReport, {
    AFFIANT_CHROMIUM: chromium,
    PLAYWRIGHT_JSON_OUTPUT_FILE: windowReport,
  });
  readPlaywright(windowReport, total);
}

if (electronBinary() === null) total.skipped.push('test/window in Electron (its binary is not here)');
else {
  const electronReport = join(artifacts, 'playwright-electron.json');
  const isOk = runTool('playwright', ['test'], electronReport, {
    AFFIANT_TEST_SHELL: 'electron',
    PLAYWRIGHT_JSON_OUTPUT_FILE: electronReport,
  });
  windowOk &&= isOk;
  readPlaywright(electronReport, total);
}

if (total.unsteady.length > 0)
  console.log(`\nPassed only at the second try, by name:\n${total.unsteady.map((name) => `  ${name}`).join('\n')}`);
if (total.skipped.length > 0)
  console.log(`\nSkipped, by name:\n${total.skipped.map((name) => `  ${name}`).join('\n')}`);
if (total.failed.length > 0) console.log(`\nFailed, by name:\n${total.failed.map((name) => `  ${name}`).join('\n')}`);
console.log(`\n${total.passed} passed, ${total.failed.length} failed, ${total.skipped.length} skipped`);
process.exitCode = unitOk && windowOk && total.failed.length === 0 && total.passed > 0 ? 0 : 1;

/** Runs a tool of the project; its own exit status counts even when its report says otherwise. */
function runTool(
  name: string,
  args: readonly string[],
  report: string,
  env: Readonly<Record<string, string>>,
): boolean {
  rmSync(report, { force: true });
  const run = spawnSync(join(root, 'node_modules', '.bin', name), args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  if (!existsSync(report)) console.log(`${name} wrote no report`);
  return run.status === 0 && existsSync(report);
}

function runVitest(files: readonly string[], report: string): boolean {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return runTool('vitest', ['run', ...files, ...reporters], report, {});
}

interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** Adds a report to the outcome. Returns the files whose process died: tests of theirs were begun or queued and never ended. */
function readVitest(path: string, into: Outcome): readonly string[] {
  if (!existsSync(path)) return [];
  const cutOff: string[] = [];
  for (const file of (JSON.parse(readFileSync(path, 'utf8')) as VitestReport).testResults) {
    if (file.assertionResults.some(({ status }) => status === 'pending')) {
      cutOff.push(file.name);
      continue;
    }
    if (file.assertionResults.length === 0 && file.status === 'failed')
      into.failed.push(`${relative(root, file.name)}: ${shortly(file.message)}`);
    for (const test of file.assertionResults) {
      if (test.status === 'passed') into.passed++;
      else if (test.status === 'failed')
        into.failed.push(`${relative(root, file.name)}: ${test.fullName}: ${shortly(test.failureMessages[0] ?? '')}`);
      else into.skipped.push(test.fullName);
    }
  }
  return cutOff;
}

interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly {
    readonly title: string;
    readonly file: string;
    readonly tests: readonly {
      readonly status: string;
      readonly results: readonly { readonly error?: { readonly message?: string } }[];
    }[];
  }[];
}

function readPlaywright(path: string, into: Outcome): void {
  if (!existsSync(path)) return;
  const walk = (suite: PlaywrightSuite): void => {
    for (const spec of suite.specs ?? [])
      for (const test of spec.tests) {
        if (test.status === 'flaky') into.unsteady.push(`${spec.file}: ${spec.title}`);
        if (test.status === 'expected' || test.status === 'flaky') into.passed++;
        else if (test.status === 'skipped') into.skipped.push(`${spec.file}: ${spec.title}`);
        else into.failed.push(`${spec.file}: ${spec.title}: ${shortly(test.results[0]?.error?.message ?? '')}`);
      }
    suite.suites?.forEach(walk);
  };
  walk(JSON.parse(readFileSync(path, 'utf8')) as PlaywrightSuite);
}

/** The first lines of a failure, on one line: what the closing lines of a run have room for. */
function shortly(message: string): string {
  return stripVTControlCharacters(message).replaceAll(/\s+/g, ' ').slice(0, 400);
}
