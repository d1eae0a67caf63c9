import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type CDPSession, type Page } from '@playwright/test';
import { seededRandom } from '../../fixtures/random.ts';
import { writeSample } from '../../fixtures/write-sample.ts';
import { buildWindow } from '../../src-main/shells/build-window.ts';
import { findChromium } from '../find-chromium.ts';
import { openBenchEngine } from './bench-engine.ts';
import { writeExhibit } from './ingest.ts';
import { median, percentile } from './measure.ts';
import type { Figure } from './measure.ts';
import { startShell } from './start-shell.ts';
import { timeJump } from './window-jump.ts';

const LONG = 350_000;
const JUMPS = 30;
const root = join(import.meta.dirname, '..', '..');

/** The window in a real Chromium: how soon it is usable, and how one conversation of 350,000 messages is opened, jumped in and scrolled. */
export async function benchWindow(folder: string, rounds: number): Promise<readonly Figure[]> {
  const executablePath = findChromium();
  if (executablePath === null) return [{ what: 'no Chromium found', value: 'not measured', goal: '' }];
  const appDir = join(folder, 'window-app');
  const sample = await sampleCase(join(folder, 'window-sample'), appDir);
  const long = await longCase(join(folder, 'window-long'), appDir);
  await buildWindow(root);
  const browser = await chromium.launch({
    executablePath,
    args: ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  });
  try {
    return [...(await measureStart(browser, sample, appDir, rounds)), ...(await measureLong(browser, long, appDir))];
  } finally {
    await browser.close();
  }
}

/**
 * From the start of the shell's process, in a browser that runs, to the overview of the case on the screen with each of
 * its charts, and to the answer to a key pressed then.
 */
async function measureStart(browser: Browser, path: string, appDir: string, rounds: number): Promise<Figure[]> {
  const taken: number[] = [];
  const drawn: number[] = [];
  const served: number[] = [];
  // The first start fills the cache of compiled modules; it is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    const start = performance.now();
    const shell = await startShell(path, appDir);
    const servedMs = performance.now() - start;
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
    await page.goto(shell.address);
    for (const chart of ['.source-table tbody tr', '.over-time .mark', '.week .mark', '.ranked .mark'])
      await page.locator(chart).first().waitFor();
    const drawnMs = performance.now() - start;
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    if (round > 0) {
      taken.push(performance.now() - start);
      drawn.push(drawnMs);
      served.push(servedMs);
    }
    await page.context().close();
    await shell.stop();
  }
  return [
    { what: 'start of the window on the sample case, until a key is answered', value: ms(taken), goal: '≤ 2,000 ms' },
    { what: '  of which until each chart of the overview is drawn', value: ms(drawn), goal: '' },
    { what: '  of which until the shell serves', value: ms(served), goal: '' },
  ];
}

function ms(taken: readonly number[]): string {
  return `${median(taken).toFixed(0)} ms`;
}

async function measureLong(browser: Browser, path: string, appDir: string): Promise<Figure[]> {
  const shell = await startShell(path, appDir);
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  const cdp = await page.context().newCDPSession(page);
  try {
    await page.goto(shell.address);
    await page.getByRole('navigation', { name: 'Views' }).waitFor();
    const opened: number[] = [];
    for (let round = 0; round < 5; round += 1) opened.push(await openLong(page));
    const before = await heapMb(cdp);
    const jumps = await measureJumps(page);
    const heaps = await scrollThrough(page, cdp);
    return [
      figure(`opening a conversation of ${LONG} messages at its end`, opened, ''),
      ...jumps,
      { what: '  heap of the page before', value: `${before.toFixed(1)} MB`, goal: '' },
      {
        what: '  scrolled through from start to end: heap at tenths',
        value: `${heaps.map((mb) => mb.toFixed(1)).join(' ')} MB`,
        goal: 'flat',
      },
    ];
  } finally {
    await page.context().close();
    await shell.stop();
  }
}

function figure(what: string, taken: readonly number[], goal: string): Figure {
  return { what, value: `p50 ${median(taken).toFixed(0)} ms, p95 ${percentile(taken, 95).toFixed(0)} ms`, goal };
}

/** Opens the conversation from the list, with no answer of it remembered; ms until its last message is on the screen. */
async function openLong(page: Page): Promise<number> {
  await page.evaluate(() => {
    window.location.hash = '#/conversations';
  });
  await page.reload();
  await page.getByRole('listbox', { name: 'Conversations' }).getByRole('option').first().waitFor();
  return timeJump(page, 'open', 0);
}

/** Jumps in turn by date, to both ends and along the scroll bar. */
async function measureJumps(page: Page): Promise<Figure[]> {
  const random = seededRandom(11);
  const span = { from: Date.UTC(2022, 0, 1), ms: 3 * 365 * 86_400_000 };
  const taken = { date: [] as number[], end: [] as number[], start: [] as number[], bar: [] as number[] };
  for (let round = 0; round < JUMPS; round += 1) {
    const day = span.from + random() * span.ms * 0.999;
    taken.date.push(await timeJump(page, 'date', day));
    taken.end.push(await timeJump(page, 'end', 0));
    taken.bar.push(await timeJump(page, 'bar', 0.02 + random() * 0.9));
    taken.start.push(await timeJump(page, 'start', 0));
  }
  const goal = 'p95 ≤ 200 ms';
  return [
    figure('  jump to a date', taken.date, goal),
    figure('  jump to the end by key', taken.end, goal),
    figure('  jump to the start by key', taken.start, goal),
    figure('  jump along the scroll bar', taken.bar, goal),
  ];
}

/** Scrolls from the start to the end in steps and gives the heap after each tenth, in MB, swept. */
async function scrollThrough(page: Page, cdp: CDPSession): Promise<readonly number[]> {
  await timeJump(page, 'start', 0);
  await page.getByRole('feed').hover();
  const heaps: number[] = [];
  for (let step = 1; step <= 100; step += 1) {
    await timeJump(page, 'bar', step / 101);
    for (let turn = 0; turn < 4; turn += 1) await page.mouse.wheel(0, 900);
    await page.waitForTimeout(100);
    if (step % 10 === 0) heaps.push(await heapMb(cdp));
  }
  return heaps;
}

async function heapMb(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  return usedSize / 1_048_576;
}

/** The sample case, made once. */
async function sampleCase(folder: string, appDir: string): Promise<string> {
  const path = join(folder, 'case');
  if (existsSync(join(folder, 'made'))) return path;
  rmSync(folder, { recursive: true, force: true });
  const engine = openBenchEngine(appDir, writeSample);
  await engine.job('case.sample', { path: folder });
  await engine.close();
  writeFileSync(join(folder, 'made'), '');
  return path;
}

/** A case with one conversation of 350,000 messages, a tenth of them with attachments, made once. */
async function longCase(folder: string, appDir: string): Promise<string> {
  const path = join(folder, 'case');
  if (existsSync(join(folder, 'made'))) return path;
  rmSync(folder, { recursive: true, force: true });
  await writeExhibit(join(folder, 'exhibit'), { messages: LONG, conversations: 1, attachments: LONG / 10 });
  const engine = openBenchEngine(appDir);
  const authority = { kind: 'training', reference: 'made by code', issuer: '' } as const;
  await engine.call('case.create', { path, number: 'BENCH', examiner: 'bench', authority });
  await engine.job('exhibit.add', { path: join(folder, 'exhibit'), reference: 'X-1' });
  await engine.job('source.ingest', {});
  await engine.close();
  writeFileSync(join(folder, 'made'), '');
  return path;
}
