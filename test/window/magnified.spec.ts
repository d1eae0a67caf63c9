import { expect, type Page } from '@playwright/test';
import { VIEW_NAMES, type ViewName } from '../../src-renderer/state/location.ts';
import { picture, test } from './web-shell.ts';

// What a window of 1280 × 800 shows at 200 %.
test.use({ viewport: { width: 640, height: 400 } });

/** What a view is there for. */
const MAIN_PART: Readonly<Partial<Record<ViewName, string>>> = {
  overview: '.source-table',
  conversations: '.messages',
  timeline: '.virtual-rows',
  graph: '.graph-canvas',
  accounts: '.virtual-rows',
  calls: '.virtual-rows',
  places: '.place-canvas',
  search: '.hit-list .virtual-rows',
  media: '.media-grid',
  review: '.review-reader',
  issues: '.issue-list',
  custody: '.custody-list',
};
/** Some rows, or as much of a message as one reads at once. */
const LEAST_PX = 140;

test('every view is workable at 200 %', async ({ window }) => {
  for (const view of VIEW_NAMES) {
    await show(window, view);
    await picture(window, `${view}-magnified`);
    const part = MAIN_PART[view];
    if (part !== undefined) expect.soft(await seenHeight(window, part), view).toBeGreaterThanOrEqual(LEAST_PX);
    expect.soft(await outOfReach(window), view).toEqual([]);
  }
});

test('dialogs and the drawer are workable at 200 %', async ({ window }) => {
  // The focus follows from the list to the messages and back, though one of them is shown at a time.
  await show(window, 'conversations');
  await expect(window.getByRole('feed')).toBeFocused();
  await window.keyboard.press('ArrowUp');
  await window.keyboard.press('p');
  await expect(window.getByRole('complementary', { name: 'Provenance' })).toBeVisible();
  await picture(window, 'drawer-magnified');
  expect.soft(await outOfReach(window, '.drawer')).toEqual([]);
  await window.keyboard.press('Escape');
  await window.getByRole('button', { name: 'Back to the conversations' }).click();
  await expect(window.getByRole('listbox')).toBeFocused();

  for (const [name, open, part] of [
    ['cheat-sheet', () => window.keyboard.press('?'), '.bp6-dialog'],
    ['palette', () => window.keyboard.press('Control+k'), '.bp6-omnibar'],
    ['filter', () => window.getByRole('button', { name: 'Add filter' }).click(), '.filter-form'],
  ] as const) {
    await open();
    await expect(window.locator(part)).toBeVisible();
    await window.waitForTimeout(300);
    await picture(window, `${name}-magnified`);
    expect.soft(await outOfReach(window, part), name).toEqual([]);
    await window.keyboard.press('Escape');
    await expect(window.locator(part)).toHaveCount(0);
  }
});

async function show(page: Page, view: ViewName): Promise<void> {
  await page.evaluate((name) => {
    window.location.hash = `#/${name}`;
  }, view);
  await expect(page.locator(`nav a[aria-current=page][href^="#/${view}"]`)).toBeAttached();
  const main = page.getByRole('main');
  if (view === 'conversations') {
    await main.getByRole('listbox').first().getByRole('option').first().click();
    await expect(main.getByRole('article').locator('.bubble').last()).toBeVisible();
    return;
  }
  if (view === 'search') {
    await main.getByRole('textbox').first().fill('crate');
    await page.keyboard.press('Enter');
    await expect(main.getByRole('listbox').getByRole('option').first()).toBeVisible();
  }
  await expect(main.locator('[role=row], [role=option], li, form, canvas, article').first()).toBeVisible();
}

/** How much of the first such part is on the screen once it is scrolled to, in CSS pixels. */
async function seenHeight(page: Page, part: string): Promise<number> {
  const one = page.getByRole('main').locator(part).first();
  await one.evaluate((element) => {
    element.scrollIntoView({ block: 'nearest' });
  });
  return one.evaluate((element) => {
    let { top, bottom } = element.getBoundingClientRect();
    for (let around = element.parentElement; around !== null; around = around.parentElement) {
      if (getComputedStyle(around).overflowY === 'visible') continue;
      const box = around.getBoundingClientRect();
      top = Math.max(top, box.top);
      bottom = Math.min(bottom, box.bottom);
    }
    return Math.round(bottom - top);
  });
}

/** What one could press or type into, and cannot: scrolled to, it is still outside the window or behind something. */
async function outOfReach(page: Page, within = 'body'): Promise<readonly string[]> {
  return page.locator(within).evaluate((root) => {
    const controls = root.querySelectorAll<HTMLElement>(
      'a[href], button:not(:disabled), input, select, textarea, summary',
    );
    return [...controls].flatMap((element) => {
      const { width, height } = element.getBoundingClientRect();
      // Hidden on purpose: kept for readers of the screen, drawn by its label, or a row that is not current.
      if (width < 3 || height < 3 || element.closest('.virtual-row, .message-row, [inert], .skip-link') !== null)
        return [];
      if (!element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) return [];
      element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      const box = element.getBoundingClientRect();
      const [x, y] = [box.left + Math.min(box.width, 40) / 2, box.top + box.height / 2];
      const hit = document.elementFromPoint(x, y);
      // A field's own sign stands before it.
      const whole = element instanceof HTMLInputElement ? element.parentElement : element;
      if (hit !== null && (whole?.contains(hit) === true || hit.contains(element))) return [];
      return [`${element.tagName} ${element.getAttribute('aria-label') ?? element.textContent.slice(0, 40)} at ${Math.round(x)},${Math.round(y)}`]; // prettier-ignore
    });
  });
}
