import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { ask, goTo, picture, test } from './web-shell.ts';

test(
  'an account leads to who may hold what of it, and to a draft that is edited and saved',
  { tag: '@web' },
  async ({ window }) => {
    await goTo(window, 'Legal process');
    const main = window.getByRole('main');
    const owners = await ask(window, 'account.list', { filter: {}, sort: 'sent', descending: true, only: 'owners', limit: 100 }); // prettier-ignore
    const rows = main.getByRole('grid', { name: 'Accounts' }).getByRole('row').filter({ has: window.getByRole('gridcell') }); // prettier-ignore
    await expect(rows).toHaveCount(owners.total);
    await rows.first().click();
    const [owner] = owners.rows;
    if (owner === undefined) throw new Error('the sample has no owner');
    const page = main.getByRole('region', { name: 'Legal process' });
    await expect(page.getByRole('heading', { level: 2 })).toContainText(owner.identifier);
    await expect(page).toContainText('not legal advice');
    await expect(page.getByRole('row', { name: /Content of messages and calls/u })).toContainText('not in practice');
    const ways = page.getByRole('region', { name: 'Ways without the provider' }).getByRole('listitem');
    await expect(ways.first()).toContainText('The account’s own device');
    await picture(window, 'legal-account');

    await page.getByRole('button', { name: 'Draft a request: Legal process to the provider' }).click();
    const draft = page.getByRole('region', { name: 'Draft: legal process' });
    const text = draft.getByRole('textbox');
    await expect(text).toHaveValue(new RegExp(owner.identifier.replaceAll('.', '\\.'), 'u'));
    await expect(text).toHaveValue(/Basic subscriber records/u);
    await draft.getByRole('checkbox', { name: /Basic subscriber records/u }).uncheck({ force: true });
    await expect(text).not.toHaveValue(/Basic subscriber records/u);
    await picture(window, 'legal-draft');
    const { violations } = await new AxeBuilder({ page: window }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160) ?? ''}`)).toEqual([]);

    await text.press('Control+End');
    await text.pressSequentially('Written by hand.');
    const saving = window.waitForEvent('download');
    await draft.getByRole('button', { name: 'Save as text' }).click();
    const saved = readFileSync(await (await saving).path(), 'utf8');
    expect(saved.endsWith('Written by hand.')).toBe(true);
    expect(saved).toContain('DRAFT');

    await ways.getByRole('button', { name: /^Show: /u }).first().click(); // prettier-ignore
    await expect(window.getByRole('main', { name: 'Sources' })).toBeVisible();
  },
);
