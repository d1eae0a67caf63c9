import { expect, type Locator } from '@playwright/test';
import { goTo, picture, test } from './web-shell.ts';

test('the window speaks Chinese when it is chosen, and keeps it', async ({ window }) => {
  await window.getByRole('button', { name: 'Language: English' }).click();
  await window
    .getByRole('option', { name: '中文' })
    .or(window.getByRole('menuitem', { name: '中文' }))
    .click();
  await expect(window.getByRole('navigation', { name: '视图' })).toBeVisible();
  await expect(window.locator('html')).toHaveAttribute('lang', 'zh-CN');
  // What the engine wrote is translated, and its English stands beside.
  await window.getByRole('link', { name: '问题' }).click();
  await window.getByRole('grid', { name: '问题' }).getByRole('row').nth(1).click();
  const about = window.locator('.issue-detail');
  await expect(about.locator('[lang=en]')).toHaveText(/^[A-Za-z]/u);
  await expect(about.locator('dd').first()).toHaveText(/\p{Script=Han}/u);
  await window.keyboard.press('Escape');
  await window.reload();
  await expect(window.getByRole('navigation', { name: '视图' })).toBeVisible();
  await window.keyboard.press('Control+k');
  await window.keyboard.type('English');
  await window.keyboard.press('Enter');
  await expect(window.locator('html')).toHaveAttribute('lang', 'en-GB');
});

