import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { ask, goTo, picture, test } from './web-shell.ts';

test('a search is explained, counted by term, kept, run again and exported', async ({ window }, info) => {
  await goTo(window, 'Search');
  const query = window.getByRole('textbox', { name: 'Search' });
  await query.fill('crate AND (pier');
  await window.keyboard.press('Enter');
  await expect(window.getByRole('main').getByRole('alert')).toContainText('This parenthesis is not closed.');
  await expect(window.getByRole('main').getByRole('alert').locator('mark')).toHaveText('(');

  await query.fill('crate');
  await window.keyboard.press('Enter');
  const hits = window.getByRole('listbox', { name: 'Hits', exact: true });
  await expect(hits.locator('mark').first()).toHaveText(/crate/iu);
  await window.keyboard.press('F3');
  await window.keyboard.press('F3');
  await expect(window.getByText(/^Hit 2 of/u)).toBeVisible();
  const context = window.getByRole('complementary', { name: 'The hit in its place' });
  await expect(context.locator('.hit-line mark').first()).toBeVisible();
  await expect.poll(() => context.getByRole('listitem').count()).toBeGreaterThan(2);
  await picture(window, 'search-context');
  expect((await new AxeBuilder({ page: window }).analyze()).violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html ?? ''}`)).toEqual([]); // prettier-ignore
  await hits.focus();
  await window.keyboard.press('Enter');
  await expect(window.getByRole('main', { name: 'Conversations' })).toBeVisible();
  await window.goBack();
  await expect(window.getByText(/^Hit 2 of/u)).toBeVisible();

  const { total } = await ask(window, 'search.page', { filter: { text: 'crate' }, limit: 1 });
  const name = `crates ${Date.now()}`;
  await window.getByRole('button', { name: 'Save …' }).click();
  await window.getByRole('textbox', { name: 'Name' }).fill(name);
  await window.keyboard.press('Enter');
  await expect(window.getByText(`Kept as “${name}” with ${total} hits`)).toBeVisible();
  await window.keyboard.press('Escape');

  await window.getByRole('button', { name: 'Export …' }).click();
  await window.getByRole('textbox', { name: 'Folder' }).fill(info.outputPath());
  await window.getByRole('textbox', { name: 'File name without ending' }).fill('crate');
  await window.locator('.popover-form').getByRole('button', { name: 'Export …' }).click();
  await expect(window.getByText(`${total} hits written to`)).toBeVisible();
  const lines = readFileSync(info.outputPath('crate.csv'), 'utf8').split('\r\n');
  expect(lines).toContain('query,crate');
  expect(lines).toContain(`hits,${total}`);
  await window.keyboard.press('Escape');

  await window.getByText('Keyword list').click();
  await window.getByRole('textbox', { name: 'Keyword list' }).fill('crate\nHamburg\n"not here at all"\n(open');
  await window.getByRole('button', { name: 'Count', exact: true }).click();
  const terms = window.getByRole('region', { name: 'Hits by term' });
  await expect(terms.getByRole('status')).toHaveText('4 of 4 terms counted');
  await expect(
    terms
      .getByRole('row', { name: /^crate/u })
      .getByRole('cell')
      .nth(1),
  ).toHaveText(String(total));
  await expect(terms).toContainText('This parenthesis is not closed.');
  const row = window.getByRole('region', { name: 'Saved searches' }).getByRole('row', { name: new RegExp(name, 'u') });
  await row.getByRole('button', { name: 'Run again' }).click();
  await expect(row).toContainText(`${total} before, ${total} now: the same items`);
  await picture(window, 'search-terms');
  await row.getByRole('button', { name: 'Remove' }).click();
  await expect(row).toHaveCount(0);
});
