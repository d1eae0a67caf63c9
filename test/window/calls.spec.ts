import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import { ask, goTo, picture, test } from './web-shell.ts';

test('calls are sorted, added up by account, and followed to their conversation', async ({ window }) => {
  await goTo(window, 'Calls');
  const main = window.getByRole('main');
  const list = main.getByRole('grid', { name: 'Calls' });
  const rows = list.getByRole('row').filter({ has: window.getByRole('gridcell') });
  const totals = await ask(window, 'call.totals', { filter: {} });
  await expect(main.getByRole('status').first()).toContainText(`${totals.calls} records of calls`);
  await main.getByRole('columnheader', { name: 'Length' }).getByRole('button').click();
  const longest = await ask(window, 'call.page', { filter: {}, sort: 'duration', descending: true, limit: 1 });
  expect(longest.rows[0]?.item.call?.durationS).toBe(1805);
  await expect(rows.first()).toContainText('30:05');
  await rows.first().click();
  const detail = main.getByRole('region', { name: 'The call' });
  await expect(detail).toContainText('1,805 s, as stored');
  await picture(window, 'call');
  // Who is named in the call becomes the filter of every view, and the count says what it hides.
  const bar = window.getByRole('region', { name: 'Filter' });
  await detail
    .getByRole('button', { name: /^Filter every view by / })
    .first()
    .click();
  await expect(bar.getByRole('list').getByRole('listitem')).toHaveCount(1);
  await expect(bar.getByRole('status')).toHaveText(/ hidden$/u);
  await window.keyboard.press('Shift+F');
  await expect(bar.getByRole('list').getByRole('listitem')).toHaveCount(0);
  await rows.first().click();

  await main.getByRole('radiogroup').getByText('By account').click();
  const sums = main.getByRole('grid', { name: 'By account' });
  await expect(sums.getByRole('row').nth(1)).toContainText(totals.accounts[0]?.identifier ?? '?');
  await picture(window, 'calls-by-account');
  const { violations } = await new AxeBuilder({ page: window }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160) ?? ''}`)).toEqual([]);

  await main.getByRole('radiogroup').getByText('Calls', { exact: true }).click();
  await rows.first().click();
  await detail.getByRole('button', { name: 'Show in conversation' }).click();
  await expect(window.getByRole('main', { name: 'Conversations' }).locator('.active').first()).toBeVisible();
});
