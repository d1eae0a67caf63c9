import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import { ask, goTo, picture, test } from './web-shell.ts';

test('an account is found by any name or number, and each of its names leads to its row', async ({ window }) => {
  await goTo(window, 'Accounts');
  const main = window.getByRole('main');
  const list = main.getByRole('grid', { name: 'Accounts' });
  const rows = list.getByRole('row').filter({ has: window.getByRole('gridcell') });
  const whole = await ask(window, 'account.list', { filter: {}, sort: 'sent', descending: true, limit: 1000 });
  await expect(main.getByRole('status')).toHaveText(`${whole.total} accounts`);
  await expect(rows.first()).toContainText(whole.rows[0]?.identifier ?? '?');

  await main.getByRole('columnheader', { name: 'Name', exact: true }).getByRole('button').click();
  const named = await ask(window, 'account.list', { filter: {}, sort: 'name', descending: false, limit: 1 });
  await expect(rows.first()).toContainText(named.rows[0]?.identifier ?? '?');
  await expect(main.getByRole('columnheader', { name: 'Name', exact: true })).toHaveAttribute('aria-sort', 'ascending');

  const find = main.getByRole('searchbox', { name: 'Name, number or identifier' });
  await find.fill('+1 (202) 555-0103');
  const found = await ask(window, 'account.list', { filter: {}, name: '2025550103', limit: 100 });
  expect(found.total).toBeGreaterThan(1);
  await expect(main.getByRole('status')).toHaveText(`${found.total} accounts`);

  await find.fill('lager');
  await expect(rows).toHaveCount(1);
  await rows.first().click();
  const panel = main.getByRole('complementary', { name: 'The account' });
  const names = panel.getByRole('region', { name: 'Names, and who gave them' });
  await expect(names).toContainText('by the owner’s address book (Ada B.)');
  await picture(window, 'account');
  await names.getByRole('button', { name: 'Show its row: Chen (Lager)' }).first().click();
  await expect(
    panel.locator('details[open]').getByRole('row').filter({ hasText: 'Chen (Lager)' }).first(),
  ).toBeVisible();
  await expect(panel.getByText('same identifier').first()).toBeVisible();
  const { violations } = await new AxeBuilder({ page: window }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160) ?? ''}`)).toEqual([]);

  const sent = found.rows.find(({ name }) => name === 'Chen (Lager)')?.sent ?? 0;
  expect(sent).toBeGreaterThan(0);
  await panel.getByRole('button', { name: 'Filter', exact: true }).click();
  await expect(window.locator('.chip', { hasText: 'Chen (Lager)' })).toBeVisible();
  await panel.getByRole('region', { name: 'Its conversations' }).getByRole('button').first().click();
  await expect(window.getByRole('main', { name: 'Conversations' }).getByRole('article').first()).toBeVisible();
});
