import { chromium, type CDPSession, type Page } from '@playwright/test';
import { join } from 'node:path';
import { seededRandom } from '../../fixtures/random.ts';
import { buildWindow } from '../../src-main/shells/build-window.ts';
import { findChromium } from '../find-chromium.ts';
import { prepareFullCase } from './full-case.ts';
import { median, percentile, type Figure } from './measure.ts';
import { installClock, interact, watchFor, type Interaction } from './page-clock.ts';
import { processorWait } from './processor-wait.ts';
import { startShell } from './start-shell.ts';
import { UI_STEPS, type UiStep } from './ui-steps.ts';

const root = join(import.meta.dirname, '..', '..');

/**
 * `npm run bench:ui`: what an examiner does all day, done by a script in a real Chromium over the web shell, on a case of
 * `messages` messages. Each figure runs from the input event to the second frame after the last answer, and is told as soon
 * as it is measured; an interaction that fails is told too, and the next one is measured. Those in which nothing waited for a
 * processor are told apart: on a machine that others use, they alone say what the window takes.
 */
export async function benchUi(
  folder: string,
  messages: number,
  only: RegExp,
  tell: (figure: Figure) => void,
): Promise<void> {
  const executablePath = findChromium();
  if (executablePath === null) {
    tell({ what: 'no Chromium found', value: 'not measured', goal: '' });
    return;
  }
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
    await measure(page, await processorWait(browser), only, tell);
  } finally {
    await browser.close();
    await shell.stop();
  }
}

async function measure(
  page: Page,
  waited: () => number | null,
  only: RegExp,
  tell: (figure: Figure) => void,
): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  for (const step of UI_STEPS.filter(({ what }) => only.test(what))) {
    const before = waited();
    try {
      const taken = await measureStep(page, step, waited);
      const after = waited();
      tell(figure(step, taken, await heapMb(cdp), before === null || after === null ? null : after - before));
    } catch (error) {
      process.exitCode = 1;
      tell({ what: step.what, value: `failed: ${error instanceof Error ? error.message : String(error)}`, goal: step.goal }); // prettier-ignore
    }
  }
}

/** How one interaction went, and whether the window had the processors that it asked for meanwhile. */
interface Taken extends Interaction {
  readonly isUndisturbed: boolean;
}

/** More than this, ms, and the work of others is a part of the figure. */
const DISTURBED_MS = 15;

async function measureStep(page: Page, step: UiStep, waited: () => number | null): Promise<readonly Taken[]> {
  const random = seededRandom(3);
  await step.before(page);
  await watchFor(page, step.shown ?? null);
  const taken: Taken[] = [];
  // The first time is not counted: it loads the view.
  for (let round = 0; round <= step.rounds; round += 1) {
    await step.between?.(page, random);
    const before = waited();
    const one = await interact(page, () => step.act(page, random, round));
    const after = waited();
    const isUndisturbed = before !== null && after !== null && after - before <= DISTURBED_MS;
    if (round > 0) taken.push({ ...one, isUndisturbed });
  }
  return taken;
}

function figure(step: UiStep, taken: readonly Taken[], heap: number, waitedMs: number | null): Figure {
  const settled = taken.map((one) => one.settledMs);
  const shown = taken.flatMap((one) => one.shownMs ?? []);
  const dropped = taken.reduce((sum, one) => sum + one.dropped, 0);
  const frames = taken.reduce((sum, one) => sum + one.frames, 0);
  const calm = taken.filter(({ isUndisturbed }) => isUndisturbed);
  const undisturbed = calm.length === 0 ? '' : `; ${calm.length} undisturbed: ${spread(calm.map((one) => one.shownMs ?? one.settledMs))}`; // prettier-ignore
  const waited = waitedMs === null ? '' : `, waited for a processor ${(waitedMs / taken.length).toFixed(0)} ms each`;
  return {
    what: step.what,
    value: `${shown.length === 0 ? '' : `shown ${spread(shown)}; settled `}${spread(settled)}${undisturbed}, ${dropped} of ${frames + dropped} frames dropped, heap ${heap.toFixed(0)} MB${waited}`,
    goal: step.goal,
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
