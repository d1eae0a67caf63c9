import { chromium, type CDPSession, type Page } from '@playwright/test';
import { join } from 'node:path';
import { seededRandom } from '../../fixtures/random.ts';
import { buildWindow } from '../../src-main/shells/build-window.ts';
import { findChromium } from '../find-chromium.ts';
import { prepareFullCase } from './full-case.ts';
import { median, percentile, type Figure } from './measure.ts';
import { installClock, interact, watchFor, type Interaction } from './page-clock.ts';
import { startShell } from './start-shell.ts';
import { UI_STEPS } from './ui-steps.ts';

const root = join(import.meta.dirname, '..', '..');

/**
 * `npm run bench:ui`: what an examiner does all day, done by a script in a real Chromium over the web shell, on a case of
 * `messages` messages. Each figure runs from the input event to the second frame after the last answer.
 */
export async function benchUi(folder: string, messages: number, only: RegExp): Promise<readonly Figure[]> {
  const executablePath = findChromium();
  if (executablePath === null) return [{ what: 'no Chromium found', value: 'not measured', goal: '' }];
  const paths = await prepareFullCase(folder, messages);
  await buildWindow(root);
  const browser = await chromium.launch({
    executablePath,
    args: ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  });
  const shell = await startShell(paths.case, paths.appDir);
  try {
    const page = await (await browser.newContext({ viewport: { width: 1920, height: 1080 } })).newPage();
    await installClock(page);
    await page.goto(shell.address);
    await page.getByRole('navigation').waitFor();
    return await measure(page, only);
  } finally {
    await browser.close();
    await shell.stop();
  }
}

async function measure(page: Page, only: RegExp): Promise<Figure[]> {
  const figures: Figure[] = [];
  const cdp = await page.context().newCDPSession(page);
  for (const step of UI_STEPS.filter(({ what }) => only.test(what))) {
    const random = seededRandom(3);
    await step.before(page);
    await watchFor(page, step.shown ?? null);
    const taken: Interaction[] = [];
    // The first time is not counted: it loads the view.
    for (let round = 0; round <= step.rounds; round += 1) {
      await step.between?.(page, random);
      const one = await interact(page, () => step.act(page, random, round));
      if (round > 0) taken.push(one);
    }
    figures.push(figure(step.what, step.goal, taken, await heapMb(cdp)));
  }
  return figures;
}

function figure(what: string, goal: string, taken: readonly Interaction[], heap: number): Figure {
  const settled = taken.map((one) => one.settledMs);
  const shown = taken.flatMap((one) => one.shownMs ?? []);
  const dropped = taken.reduce((sum, one) => sum + one.dropped, 0);
  const frames = taken.reduce((sum, one) => sum + one.frames, 0);
  return {
    what,
    value: `${shown.length === 0 ? '' : `shown ${spread(shown)}; settled `}${spread(settled)}, ${dropped} of ${frames + dropped} frames dropped, heap ${heap.toFixed(0)} MB`,
    goal,
  };
}

function spread(ms: readonly number[]): string {
  return `p50 ${median(ms).toFixed(0)} ms, p95 ${percentile(ms, 95).toFixed(0)} ms, most ${Math.max(...ms).toFixed(0)} ms`;
}

/** What the page holds, swept. */
async function heapMb(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  return usedSize / 1_048_576;
}
