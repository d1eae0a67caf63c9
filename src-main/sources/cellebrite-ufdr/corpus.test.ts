import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { treeOf } from '../../evidence/index.ts';
import type { EvidenceRecord, Extracted } from '../../model/index.ts';
import type { Detection, Run } from '../parser.ts';
import { cellebriteUfdr } from './index.ts';

const corpus = resolve(import.meta.dirname, '../../../../../shared/corpus/containers');
const models = join(corpus, 'ufdr/ufed-model-chat.xml');

/** Reads every report in a folder or archive. */
async function readAll(
  path: string,
): Promise<{ readonly found: readonly Detection[]; readonly stream: readonly Extracted[] }> {
  const work = mkdtempSync(join(tmpdir(), 'ufdr-work-'));
  const tree = await treeOf(path, work);
  try {
    const found = await cellebriteUfdr.detect(tree);
    const run: Run = {
      signal: new AbortController().signal,
      answers: {},
      database: () => null,
      bytes: (file) => tree.bytes(file),
      tree,
      progress: () => undefined,
    };
    const stream: Extracted[] = [];
    for (const one of found) for await (const extracted of cellebriteUfdr.read(one, run)) stream.push(extracted);
    return { found, stream };
  } finally {
    tree.close();
    rmSync(work, { recursive: true, force: true });
  }
}

function all<K extends EvidenceRecord['kind']>(stream: readonly Extracted[], kind: K) {
  return stream.filter((one): one is Extract<EvidenceRecord, { readonly kind: K }> => one.kind === kind);
}

