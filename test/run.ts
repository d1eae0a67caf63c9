/** `npm test`: everything below the window by vitest, then the window in a real browser, then one closing line. */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium, installChromium, versionOf } from './find-chromium.ts';

interface Outcome {
  passed: number;
  failed: number;
  readonly skipped: string[];
}

const root = join(import.meta.dirname, '..');
const artifacts = join(root, 'artifacts');
mkdirSync(artifacts, { recursive: true });
const total: Outcome = { passed: 0, failed: 0, skipped: [] };

const unitReport = join(artifacts, 'vitest.json');
const unitOk = runTool(
  'vitest',
  ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`],
  unitReport,
  {},
);
readVitest(unitReport, total);

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

if (total.skipped.length > 0)
  console.log(`\nSkipped, by name:\n${total.skipped.map((name) => `  ${name}`).join('\n')}`);
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped.length} skipped`);
process.exitCode = unitOk && windowOk && total.failed === 0 && total.passed > 0 ? 0 : 1;

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

interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

function readVitest(path: string, into: Outcome): void {
  if (!existsSync(path)) return;
  for (const file of (JSON.parse(readFileSync(path, 'utf8')) as VitestReport).testResults) {
    if (file.assertionResults.length === 0 && file.status === 'failed') into.failed++;
    for (const test of file.assertionResults) {
      if (test.status === 'passed') into.passed++;
      else if (test.status === 'failed') into.failed++;
      else into.skipped.push(test.fullName);
    }
  }
}

interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly {
    readonly title: string;
    readonly file: string;
    readonly tests: readonly { readonly status: string }[];
  }[];
}

function readPlaywright(path: string, into: Outcome): void {
  if (!existsSync(path)) return;
  const walk = (suite: PlaywrightSuite): void => {
    for (const spec of suite.specs ?? [])
      for (const test of spec.tests) {
        if (test.status === 'expected' || test.status === 'flaky') into.passed++;
        else if (test.status === 'skipped') into.skipped.push(`${spec.file}: ${spec.title}`);
        else into.failed++;
      }
    suite.suites?.forEach(walk);
  };
  walk(JSON.parse(readFileSync(path, 'utf8')) as PlaywrightSuite);
}