test('a filter is set, counted, saved, taken off by key and used again', { tag: '@web' }, async ({ window }) => {
  await goTo(window, 'Timeline');
  const bar = window.getByRole('region', { name: 'Filter' });
  await expect(bar.getByRole('status')).toHaveText(/^([\d,]+) of \1 items shown$/u);
  await window.keyboard.press('f');
  await window.keyboard.press('Enter');
  const form = window.getByRole('dialog', { name: 'Add filter' });
  await form.getByRole('button', { name: 'Saturday' }).click();
  // The calendar counts each day under the rest of the filter: Saturdays alone, here. It is worked by keys alone.
  await form.getByRole('button', { name: 'Calendar' }).click();
  const days = form.getByRole('grid').getByRole('gridcell');
  const held = days.getByRole('button', { name: /: [1-9][\d,]* items?$/u });
  await expect(held.first()).toBeVisible();
  for (const name of await held.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')))) expect(name).toMatch(/^Saturday/u); // prettier-ignore
  await form.getByRole('grid').locator('[tabindex="0"]').focus();
  for (const key of ['PageUp', 'Home', 'Enter', 'End', 'Enter']) await window.keyboard.press(key);
  await expect(days.and(window.locator('[aria-selected=true]'))).toHaveCount(7);
  await expect(form.getByRole('textbox', { name: 'From' })).toHaveValue(/^\d{4}-\d{2}-\d{2}$/u);
  await picture(window, 'filter-calendar');
  await form.getByRole('button', { name: 'Nights' }).click();
  await expect(form.getByRole('button', { name: '23:00–23:59' })).toHaveAttribute('aria-pressed', 'true');
  await picture(window, 'filter-form');

  await window.keyboard.press('Escape');
  const chips = bar.getByRole('list').getByRole('listitem');
  await expect(chips).toHaveCount(9);
  await expect(bar.getByRole('status')).toHaveText(/^[\d,]+ of [\d,]+ items shown · [\d,]+ hidden$/u);
  const counted = await bar.getByRole('status').innerText();

  await bar.getByRole('button', { name: 'Saved filters' }).click();
  await window.getByRole('textbox', { name: 'Save the filter in force as' }).fill('Saturday nights');
  await window.keyboard.press('Enter');
  await expect(window.getByRole('button', { name: 'Use the saved filter Saturday nights' })).toBeVisible();
  await window.keyboard.press('Escape');
  await expect(window.getByRole('dialog')).toHaveCount(0);

  await chips.first().getByRole('button').focus();
  await window.keyboard.press('Delete');
  await expect(chips).toHaveCount(8);
  await expect(chips.first().getByRole('button')).toBeFocused();
  await window.keyboard.press('Shift+F');
  await expect(chips).toHaveCount(0);
  await window.goBack();
  await expect(chips).toHaveCount(8);

  await window.keyboard.press('Control+k');
  await window.keyboard.type('Saturday nights');
  await window.keyboard.press('Enter');
  await expect(bar.getByRole('status')).toHaveText(counted);
});

test('numbers lead to rows, issues to records, and the log tells its state', { tag: '@web' }, async ({ window }) => {
  await goTo(window, 'Sources');
  const card = window.getByRole('main').getByRole('listitem').filter({ hasText: 'whatsapp-android' }).first();
  const messages = card.getByRole('button', { name: /messages: Show/u });
  const count = (await messages.innerText()).trim();
  await card.getByRole('button', { name: 'Ledger' }).click();
  await expect(card.getByRole('row', { name: /^Sum/u })).toContainText('ledger closes');
  const counted = card.getByRole('button', { name: /^14 rows: show those of chat as stored$/u });
  await counted.click();
  const stored = window.getByRole('dialog', { name: 'Rows of chat as stored' });
  await expect(stored.getByRole('row')).toHaveCount(15);
  await expect(stored.getByRole('status')).toHaveText('row ids 1 to 14, of 14 rows');
  await picture(window, 'table-rows');
  await window.keyboard.press('Escape');
  await expect(counted).toBeFocused();
  await card.getByRole('button', { name: 'Show the issues of the table message', exact: false }).first().click();
  const rows = window.getByRole('grid', { name: 'Issues' }).getByRole('row');
  await rows.nth(1).click();
  await expect(window.getByRole('heading', { name: 'Provenance' })).toBeVisible();
  await window.keyboard.press('Escape');
  await window.getByRole('button', { name: 'Work list' }).click();
  const work = window.getByRole('region', { name: 'Work list' });
  await expect(work.getByRole('row').nth(1)).toContainText('message.');
  await work.getByRole('button', { name: 'First: issues of message.message_type 871' }).click();
  const about = window.getByRole('region', { name: 'Unknown code' });
  await expect(about).toContainText('What to do:');
  await expect(about).toContainText('871');
  await goTo(window, 'Sources');
  await messages.click();
  await expect(window.getByRole('region', { name: 'Filter' }).getByRole('status')).toContainText(`${count} of `);

  await goTo(window, 'Custody');
  const main = window.getByRole('main', { name: 'Custody' });
  await expect(main.getByRole('status')).toContainText(/entries, chain verified at/u);
  await main.getByLabel('Action').selectOption('case.create');
  await expect(main.getByRole('grid').getByRole('row')).toHaveCount(2);
  const saved = window.waitForEvent('download');
  await main.getByRole('button', { name: 'Export …' }).click();
  await window.getByRole('menuitem', { name: '1 entry as JSON Lines' }).click();
  expect((await saved).suggestedFilename()).toMatch(/custody-log\.jsonl$/u);
});

test('a report is seen page by page before it is written', async ({ window }) => {
  await goTo(window, 'Report');
  await window.getByRole('textbox', { name: 'Title' }).fill('Of one harbour');
  await window.getByRole('button', { name: 'Show preview' }).click();
  const preview = window.getByRole('region', { name: 'Preview' });
  const page = preview.frameLocator('iframe');
  await expect(page.getByRole('heading', { name: 'Of one harbour' })).toBeVisible();
  await preview.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByRole('heading', { name: 'Conversations' })).toBeVisible();
  await preview.getByRole('button', { name: 'Next' }).click();
  await expect(page.locator('#L50')).toBeAttached();
  await expect(page.locator('#L51')).toHaveCount(0);
  // The page has the report's own style: nothing of it was refused by the window's policy.
  expect(await page.locator('#L1 .p').evaluate((element) => getComputedStyle(element).fontSize)).not.toBe('16px');
  await picture(window, 'report-preview');

  // Another order, without a part, and the last page at once.
  const form = window.getByRole('form', { name: 'Write report' });
  const count = Number(
    /^([\d,]+)/u.exec((await form.getByRole('status').textContent()) ?? '')?.[1]?.replaceAll(',', ''),
  );
  expect(count).toBeGreaterThan(500);
  await form.getByLabel('Order of lines').selectOption('time');
  await form.getByRole('checkbox', { name: 'Custody log' }).click({ force: true });
  await window.getByRole('button', { name: 'Preview as chosen now' }).click();
  await expect(page.getByText('by time across conversations')).toBeVisible();
  await expect(page.getByText('the custody log')).toBeVisible();
  await preview.getByRole('textbox', { name: 'Page to go to' }).fill('999999');
  await window.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Method', exact: true })).toBeVisible();
  await expect(preview.getByRole('button', { name: 'Next' })).toBeDisabled();
  await picture(window, 'report-preview-method');
  const part = preview.getByLabel('Part to show');
  await expect(part.getByRole('option')).toHaveText([
    'Front',
    'Conversations',
    'Lines',
    'Row ledger',
    'Issues',
    'Method, limits, check',
  ]);
  await part.selectOption('Row ledger');
  await expect(page.locator('#ledger tbody tr').first()).toBeVisible();
  await preview.getByRole('button', { name: 'Previous' }).click();
  await expect(page.locator(`#L${count}`)).toBeAttached();
  await expect(part).toHaveValue('lines');
  await expect(page.getByRole('heading', { name: /^\d{4}-\d{2}-\d{2}$|^no time stored$/u }).first()).toBeVisible();
  await picture(window, 'report-preview-by-time');
});

