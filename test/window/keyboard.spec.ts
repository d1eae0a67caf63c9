import { expect, test, type Locator, type Page } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { picture, startShell, type RunningShell } from './web-shell.ts';

const MOST_TABS = 120;

let shell: RunningShell;
let folder: string;

// The second way begins with the case that the first one made.
test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'affiant-keys-'));
  shell = await startShell(null);
});

test.afterAll(async () => {
  await shell.stop();
  rmSync(folder, { recursive: true, force: true });
});

test.beforeEach(async ({ page, context }) => {
  await context.addCookies([await shell.cookie()]);
  await page.goto(`${shell.origin}/#/start`);
  await expect(page.getByRole('main', { name: 'Cases' })).toBeVisible();
});

test('the sample is made and opened from an empty start', async ({ page }) => {
  test.setTimeout(180_000);
  await expect(page.getByText('No case has been opened on this machine yet')).toBeVisible();
  await picture(page, 'start-empty');
  await page.getByRole('button', { name: 'Open sample case …' }).click();
  const picker = page.getByRole('dialog');
  await picker.getByRole('textbox', { name: 'Path' }).fill(folder);
  await picker.getByRole('textbox', { name: 'Path' }).press('Enter');
  await picker.getByRole('textbox', { name: 'Name of the new folder' }).fill('sample');
  await picture(page, 'picker');
  await picker.getByRole('button', { name: 'Choose' }).click();
  await expect(page.getByRole('main').getByRole('progressbar')).toBeVisible();
  await picture(page, 'sample-being-made');
  await expect(page.getByRole('main', { name: 'Overview' })).toBeVisible({ timeout: 150_000 });
  await page.keyboard.press('4');
  await expect(page.getByRole('listbox', { name: 'Conversations' }).getByRole('option').first()).toBeVisible();
});

