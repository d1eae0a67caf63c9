import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { only } from '../../../test/contract/read-made.ts';
import { readAll, temporaryFolder } from '../../../test/contract/read-source.ts';
import type { Extracted } from '../../model/index.ts';
import { field, number } from '../wechat/fixture-protobuf.ts';
import { packedText, writeFavourites, type MadeFavourite } from './fixture-favourites.ts';
import { wechatAndroid } from './index.ts';

const ACCOUNT = 'data/data/com.tencent.mm/MicroMsg/93db116453a64e6470b159be16da18e5';
const MS = 1_741_296_764_000;

const RECORD = `<favitem type="14"><title>Pier 4</title><edittime>1741296000</edittime>
  <source sourcetype="1"><fromusr>17@chatroom</fromusr><realchatname>wxid_friend</realchatname><tousr>wxid_owner</tousr><createtime>1741290000</createtime></source>
  <taglist count="1"><tag>crates</tag></taglist><datalist count="3">
  <dataitem datatype="1" dataid="a1"><datadesc>Which crate?</datadesc><datasrcname>F.</datasrcname><dataitemsource><fromusr>wxid_friend</fromusr></dataitemsource></dataitem>
  <dataitem datatype="2" dataid="a2"><datafmt>jpg</datafmt><fullmd5>0123456789abcdef0123456789abcdef</fullmd5><fullsize>17</fullsize><thumbfullmd5>ffff</thumbfullmd5></dataitem>
  <dataitem datatype="17" dataid="a3"><recordxml><recordinfo><datalist count="1"><dataitem datatype="8" dataid="a4"><datatitle>list.pdf</datatitle><fullmd5>77</fullmd5></dataitem></datalist></recordinfo></recordxml></dataitem>
  </datalist></favitem>`;
const PLACE = '<favitem type="6"><locitem><label>Quay 1, Hamburg</label><lat>53.5</lat><lng>9.75</lng><poiname>Pier 4</poiname></locitem></favitem>'; // prettier-ignore
const LINK = '<favitem type="5"><weburlitem><clean_url>http://example.org/n</clean_url><pagetitle>Port &amp; news</pagetitle><pagedesc>today</pagedesc></weburlitem></favitem>'; // prettier-ignore

const FAVOURITES: readonly MadeFavourite[] = [
  { localId: 1_741_296_000_001, kind: 14, updatedMs: MS, from: '17@chatroom', chat: 'wxid_friend', xml: RECORD, tags: ['crates', 'night'], words: 'Which crate?', files: [{ dataId: 'a2', path: '/storage/emulated/0/Android/data/com.tencent.mm/MicroMsg/other/favorite/99/kept.jpg', bytes: 17 }, { dataId: 'lost', path: 'x', bytes: 1 }] },
  { localId: 1_741_296_000_002, kind: 6, updatedMs: MS + 1000, from: 'wxid_friend', xml: PLACE },
  { localId: 1_741_296_000_003, kind: 5, updatedMs: MS + 2000, from: 'gh_news', xml: LINK },
  { localId: 1_741_296_000_004, kind: 1, updatedMs: MS + 3000, from: 'wxid_friend', packed: packedText('wxid_friend', 'packed words') },
]; // prettier-ignore
const REMOVED = { ms: MS + 9000, kind: 1, xml: '<favitem type="1"><desc>Burn this.</desc></favitem>' };

async function read(
  favourites: readonly MadeFavourite[],
  more: (db: Database.Database) => void = () => undefined,
): Promise<readonly Extracted[]> {
  using folder = temporaryFolder();
  const path = join(folder.path, ACCOUNT, 'enFavorite.db');
  mkdirSync(dirname(path), { recursive: true });
  const db = new Database(path);
  writeFavourites(db, 'wxid_owner', favourites, REMOVED);
  more(db);
  db.close();
  return await readAll(wechatAndroid, folder.path);
}

const kept = (all: readonly Extracted[]) => only(all, 'event').filter(({ type }) => type === 'favourite');

