import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { ask, goTo, picture, test } from './web-shell.ts';

test(
  'places are shown on the map and in the list, pointed at by keys, selected and saved',
  { tag: '@web' },
  async ({ window }) => {
    await goTo(window, 'Places');
    const main = window.getByRole('main');
    const look = main.getByRole('button', { name: /^Look into/u });
    await expect(main.getByText('of attachments looked into')).toBeVisible();
    await look.click();
    await expect(main.getByText('1 states one')).toBeVisible();
    await expect(look).toHaveCount(0);
    const totals = await ask(window, 'place.totals', { filter: {}, kind: 'message' });
    const stated = await ask(window, 'place.page', { filter: {}, kind: 'file', limit: 10 });
    expect(stated.rows).toMatchObject([{ file: { saidBy: 'EXIF GPS', stored: '53/1 32/1 29/1 N, 9/1 58/1 57/1 E' } }]);
    await main.getByRole('radiogroup').getByText('Stated by files').click();
    await expect(main.getByRole('gridcell').getByText('Stated by the file: EXIF GPS')).toBeVisible();
    await main.getByRole('radiogroup').getByText('In messages').click();
    await expect(main.getByRole('status').first()).toContainText(`${totals.places} places`);
    const list = main.getByRole('grid', { name: 'Places one by one' });
    const rows = list.getByRole('row').filter({ has: window.getByRole('gridcell') });
    await expect(rows).toHaveCount(totals.places);
    // The finest outlines are read before a picture is taken of them.
    await expect(main.getByText('1:10 million')).toBeVisible();
    const map = main.getByRole('application');
    await map.focus();
    await window.keyboard.press('n');
    const card = main.locator('.place-card');
    await expect(card).toContainText('51.5079, -0.0877');
    await window.keyboard.press('n');
    await expect(card).toContainText('53.5413, 9.9841');
    await expect(card).toContainText('3 places at these coordinates');
    await picture(window, 'places-card');
    await window.keyboard.press('Enter');
    await expect(list.locator('.active')).toContainText('53.5413, 9.9841');
    const detail = main.getByRole('region', { name: 'The place' });
    await expect(detail).toContainText('Gate 4');

    await list.focus();
    await window.keyboard.press('End');
    await expect(detail).toContainText('51.5079, -0.0877');
    await window.keyboard.press('p');
    await expect(window.getByRole('complementary', { name: 'Provenance' })).toBeVisible();
    await window.keyboard.press('Escape');
    await picture(window, 'places');
    const { violations } = await new AxeBuilder({ page: window }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160) ?? ''}`)).toEqual([]);

    await main.getByRole('button', { name: 'Save' }).click();
    const [saved] = await Promise.all([
      window.waitForEvent('download'),
      window.getByRole('menuitem', { name: 'GeoJSON' }).click(),
    ]);
    const { features } = JSON.parse(readFileSync(await saved.path(), 'utf8')) as {
      features: { geometry: { coordinates: number[] }; properties: { file_sha256: string } }[];
    };
    expect(features).toHaveLength(totals.places);
    expect(features[0]?.geometry.coordinates).toEqual([9.9841, 53.5413]);
    expect(features[0]?.properties.file_sha256).toMatch(/^[0-9a-f]{64}$/u);
    await main.getByRole('button', { name: 'Save' }).click();
    const [drawn] = await Promise.all([
      window.waitForEvent('download'),
      window.getByRole('menuitem', { name: 'SVG' }).click(),
    ]);
    const svg = readFileSync(await drawn.path(), 'utf8');
    expect(svg).toContain('1:10 million');
    expect(svg.match(/<circle /gu)?.length).toBeGreaterThanOrEqual(2);

    // A rectangle around the eastern places becomes a filter of every view, and fits the map to them.
    const box = await map.boundingBox();
    if (box === null) throw new Error('the map has no box');
    await window.keyboard.down('Shift');
    await window.mouse.move(box.x + box.width * 0.6, box.y + 10);
    await window.mouse.down();
    await window.mouse.move(box.x + box.width - 5, box.y + box.height * 0.7, { steps: 4 });
    await window.mouse.up();
    await window.keyboard.up('Shift');
    await expect(main.getByRole('status').first()).toContainText('3 places · 3 on the map · 4 of the case hidden');
    await expect(rows).toHaveCount(3);
    await goTo(window, 'Timeline');
    await expect(main.getByRole('gridcell').first()).toBeVisible();
    const { filter } = await window.evaluate(() => ({
      filter: new URLSearchParams(location.hash.split('?')[1]).get('filter') ?? '',
    }));
    expect(JSON.parse(filter)).toHaveProperty('area');
  },
);
