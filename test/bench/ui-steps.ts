import type { Page } from '@playwright/test';
import type { Filter } from '../../src-main/contract/index.ts';

/** One thing that an examiner does over and over. */
export interface UiStep {
  readonly what: string;
  readonly goal: string;
  readonly rounds: number;
  /** Brings the window to where it is done; not measured. */
  before(page: Page): Promise<void>;
  /** Puts things back before each time; not measured. */
  between?(page: Page, random: () => number): Promise<void>;
  act(page: Page, random: () => number, round: number): Promise<unknown>;
  /** Runs in the page: names what is shown, null while it is not whole; another name than before is what was waited for. */
  readonly shown?: () => string | null;
}

const HUNDRED = 'p95 ≤ 100 ms';
const WORDS = ['meeting', 'money', 'tomorrow', '明天', '钱', 'พรุ่งนี้', '😀', '"see you"'] as const;

/** Goes to a view by its place in the rail, or by an address with a filter. */
async function goTo(page: Page, view: string, filter: Filter = {}): Promise<void> {
  const query = Object.keys(filter).length === 0 ? '' : `?filter=${encodeURIComponent(JSON.stringify(filter))}`;
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, `#/${view}${query}`);
  await page.locator('main').waitFor();
  await page.waitForLoadState('networkidle');
}

function goingTo(view: string): UiStep {
  return {
    what: `go to ${view}`,
    goal: '',
    rounds: 8,
    before: (page) => goTo(page, 'custody'),
    between: (page) => goTo(page, 'custody'),
    act: (page) => page.locator(`nav a[href^="#/${view}"]`).click(),
  };
}

/** The middle of a picture, where the wheel turns. */
async function overPicture(page: Page): Promise<void> {
  const box = await page.locator('main canvas').first().boundingBox();
  if (box === null) throw new Error('no picture in the view');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
}

const inConversations: readonly UiStep[] = [
  {
    what: 'conversations: open one',
    goal: 'p95 ≤ 200 ms',
    rounds: 30,
    before: (page) => goTo(page, 'conversations'),
    act: (page, _random, round) =>
      page
        .locator('.conversation-list [role=option]')
        .nth(round % 8)
        .click(),
  },
  {
    what: 'conversations: page up through messages',
    goal: HUNDRED,
    rounds: 40,
    before: (page) => page.locator('[role=feed] [role=article][tabindex="0"]').focus(),
    act: (page) => page.keyboard.press('PageUp'),
  },
  {
    what: 'conversations: first and last message in turn',
    goal: 'p95 ≤ 200 ms',
    rounds: 30,
    before: (page) => page.locator('[role=feed] [role=article][tabindex="0"]').focus(),
    act: (page, _random, round) => page.keyboard.press(round % 2 === 0 ? 'Home' : 'End'),
  },
];

const inTimeline: readonly UiStep[] = [
  {
    what: 'timeline: zoom in and out by wheel',
    goal: HUNDRED,
    rounds: 40,
    before: (page) => goTo(page, 'timeline'),
    between: overPicture,
    act: (page, _random, round) => page.mouse.wheel(0, round % 10 < 5 ? -240 : 240),
  },
  {
    what: 'timeline: turn the wheel without a pause (20 turns)',
    goal: '60 frames/s',
    rounds: 6,
    before: (page) => goTo(page, 'timeline'),
    between: overPicture,
    act: async (page, _random, round) => {
      for (let turn = 0; turn < 20; turn += 1) await page.mouse.wheel(0, round % 2 === 0 ? -120 : 120);
    },
  },
];

const inGraph: readonly UiStep[] = [
  {
    what: 'graph: turn the wheel without a pause (20 turns)',
    goal: '60 frames/s',
    rounds: 6,
    before: (page) => goTo(page, 'graph'),
    between: overPicture,
    act: async (page, _random, round) => {
      for (let turn = 0; turn < 20; turn += 1) await page.mouse.wheel(0, round % 2 === 0 ? -120 : 120);
    },
  },
];

const inSearch: readonly UiStep[] = [
  {
    what: 'search: a word',
    goal: '',
    rounds: 16,
    before: (page) => goTo(page, 'search'),
    between: async (page, random) => {
      const word = WORDS[Math.floor(random() * WORDS.length)] ?? WORDS[0];
      await page
        .locator(
          'main .search form input[type=text], main .search form input[type=search], main .search form input:not([type])',
        )
        .first()
        .fill(word);
    },
    act: (page) => page.keyboard.press('Enter'),
  },
];