describe('favourites', () => {
  it('are events with where they came from and no actor; their parts are details', async () => {
    const all = await read(FAVOURITES);
    expect(only(all, 'issue').map(({ code }) => code)).toEqual(['owner-unknown']);
    const [record, place, link, packed] = kept(all);
    expect(record).toMatchObject({
      actor: null,
      accounts: ['wxid_owner', 'wxid_friend'],
      conversation: '17@chatroom',
      direction: 'unknown',
      body: 'Pier 4',
      times: [{ utcMs: MS, meaning: 'changed' }, { utcMs: 1_741_296_000_000, meaning: 'edited' }],
      stored: { type: 14, 'kind of favourite': 'forwarded-record', tags: 'crates', 'favitem.source/createtime': '1741290000', 'FavSearchInfo.content': 'Which crate?', 'transfer 1.dataId': 'lost' },
    }); // prettier-ignore
    expect(place).toMatchObject({ body: 'Pier 4', accounts: ['wxid_friend', 'wxid_owner'], conversation: null });
    expect(link?.body).toBe('Port & news');
    expect(packed?.body).toBe('packed words');
    const details = only(all, 'detail').map(({ message, content }) => [message, content.type === 'other' ? [content.name, content.values.kind, content.values.text] : content]); // prettier-ignore
    expect(details).toEqual([
      [`event ${record?.key ?? ''}`, ['favourite-item 1', 'text', 'Which crate?']],
      [`event ${record?.key ?? ''}`, ['favourite-item 2', 'picture', undefined]],
      [`event ${record?.key ?? ''}`, ['favourite-item 3', 'forwarded-record', undefined]],
      [`event ${record?.key ?? ''}`, ['favourite-item 3.1', 'file', 'list.pdf']],
      [`event ${place?.key ?? ''}`, { type: 'location', latitude: 53.5, longitude: 9.75, name: 'Pier 4', address: 'Quay 1, Hamburg', url: null, liveS: null }],
      [`event ${link?.key ?? ''}`, { type: 'link', url: 'http://example.org/n', title: 'Port & news', description: 'today' }],
    ]); // prettier-ignore
  });

  it('name their files by the folder that follows from the name, and by the table of transfers', async () => {
    const files = only(await read(FAVOURITES), 'attachment');
    const java = (name: string): number => Buffer.from(name).reduce((hash, byte) => (Math.imul(hash, 31) + byte) | 0, 0) & 255; // prettier-ignore
    const older = createHash('md5').update('0123456789abcdef0123456789abcdefa2').digest('hex');
    const [picture, preview, file] = files;
    expect(files).toHaveLength(3);
    expect(picture).toMatchObject({ type: 'image', path: FAVOURITES[0]?.files?.[0]?.path, sizeBytes: 17, stored: { md5: '0123456789abcdef0123456789abcdef', 'FavCdnInfo.status': 3 } }); // prettier-ignore
    const own = picture?.candidates.filter((one) => one.startsWith(ACCOUNT)).map((one) => one.slice(ACCOUNT.length));
    // Java Language Specification: 97 * 31 + 50 = 3057.
    expect(java('a2')).toBe(3057 & 255);
    expect(own).toEqual(['/favorite/99/kept.jpg', `/favorite/${java('a2')}/a2.jpg`, `/favorite/${java('a2')}/${older}.jpg`, `/favorite/${java('a2')}/a2`]); // prettier-ignore
    expect(preview).toMatchObject({ type: 'thumbnail', stored: { md5: 'ffff' } });
    expect(preview?.candidates).toContain(`${ACCOUNT}/favorite/${java('a2_t')}/a2_t`);
    expect(file).toMatchObject({ type: 'document', name: 'list.pdf' });
    expect(file?.candidates).toContain(`${ACCOUNT}/favorite/${java('a4')}/list.pdf`);
  });

  it('that were removed are deletions with the words that the app keeps of them', async () => {
    const removed = only(await read(FAVOURITES), 'event').filter(({ type }) => type === 'deletion');
    expect(removed).toMatchObject([{ body: 'Burn this.', times: [{ utcMs: MS + 9000, meaning: 'deleted' }], stored: { delSource: 'list', 'kind of favourite': 'text' } }]); // prettier-ignore
  });

  it('whose row is gone leave words for the search and files, told as what is left', async () => {
    const all = await read(FAVOURITES, (db) => {
      db.exec('DELETE FROM FavItemInfo WHERE type = 14');
    });
    const left = kept(all).filter(({ from }) => from.state === 'recovered');
    expect(left.map(({ body, stored }) => [body, stored?.dataId])).toEqual([['Which crate?', undefined], [null, 'a2'], [null, 'lost']]); // prettier-ignore
  });

  it('keep rows that are damaged or of an unknown kind, with an issue', async () => {
    const all = await read(FAVOURITES, (db) => {
      db.exec("UPDATE FavItemInfo SET xml = '<favitem><desc>', type = 4711, tagProto = 'words', favProto = x'0a05', updateTime = 5 WHERE type = 14");
      db.exec("UPDATE FavItemInfo SET localId = 'text' WHERE type = 6");
    }); // prettier-ignore
    expect(only(all, 'issue').map(({ where, code }) => [where, code])).toEqual([
      ['FavItemInfo', 'owner-unknown'],
      ['FavItemInfo.xml', 'undecodable-payload'],
      ['FavItemInfo.favProto', 'undecodable-payload'],
      ['FavItemInfo.updateTime', 'time-out-of-range'],
      ['FavItemInfo.tagProto', 'undecodable-payload'],
      ['FavItemInfo.type', 'unknown-code'],
    ]);
    const damaged = kept(all).find(({ stored }) => stored?.type === 4711);
    expect(damaged).toMatchObject({ body: null, times: [], stored: { xml: '<favitem><desc>', tagProto: 'words' } });
    expect(kept(all).filter(({ body }) => body === 'Pier 4')).toHaveLength(1);
  });

  it('say where a part of what the app packs is damaged, and read the others', async () => {
    const all = await read(FAVOURITES, (db) => {
      // A part (2) that is cut off, then the words (7).
      db.exec("UPDATE FavItemInfo SET xml = '', favProto = x'12020a053a0462616c65' WHERE type = 14");
    });
    expect(only(all, 'issue').map(({ where, code }) => [where, code])).toContainEqual(['FavItemInfo.favProto', 'undecodable-payload']); // prettier-ignore
    expect(kept(all).filter(({ body }) => body === 'bale')).toHaveLength(1);
  });

  it('close their accounts, also of an older schema', async () => {
    const whole = only(await read(FAVOURITES), 'tally').map(({ table, rows, used, skipped }) => [table, rows, used, skipped]); // prettier-ignore
    expect(whole).toEqual([
      ['FavItemInfo', 4, 4, {}],
      ['FavSearchInfo', 1, 1, {}],
      ['FavEditInfo', 0, 0, {}],
      ['FavCdnInfo', 2, 2, {}],
      ['FavDelInfo', 1, 1, {}],
      ['FavTagInfo', 1, 1, {}],
      ['FavConfigInfo', 1, 0, { 'setting of the app': 1 }],
    ]);
    const all = await read(FAVOURITES, (db) => {
      for (const table of ['FavSearchInfo', 'FavEditInfo', 'FavCdnInfo', 'FavTagInfo', 'FavConfigInfo', 'FavDelInfo']) db.exec(`DROP TABLE ${table}`); // prettier-ignore
    });
    expect(kept(all)).toHaveLength(4);
  });

  it('as the app packs them say what their XML says', async () => {
    const item = Buffer.concat([field(1, 'list.pdf'), number(15, 8), field(16, 'pdf'), field(17, '77'), number(19, 9), field(20, 'b1'), field(32, field(1, field(2, 'wxid_friend')))]); // prettier-ignore
    const place = Buffer.concat([double(1, 9.75), double(2, 53.5), field(4, 'Quay 1')]);
    const packed = Buffer.concat([field(1, Buffer.concat([field(2, 'wxid_friend'), number(6, 1_741_290_000_000)])), field(2, item), field(3, place), field(4, Buffer.concat([field(1, 'Port'), field(3, 'http://example.org/n')])), number(11, 1_741_296_000)]); // prettier-ignore
    const all = await read([{ localId: 5, kind: 8, updatedMs: MS, from: '', packed }]);
    expect(kept(all)).toMatchObject([{ body: 'Port', accounts: ['wxid_owner', 'wxid_friend'], stored: { 'favitem.source/createtime': '1741290000000' } }]); // prettier-ignore
    expect(only(all, 'detail').map(({ content }) => content.type)).toEqual(['link', 'location', 'other']);
    expect(only(all, 'attachment')).toMatchObject([{ type: 'document', name: 'list.pdf', sizeBytes: 9 }]);
  });
});

function double(key: number, value: number): Buffer {
  const bytes = Buffer.alloc(9);
  bytes.writeUInt8((key << 3) | 1);
  bytes.writeDoubleLE(value, 1);
  return bytes;
}