/** What the manifest of the corpus says of these files, from the tests of the tools that they come from. */
describe.skipIf(!existsSync(models))('models of public tests', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ufdr-corpus-'));
  let stream: readonly Extracted[] = [];
  let bytes = Buffer.alloc(0);
  beforeAll(async () => {
    const head =
      '<?xml version="1.0" encoding="utf-8"?><project xmlns="http://pa.cellebrite.com/report/2.0"><decodedData>';
    const chat = `<modelType type="Chat">${readFileSync(models, 'utf8')}</modelType>`;
    const accounts = readFileSync(join(corpus, 'ufdr/ufed-model-useraccount.xml'), 'utf8');
    bytes = Buffer.from(`${head}${chat}${accounts}</decodedData></project>`);
    writeFileSync(join(folder, 'report.xml'), bytes);
    ({ stream } = await readAll(folder));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test('a chat with its participants and owner', () => {
    const [chat] = all(stream, 'conversation');
    expect(chat).toMatchObject({
      key: 'model:5c1b7590-ec7d-43ec-8ae0-f1ff3967d30d',
      created: { utcMs: Date.parse('2024-09-28T14:59:35.230Z') },
      stored: { source_index: '89030', Source: 'WhatsApp' },
    });
    expect(all(stream, 'participant').map(({ account }) => account)).toEqual([
      'whatsapp:5511999996666@s.whatsapp.net',
      'whatsapp:5511999998888@s.whatsapp.net',
    ]);
    const owner = all(stream, 'account').find(({ key }) => key === 'whatsapp:5511999998888@s.whatsapp.net');
    expect(owner?.owner).not.toBeNull();
  });

  test('messages with their attachment, contact, line of activity and answer', () => {
    const byId = (start: string) => all(stream, 'message').find(({ key }) => key.startsWith(`model:${start}`));
    const attachment = all(stream, 'attachment').find(({ message }) => message === byId('2ee39d83')?.key);
    expect(attachment).toMatchObject({ name: 'PTT-20241103-WA0101.opus', sizeBytes: 7054, durationS: 3, candidates: ['files/Audio/PTT-20241103-WA0101.opus'] }); // prettier-ignore
    const contact = all(stream, 'detail').find(({ message }) => message === byId('076caedd')?.key);
    expect(contact?.content).toMatchObject({ name: 'SharedContacts', values: { Name: 'Charmeleon' } });
    expect(byId('db1afcb5')).toMatchObject({ type: 'system', sender: null, system: { action: 'member-added', affected: ['telegram:5860529659'] } }); // prettier-ignore
    const [quote] = all(stream, 'quote');
    expect(quote).toMatchObject({ message: byId('2833f15a')?.key, target: { serverId: '1654984910:14433' }, sender: 'telegram:1654984910' }); // prettier-ignore
    expect(all(stream, 'message').length).toBe(11);
  });

  test('the accounts of two apps', () => {
    const names = all(stream, 'account').flatMap(({ service, names: all_ }) => all_.map(({ name, column }) => `${service} ${column} ${name}`)); // prettier-ignore
    expect(names).toContain('whatsapp UserAccount.Name Rattata');
    expect(names).toContain('instagram UserAccount.Name Pidgeotto');
  });

  test('each record has the bytes of its model', () => {
    for (const record of all(stream, 'message')) {
      const [at] = record.from.at;
      if (at.kind !== 'bytes') throw new Error('not bytes');
      const text = bytes.toString('utf8', at.offset, at.offset + at.length);
      expect(text).toMatch(new RegExp(`^<model type="InstantMessage" id="${record.key.slice(6)}"`, 'u'));
      expect(text.endsWith('</model>')).toBe(true);
      expect(text.split('<model ').length).toBe(text.split('</model>').length);
    }
  });
});

describe.skipIf(!existsSync(models))('reports of public tests', () => {
  test('a place of ufed-geo2x', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ufdr-corpus-'));
    copyFileSync(join(corpus, 'ufdr/ufed-geo2x_test_report.xml'), join(folder, 'Report.xml'));
    const { stream, found } = await readAll(folder);
    rmSync(folder, { recursive: true, force: true });
    expect(found.map(({ variant }) => variant)).toEqual(['xml']);
    expect(all(stream, 'event').find(({ type }) => type === 'location')).toMatchObject({
      key: 'model:7465e04d-9569-4a12-82e9-dd714874f92e',
      times: [{ utcMs: Date.parse('2020-12-16T11:53:14+01:00'), stored: '2020-12-16T11:53:14.000', zone: 'stated' }],
      stored: {
        'Position.Latitude': '52.3461127',
        'Position.Longitude': '12.21821',
        Category: 'Media Locations',
        source_offset: '824',
      },
    });
  });

  test('a zip inside a folder, with a dump beside the report', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ufdr-corpus-'));
    copyFileSync(join(corpus, 'generated/synthetic_pgdump.ufdr'), join(folder, 'phone.ufdr'));
    const inFolder = await readAll(folder);
    rmSync(folder, { recursive: true, force: true });
    expect(inFolder.found.map(({ root }) => root)).toEqual(['phone.ufdr!']);
    const { stream, found } = await readAll(join(corpus, 'generated/synthetic_pgdump.ufdr'));
    expect(found.map(({ variant }) => variant)).toEqual(['with-dump']);
    // The oracle is the manifest: three entries of the device, three listed files.
    const ofDump = all(stream, 'event').filter(({ key }) => key.startsWith('dump:'));
    expect(ofDump.map(({ stored }) => [stored?.EntryName, stored?.EntryValue])).toEqual([
      ['IMEI', '490154203237518'],
      ['ICCID', '8931'],
      ['ICCID', '8932'],
    ]);
    expect(stream.filter((one) => one.kind === 'tally').find(({ table }) => table.endsWith('.Nodes'))).toMatchObject({ rows: 3, used: 0 }); // prettier-ignore
    expect(all(stream, 'message')).toMatchObject([
      {
        body: 'hello & <b> &#x1F600; ',
        times: [{ utcMs: Date.parse('2024-01-02T03:04:05.123Z') }],
        direction: 'outgoing',
        from: { state: 'recovered', recovery: { method: 'stated-by-tool', confidence: 'high' } },
      },
    ]);
  });
});