test(
  'the palette offers what was used last and what the screen offers, presses keys, and tells what failed',
  { tag: '@web' },
  async ({ window }) => {
    const palette = window.getByRole('textbox', { name: 'Type a command, a view or a conversation' });
    const options = window.locator('.bp6-omnibar').getByRole('option');
    await goTo(window, 'Conversations');
    await window.getByRole('grid', { name: 'Conversations' }).or(window.getByRole('listbox', { name: 'Conversations' })).getByText('Harbour').first().click(); // prettier-ignore
    await goTo(window, 'Timeline');

    // Nothing typed: the conversation that was open, actions of this view, then views with their keys.
    await window.keyboard.press('Control+k');
    await expect(palette).toBeFocused();
    await expect(options.first()).toContainText('Conversation');
    await expect(options.first()).toContainText('Harbour');
    await expect(options.filter({ hasText: 'Go to Overview' })).toContainText('1');
    await picture(window, 'palette-empty');
    await window.keyboard.type('timeline copy');
    await expect(options.first()).toContainText('Copy');

    // A key of the sheet is pressed where the focus was; what was used comes first the next time.
    await window.keyboard.press('Escape');
    await expect(options).toHaveCount(0);
    await window.getByRole('main').getByRole('grid').getByRole('row').nth(3).click();
    await window.keyboard.press('Control+k');
    await palette.fill('in lists provenance');
    await expect(options).toHaveCount(1);
    await window.keyboard.press('Enter');
    await expect(window.getByRole('complementary', { name: 'Provenance' })).toBeVisible();
    await expect(options).toHaveCount(0);
    await window.keyboard.press('Escape');
    await window.keyboard.press('Control+k');
    await expect(options.first()).toContainText('Provenance of the row');
    await palette.fill('verify the case');

    // What fails with nothing on the screen that waits for it is told, and put away.
    await window.route('**/rpc', (route) =>
      route.request().postData()?.includes('verify.case') === true
        ? route.fulfill({ json: { ok: false, failure: { code: 'busy', detail: { subject: 'sample' } } } })
        : route.continue(),
    );
    await window.keyboard.press('Enter');
    const told = window.locator('.untold-failures');
    await expect(told.getByRole('alert')).toBeVisible();
    await told.getByRole('button', { name: 'Close' }).click();
    await expect(told).toHaveCount(0);
  },
);

test('in forced colours what is chosen has a line and what a colour says keeps it', async ({ window }) => {
  await window.emulateMedia({ forcedColors: 'active' });
  await goTo(window, 'Timeline');
  const main = window.getByRole('main');
  await main.getByRole('grid').getByRole('row').nth(3).click();
  const outlineOf = (of: Locator) => of.evaluate((element) => getComputedStyle(element).outlineStyle);
  const [first, second] = await main.locator('.swatch').evaluateAll((all) => all.map((one) => getComputedStyle(one).backgroundColor)); // prettier-ignore
  expect(first).not.toBe(second);
  for (const chosen of [
    window.getByRole('navigation').locator('[aria-current=page]'),
    main
      .getByRole('radio', { name: 'Stacked' })
      .or(main.getByRole('button', { name: 'Stacked' }))
      .first(),
    main.getByRole('row', { selected: true }),
  ])
    expect.soft(await outlineOf(chosen)).not.toBe('none');
  expect(await outlineOf(window.getByRole('navigation').getByRole('link', { name: /Overview/u }))).toBe('none');
  await window.getByRole('button', { name: 'Add filter' }).focus();
  await window.keyboard.press('Shift+Tab');
  expect(await outlineOf(window.locator(':focus'))).toBe('double');
  await picture(window, 'forced-colours');
});
