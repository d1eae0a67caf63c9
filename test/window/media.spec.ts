import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { ask, goTo, picture, test } from './web-shell.ts';

async function violations(page: Page): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
}

test('attachments are listed, told apart, enlarged, covered and followed to their message', async ({ window }) => {
  const { total, kinds } = await ask(window, 'media.page', { filter: {}, limit: 1 });
  await goTo(window, 'Media');
  const main = window.getByRole('main', { name: 'Media' });
  await expect(main.getByRole('status')).toContainText(`${total} attachments`);
  const grid = main.getByRole('grid', { name: 'Attachments' });
  await expect(grid.locator('img').first()).toBeVisible();
  await picture(window, 'media-grid');

  const images = kinds.find(({ type }) => type === 'image');
  const count = (images?.present ?? 0) + (images?.thumbnail ?? 0) + (images?.absent ?? 0);
  await main.getByRole('button', { name: /^Image/u }).click();
  await expect(main.getByRole('status')).toContainText(`${count} attachment`);
  await main.getByRole('combobox', { name: 'Content' }).selectOption('present');
  await expect(main.getByRole('status')).toContainText(`${images?.present ?? 0} attachment`);

  await grid.focus();
  await window.keyboard.press('ArrowRight');
  const details = main.getByRole('complementary', { name: 'The chosen attachment' });
  await expect(details.getByText('Type by its bytes')).toBeVisible();
  await expect(details.getByText('image/png').first()).toBeVisible();
  await expect(details.getByRole('region', { name: 'Same file elsewhere' })).toContainText('By SHA-256 of the content');
  await expect(details.getByText('No EXIF found in the file.')).toBeVisible();
  await picture(window, 'media-details');
  expect(await violations(window)).toEqual([]);

  await window.keyboard.press('Enter');
  await expect(window.getByRole('dialog').locator('img')).toBeVisible();
  await window.keyboard.press('ArrowRight');
  await expect(window.getByText(/^2 of/u)).toBeVisible();
  await window.keyboard.press('Escape');
  await expect(window.getByRole('dialog')).toBeHidden();

  await grid.focus();
  await window.keyboard.press('h');
  const filterOf = () => grid.locator('img').first().evaluate((image) => getComputedStyle(image).filter); // prettier-ignore
  expect(await filterOf()).toContain('blur');
  await picture(window, 'media-blurred');
  await window.keyboard.press('h');
  await expect(grid.locator('img')).toHaveCount(0);
  await window.keyboard.press('h');
  await expect(grid.locator('img').first()).toBeVisible();

  await window.keyboard.press('m');
  await expect(window.getByRole('main', { name: 'Conversations' }).locator('.message-row.active')).toBeVisible();
  await window.goBack();
  await expect(details.getByText('Type by its bytes')).toBeVisible();
});

test(
  'sound shows its waveform, what is absent is said, the table holds the same',
  { tag: '@web' },
  async ({ window }) => {
    const voice = await ask(window, 'media.page', { filter: {}, kinds: ['voice'], presences: ['present'], limit: 1 });
    const absent = await ask(window, 'media.page', { filter: {}, presences: ['absent'], limit: 1 });
    const at = (id: number | undefined) => `#/media?own=${encodeURIComponent(`mode=list&at=${id ?? 0}`)}`;
    await window.goto(`${new URL(window.url()).origin}/${at(voice.rows[0]?.id)}`);
    const details = window.getByRole('complementary', { name: 'The chosen attachment' });
    await expect(details.getByRole('img', { name: /^Waveform/u })).toBeVisible();
    await picture(window, 'media-waveform');
    await window.goto(`${new URL(window.url()).origin}/${at(absent.rows[0]?.id)}`);
    await expect(details.getByText('not in the exhibit, and no preview is stored').first()).toBeVisible();
    const table = window.getByRole('grid', { name: 'Attachments' });
    await expect(table.getByRole('row').nth(1)).toBeVisible();
    await picture(window, 'media-list');
  },
);