test('the way through a case by Tab, arrows and Enter alone', async ({ page }) => {
  test.setTimeout(240_000);
  const { keyboard } = page;
  await tabTo(page, page.getByRole('region', { name: 'Recent cases' }).getByRole('button').first());
  await keyboard.press('Enter');
  await expect(page.getByRole('main', { name: 'Overview' })).toBeVisible();
  await keyboard.press('4');

  const list = page.getByRole('listbox', { name: 'Conversations' });
  await expect(list.getByRole('option').first()).toBeVisible();
  await tabTo(page, page.getByRole('textbox', { name: 'Find a conversation' }));
  await keyboard.type('Ben London');
  await expect(list.getByRole('option').filter({ hasNotText: 'Ben London' })).toHaveCount(1);
  await tabTo(page, list);
  const chosen = list.locator('.virtual-row.active').filter({ hasText: 'Ben London' });
  for (let n = 0; n < 5 && (await chosen.count()) === 0; n += 1) await keyboard.press('ArrowDown');
  await expect(chosen).toBeVisible();
  await expectFocusSeen(page);
  await keyboard.press('Enter');

  const feed = page.getByRole('feed');
  const marked = feed.locator('.message-row.active');
  await expect(feed.getByRole('article').last()).toBeVisible();
  await tabTo(page, feed.locator('[role=article][tabindex="0"]'));
  for (let n = 0; n < 200 && (await marked.locator('button.quote').count()) === 0; n += 1) {
    const before = await marked.getAttribute('aria-posinset');
    await keyboard.press('ArrowUp');
    await expect(marked).not.toHaveAttribute('aria-posinset', before ?? '');
    await expect(marked.locator('.placeholder')).toHaveCount(0);
    await expect(marked).toBeFocused();
  }
  await expectFocusSeen(page);
  const reply = await marked.getAttribute('aria-posinset');

  await tabTo(page, marked.locator('button.quote'));
  await keyboard.press('Enter');
  await expect(marked).not.toHaveAttribute('aria-posinset', reply ?? '');
  await expect(marked).toBeFocused();
  await expect(marked).toBeInViewport();
  await expectFocusSeen(page);
  await picture(page, 'keyboard-quoted');
  await tabTo(page, page.getByRole('button', { name: 'Back to the reply' }));
  await keyboard.press('Enter');
  await expect(marked).toHaveAttribute('aria-posinset', reply ?? '');
  await expect(marked).toBeFocused();
  await expectFocusSeen(page);

  const drawer = page.getByRole('complementary', { name: 'Provenance' });
  await keyboard.press('Enter');
  await expect(drawer.getByText('Byte ranges').first()).toBeVisible();
  await expectFocusSeen(page);
  await tabTo(page, drawer.getByRole('button', { name: 'Close' }).first(), 'Shift+Tab');
  await keyboard.press('Enter');
  await expect(drawer).toBeHidden();
  await expect(marked).toBeFocused();

  await tabTo(page, page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Search' }), 'Shift+Tab');
  await keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Search' })).toBeFocused();
  await keyboard.type('crate');
  await keyboard.press('Enter');
  const hits = page.getByRole('listbox', { name: 'Hits', exact: true });
  await expect(hits.getByRole('option').first()).toBeVisible();
  await tabTo(page, hits);
  await keyboard.press('ArrowDown');
  await keyboard.press('ArrowDown');
  await expectFocusSeen(page);
  await keyboard.press('Enter');
  await expect(marked).toContainText(/crate/iu);
  await expect(marked).toBeFocused();
  await expect(marked).toBeInViewport();
  await expectFocusSeen(page);

  await tabTo(page, page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Report' }), 'Shift+Tab');
  await keyboard.press('Enter');
  await tabTo(page, page.getByRole('textbox', { name: 'Folder of the report' }));
  await keyboard.type(join(folder, 'report'));
  await tabTo(page, page.getByRole('button', { name: 'Write report' }));
  await keyboard.press('Enter');
  const written = page.getByRole('region', { name: 'Reports written' });
  await expect(written.getByText(join(folder, 'report'))).toBeVisible({ timeout: 150_000 });
  await tabTo(page, written.getByRole('button', { name: 'Verify' }));
  await keyboard.press('Enter');
  await expect(written.getByText('Verified: no differences found')).toBeVisible({ timeout: 60_000 });
});

/** Presses Tab until `goal` has the focus; every stop on the way must be seen. */
async function tabTo(page: Page, goal: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(goal).toBeVisible();
  const stops: string[] = [];
  for (let n = 0; n < MOST_TABS; n += 1) {
    if (await goal.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
    await expectFocusSeen(page);
    stops.push(await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 80) ?? ''));
  }
  throw new Error(`${key} never comes to ${String(goal)}; it stops at\n${stops.join('\n')}`);
}

/** Expects the focus to be on something on the screen, with a ring that is drawn. */
async function expectFocusSeen(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(whyUnseen)).toBe('');
}

/** Runs in the page: why the focus is not seen; empty where it is. */
function whyUnseen(): string {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body) return 'nothing has the focus';
  const name = element.outerHTML.slice(0, 120);
  // What the ring is drawn around: the element, or what stands for it on the screen.
  const drawn = [
    element,
    element.nextElementSibling,
    element.closest('.bp6-input-group'),
    ...element.querySelectorAll(':scope > .bubble, :scope > .system-line, .virtual-row.active'),
  ];
  const sample = document.createElement('i');
  sample.style.color = 'var(--focus)';
  document.body.append(sample);
  const colour = getComputedStyle(sample).color;
  sample.remove();
  const isRing = (part: Element, pseudo?: string): boolean => {
    const style = getComputedStyle(part, pseudo);
    const hasOutline = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
    return hasOutline || style.boxShadow.includes(colour) || (pseudo !== undefined && style.borderTopColor === colour);
  };
  const ring = drawn.find((part) => part !== null && (isRing(part) || isRing(part, '::after')));
  if (ring === undefined || ring === null) return `no ring: ${name}`;
  const { top, bottom, left, right } = ring.getBoundingClientRect();
  const isOn = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth && bottom - top > 1;
  return isOn ? '' : `off the screen: ${name}`;
}
