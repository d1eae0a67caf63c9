import type { Page } from '@playwright/test';

/** How one interaction went, as the page itself saw it. */
export interface Interaction {
  /** From the first input event until the second frame after the last answer; ms. */
  readonly settledMs: number;
  /** Until the frame in which what was watched for stood on the screen; ms. Null where nothing is watched. */
  readonly shownMs: number | null;
  /** Frames of 1/60 s that were due and not drawn meanwhile. */
  readonly dropped: number;
  readonly frames: number;
}

interface Clock {
  /** Runs in the page: another value than before says that the new thing is shown; null: it is not whole yet. */
  watch: (() => string | null) | null;
  begin(): void;
  end(): Promise<Interaction>;
}

/** Puts a clock into every document of the page: it sees inputs, questions to the engine and frames. */
export async function installClock(page: Page): Promise<void> {
  await page.addInitScript(clockScript);
}

/** Tells the page by what it sees that the next thing is shown: `watch` runs there, before each frame. */
export async function watchFor(page: Page, watch: (() => string | null) | null): Promise<void> {
  await page.evaluate(`window.affiantClock.watch = ${watch === null ? 'null' : String(watch)}`);
}

/** Does something an examiner would do, and measures it inside the page. */
export async function interact(page: Page, act: () => Promise<unknown>): Promise<Interaction> {
  await page.evaluate(() => {
    (window as unknown as { affiantClock: Clock }).affiantClock.begin();
  });
  await act();
  return page.evaluate(() => (window as unknown as { affiantClock: Clock }).affiantClock.end());
}

/** Runs in the page, before any script of it. */
function clockScript(): void {
  const FRAME_MS = 1000 / 60;
  /** Frames without a question on its way after which nothing more is expected; the second of them is when it was settled. */
  const QUIET = 6;
  const PATIENCE_MS = 30_000;
  let pending = 0;
  let firstInput: number | null = null;
  let lastFrame = 0;
  let quiet: number[] = [];
  let frames = 0;
  let dropped = 0;
  let before: string | null = null;
  let shown: number | null = null;

  const ask = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const isQuestion = (input instanceof Request ? input.url : String(input)).includes('/rpc');
    if (!isQuestion) return ask(input, init);
    pending += 1;
    try {
      const response = await ask(input, init);
      // The body is awaited too: an answer that has not arrived is none.
      const body = await response.blob();
      return new Response(body, { status: response.status, headers: response.headers });
    } finally {
      pending -= 1;
    }
  };
  for (const type of ['keydown', 'pointerdown', 'wheel', 'input'])
    window.addEventListener(
      type,
      (event) => {
        firstInput ??= event.timeStamp;
        quiet = [];
      },
      { capture: true, passive: true },
    );

  const onFrame = (now: number): void => {
    if (lastFrame !== 0 && firstInput !== null && quiet.length < 2) {
      frames += 1;
      dropped += Math.max(0, Math.round((now - lastFrame) / FRAME_MS) - 1);
    }
    lastFrame = now;
    if (firstInput !== null && shown === null && clock.watch !== null) {
      const value = clock.watch();
      // What stands in the page now is painted with this frame.
      if (value !== null && value !== before) shown = performance.now();
    }
    if (pending > 0) quiet = [];
    else quiet.push(now);
    requestAnimationFrame(onFrame);
  };
  const clock: Clock = {
    watch: null,
    begin() {
      before = clock.watch?.() ?? null;
      shown = null;
      firstInput = null;
      quiet = [];
      frames = 0;
      dropped = 0;
    },
    async end() {
      const start = performance.now();
      while (firstInput === null || quiet.length < QUIET) {
        if (performance.now() - start > PATIENCE_MS)
          throw new Error(firstInput === null ? 'no input reached the page' : 'the window does not come to rest');
        await new Promise(requestAnimationFrame);
      }
      const settled = quiet[1] ?? 0;
      if (clock.watch !== null && shown === null) throw new Error('what was waited for was not shown');
      const shownMs = shown === null ? null : shown - firstInput;
      return { settledMs: Math.max(0, settled - firstInput), shownMs, dropped, frames };
    },
  };
  requestAnimationFrame(onFrame);
  (window as unknown as { affiantClock: Clock }).affiantClock = clock;
}
