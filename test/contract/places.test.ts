import Database from 'better-sqlite3';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { extremeStory } from '../../fixtures/extremes.ts';
import type {
  IssueView,
  ItemView,
  Page,
  PlacesView,
  ProvenanceView,
  SourceView,
} from '../../src-main/contract/index.ts';
import { fixture } from '../../src-main/sources/whatsapp-android/fixture.ts';
import { addIssues } from '../add-issues.ts';
import { caseEngine, type CaseEngine } from './case-engine.ts';

describe('a message of many reactions and receipts', () => {
  let folder: string;
  let engine: CaseEngine;
  let item: number;
  let stored: number;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'affiant-places-'));
    const phone = join(folder, 'phone');
    mkdirSync(phone);
    const story = extremeStory({ reactions: 120, members: 40, letters: 1000 });
    const [device] = story.devices;
    if (device === undefined) throw new Error('a story without a phone');
    await fixture.write(story, { root: phone, device }, 'modern');
    stored = rowsOfLoudest(join(phone, 'data/data/com.whatsapp/databases/msgstore.db'));
    engine = caseEngine(folder);
    const authority = { kind: 'training', reference: 'made for this test', issuer: '' };
    await engine.value('case.create', { path: join(folder, 'case'), number: '1', examiner: 'A. Tester', authority });
    await engine.job('exhibit.add', { path: phone, reference: 'X-1' });
    const sources = await engine.value<readonly SourceView[]>('source.list');
    await engine.job('source.ingest', { sources: sources.map(({ id }) => id) });
    const page = await engine.value<Page<ItemView>>('item.page', { filter: { text: '"Who comes"' }, limit: 2 });
    item = page.rows[0]?.id ?? 0;
  }, 60_000);

  afterAll(async () => {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('comes with its first places, and with the number of them', async () => {
    const shown = await engine.value<ProvenanceView>('item.provenance', { item });
    expect(shown.places).toBe(stored);
    expect(shown.locators).toHaveLength(50);
    expect(shown.sentence).toContain(` and ${stored - 1} further places, `);
    expect(shown.locators[0]).toMatchObject({ gives: 'message', locator: { table: 'message' } });
  });

  test('gives each of the others once, in the same order, with bytes and stored columns', async () => {
    const whole = await engine.value<PlacesView>('item.places', { item, first: 0, limit: 1000 });
    expect(whole.locators).toHaveLength(stored);
    expect(new Set(whole.locators.map(({ locator }) => JSON.stringify(locator))).size).toBe(stored);
    expect(whole.locators.every(({ ranges, row }) => ranges.length > 0 && row.length > 0)).toBe(true);
    const pages: PlacesView[] = [];
    for (let first = 0; first < whole.places; first += 37)
      pages.push(await engine.value<PlacesView>('item.places', { item, first, limit: 37 }));
    expect(pages.flatMap(({ locators }) => locators)).toEqual(whole.locators);
    expect(Object.assign({}, ...pages.map((page) => page.stored))).toEqual(whole.stored);
    expect(Object.keys(whole.stored)).toContain('reaction 120.received_timestamp');
    const past = await engine.value<PlacesView>('item.places', { item, first: stored, limit: 37 });
    expect(past).toEqual({ places: stored, locators: [], stored: {}, issues: [] });
  });

  test('has each issue that is kept of it within reach, after those that came with it', async () => {
    addIssues(join(folder, 'case', 'case.db'), item, 450);
    const shown = await engine.value<ProvenanceView>('item.provenance', { item });
    expect(shown.issues).toHaveLength(200);
    expect(shown.moreIssues).toBe(250);
    const rest = await engine.value<Page<IssueView>>('issue.page', { item, at: { index: 200 }, limit: 1000 });
    const all = [...shown.issues, ...rest.rows];
    expect(new Set(all.map(({ detail }) => detail)).size).toBe(450);
  });
});

/** Rows of the app's own store that belong to the message with the most reactions, counted without the product. */
function rowsOfLoudest(path: string): number {
  const db = new Database(path, { readonly: true });
  try {
    const id = db.prepare('SELECT parent_message_row_id FROM message_add_on LIMIT 1').pluck().get();
    const count = (from: string): number => Number(db.prepare(`SELECT count(*) FROM ${from} = ?`).pluck().get(id));
    return (
      1 +
      count('message_add_on WHERE parent_message_row_id') +
      count(
        'message_add_on_reaction WHERE (SELECT parent_message_row_id FROM message_add_on AS a WHERE a._id = message_add_on_row_id)',
      ) + // prettier-ignore
      count('receipt_user WHERE message_row_id') +
      count('receipt_device WHERE message_row_id')
    );
  } finally {
    db.close();
  }
}
