import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { goTo, picture, test } from './web-shell.ts';

const VIEWS = [
  'Overview',
  'Cases',
  'Exhibits',
  'Sources',
  'Conversations',
  'Timeline',
  'Contacts',
  'Search',
  'Media',
  'Report',
  'Issues',
  'Custody',
] as const;

async function violations(page: Page): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
}

for (const theme of ['light', 'dark'] as const) {
  test.describe(`in ${theme}`, () => {
    test.use({ colorScheme: theme });
    for (const view of VIEWS) {
      test(`${view} is readable by everybody`, async ({ window }) => {
        await goTo(window, view);
        if (view === 'Conversations')
          await window.getByRole('listbox', { name: 'Conversations' }).getByRole('option').first().click();
        if (view === 'Search') {
          await window.getByRole('textbox', { name: 'Search' }).fill('crate');
          await window.keyboard.press('Enter');
          await expect(window.getByRole('listbox', { name: 'Hits' }).getByRole('option').first()).toBeVisible();
        }
        if (view === 'Conversations') await expect(window.getByRole('article').locator('.bubble').last()).toBeVisible();
        if (view === 'Timeline') await expect(window.getByRole('gridcell').first()).toBeVisible();
        if (view === 'Contacts') await expect(window.getByText('Arranging …')).toBeHidden();
        const main = window.getByRole('main', { name: view });
        await expect(main.locator('[role=row], [role=option], li, form').first()).toBeVisible();
        await picture(window, `${view.toLowerCase()}-${theme}`);
        expect(await violations(window)).toEqual([]);
      });
    }
  });
}

test('at 200 % nothing overflows sideways', async ({ window }) => {
  await window.setViewportSize({ width: 640, height: 400 });
  for (const view of VIEWS) {
    await goTo(window, view);
    const isWide = await window.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
    expect(isWide, view).toBe(false);
  }
  await picture(window, 'zoom-200');
});
