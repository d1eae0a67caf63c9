import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { languages } from '../../src-renderer/messages/languages.ts';
import { VIEW_NAMES, type ViewName } from '../../src-renderer/state/location.ts';
import { picture, test } from './web-shell.ts';

const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;
const LOCALES = { en: 'en-GB', zh: 'zh-CN' } as const;

/** Goes to a view by its address and waits until it shows what the sample case holds. */
async function show(page: Page, view: ViewName): Promise<void> {
  await page.evaluate((name) => {
    window.location.hash = `#/${name}`;
  }, view);
  const main = page.getByRole('main');
  await expect(page.locator(`nav a[aria-current=page][href^="#/${view}"]`)).toBeVisible();
  if (view === 'conversations') {
    await main.getByRole('listbox').first().getByRole('option').first().click();
    await expect(main.getByRole('article').locator('.bubble').last()).toBeVisible();
  }
  if (view === 'search') {
    await main.getByRole('textbox').first().fill('crate');
    await page.keyboard.press('Enter');
    await expect(main.getByRole('listbox').getByRole('option').first()).toBeVisible();
  }
  if (view === 'timeline') await expect(main.getByRole('gridcell').first()).toBeVisible();
  if (view === 'graph') await expect(main.locator('canvas')).toBeVisible();
  if (view === 'media') {
    await expect(main.locator('.thumb .evidence-picture').first()).toBeVisible();
    await expect(main.locator('.thumb .placeholder')).toHaveCount(0);
    await expect
      .poll(() =>
        main
          .locator('.thumb img')
          .evaluateAll((all) => all.every((one) => one instanceof HTMLImageElement && one.naturalWidth > 0)),
      )
      .toBe(true);
  }
  for (const { general, graph } of Object.values(languages)) {
    await expect(main.getByText(general.loading)).toHaveCount(0);
    if (view === 'graph') await expect(main.getByText(graph.laying)).toHaveCount(0);
  }
  await expect(main.locator('[role=row], [role=option], li, form').filter({ visible: true }).first()).toBeVisible();
}

/** What a theme changes: colours. All else is the same in light and dark. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

async function violations(page: Page, theme: 'light' | 'dark'): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page });
  const { violations: found } = await (theme === 'light' ? axe : axe.withRules(COLOUR_RULES)).analyze();
  return found.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
}

// Eight walks through the whole window: every worker takes its share.
test.describe.configure({ mode: 'parallel' });

for (const theme of ['light', 'dark'] as const)
  for (const [language, locale] of Object.entries(LOCALES))
    for (const size of SIZES) {
      const name = `${language}-${theme}-${size.width}`;
      test.describe(name, () => {
        test.use({ colorScheme: theme, locale, viewport: size });
        test(`every view is shown whole, ${name}`, async ({ window }) => {
          test.setTimeout(240_000);
          // What everybody must be able to use does not depend on the size, and on the language only in its words.
          const isChecked = language === 'en' && size.width === 1280;
          for (const view of VIEW_NAMES) {
            await show(window, view);
            await picture(window, `${view}-${name}`);
            if (isChecked) expect.soft(await violations(window, theme), view).toEqual([]);
            const isWide = await window.evaluate(
              () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
            );
            expect.soft(isWide, `${view} is wider than the window`).toBe(false);
          }
        });
      });
    }

test('at 200 % nothing overflows sideways', async ({ window }) => {
  await window.setViewportSize({ width: 640, height: 400 });
  for (const view of VIEW_NAMES) {
    await show(window, view);
    const isWide = await window.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
    expect.soft(isWide, view).toBe(false);
  }
  await picture(window, 'zoom-200');
});