/** Scrolls a box to a random place, as by its bar. */
function scrollBar(selector: string): UiStep['act'] {
  return async (page, random) => {
    const box = await page.locator(selector).first().boundingBox();
    await page.mouse.move((box?.x ?? 0) + 100, (box?.y ?? 0) + 100);
    const to = random();
    await page.locator(selector).first().evaluate((view, share) => { view.scrollTop = share * (view.scrollHeight - view.clientHeight); }, to); // prettier-ignore
    await page.mouse.wheel(0, 40);
  };
}

const GRID = 'main [role=grid]';

/** The attachments on the screen, once all of them have come; their pictures follow as they are decoded. */
function gridShown(): string | null {
  const cells = [...document.querySelectorAll('.media-grid .media-cell')];
  const has = cells.length > 0 && cells.every((cell) => cell.querySelector('.media-line') !== null);
  return has ? cells.map(({ id }) => id).join() : null;
}

const inMedia: readonly UiStep[] = [
  {
    what: 'media: scroll the grid of 200,000 by its bar',
    goal: HUNDRED,
    rounds: 30,
    before: (page) => goTo(page, 'media'),
    act: scrollBar(GRID),
    shown: gridShown,
  },
  {
    what: 'media: only present, then all, by the filter',
    goal: HUNDRED,
    rounds: 10,
    before: (page) => goTo(page, 'media'),
    act: (page, _random, round) =>
      page.evaluate(
        (hash) => {
          window.dispatchEvent(new Event('input'));
          window.location.hash = hash;
        },
        `#/media?filter=${encodeURIComponent(JSON.stringify(round % 2 === 0 ? { attachments: 'present' } : { attachments: 'any' }))}`,
      ),
  },
  {
    what: 'media: scroll a grid of pictures of 1600 × 1200',
    goal: HUNDRED,
    rounds: 15,
    before: (page) => goTo(page, 'media', { attachments: 'present' }),
    act: scrollBar(GRID),
    shown: gridShown,
  },
];

/** The item under review with its neighbours, and the tags that it carries. */
function underReview(): string | null {
  const lines = document.querySelectorAll('.review-reader .context-line');
  const isWhole = lines.length > 1 || document.querySelector('.reader-head .link-button') === null;
  const row = document.querySelector('.review-queue [aria-selected=true]')?.getAttribute('aria-posinset');
  const tags = [...document.querySelectorAll('.tag-toggle')].map((tag) => tag.getAttribute('aria-pressed'));
  return isWhole ? `${String(row)} ${tags.join()} ${lines.length}` : null;
}

const inReview: readonly UiStep[] = [
  {
    what: 'review: 1,000 messages, a tag and on to the next',
    goal: 'none above 100 ms',
    rounds: 1000,
    before: async (page) => {
      await goTo(page, 'review');
      await page.locator('[role=listbox]').first().focus();
      await page.keyboard.press('Home');
      await page.locator('.tag-toggle').first().waitFor();
      await page.locator('.context-line.current').waitFor();
      await page.waitForLoadState('networkidle');
    },
    act: (page, _random, round) => page.keyboard.press(round % 3 === 0 ? '2' : '1'),
    shown: underReview,
  },
  {
    what: 'review: next message without a tag',
    goal: HUNDRED,
    rounds: 50,
    before: async (page) => {
      await goTo(page, 'review');
      await page.locator('[role=listbox]').first().focus();
    },
    act: (page) => page.keyboard.press('u'),
    shown: underReview,
  },
];

/** The last and the first row of a view's list in turn: each end is asked for anew. */
function endsOf(view: string, list: string): UiStep {
  return {
    what: `${view}: last and first row in turn`,
    goal: HUNDRED,
    rounds: 20,
    before: async (page) => {
      await goTo(page, view);
      await page.locator(list).first().focus();
    },
    act: (page, _random, round) => page.keyboard.press(round % 2 === 0 ? 'End' : 'Home'),
  };
}

const inPlaces: readonly UiStep[] = [
  {
    what: 'places: turn the wheel without a pause (20 turns)',
    goal: '60 frames/s',
    rounds: 6,
    before: (page) => goTo(page, 'places'),
    between: overPicture,
    act: async (page, _random, round) => {
      for (let turn = 0; turn < 20; turn += 1) await page.mouse.wheel(0, round % 2 === 0 ? -120 : 120);
    },
  },
];

/** The script, in its order. */
export const UI_STEPS: readonly UiStep[] = [
  ...[
    'overview',
    'conversations',
    'timeline',
    'graph',
    'search',
    'media',
    'accounts',
    'calls',
    'places',
    'issues',
    'review',
  ].map(goingTo),
  ...inConversations,
  ...inTimeline,
  ...inGraph,
  ...inSearch,
  ...inMedia,
  ...(['accounts', 'calls', 'issues'] as const).map((view) => endsOf(view, 'main [role=grid]')),
  ...inPlaces,
  ...inReview,
];
