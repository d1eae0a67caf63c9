import { expect, test } from 'vitest';
import type { EvidenceRecord, Extracted } from '../../model/index.ts';
import type { Detection, Run } from '../parser.ts';
import { cellebriteUfdr } from './index.ts';

/* What a report states is carried, wherever it stands: nothing of it ends in a number alone. */

async function read(inside: string, head = '<?xml version="1.0" encoding="utf-8"?>'): Promise<readonly Extracted[]> {
  const bytes = Buffer.from(`${head}<project xmlns="http://pa.cellebrite.com/report/2.0">${inside}</project>`);
  const file = { path: 'report.xml', sha256: '0'.repeat(64), sizeBytes: bytes.length, modifiedMs: null };
  const found: Detection = { parser: 'cellebrite-ufdr', variant: 'xml', root: '', label: '', files: { report: file }, locked: null, issues: [], questions: [] }; // prettier-ignore
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += 997) yield await Promise.resolve(bytes.subarray(at, at + 997));
  }
  const run = { signal: new AbortController().signal, answers: {}, database: () => null, bytes: pieces, progress: () => undefined }; // prettier-ignore
  const stream: Extracted[] = [];
  for await (const one of cellebriteUfdr.read(found, run as unknown as Run)) stream.push(one);
  return stream;
}

function all<K extends EvidenceRecord['kind']>(stream: readonly Extracted[], kind: K) {
  return stream.filter((one): one is Extract<EvidenceRecord, { readonly kind: K }> => one.kind === kind);
}

const issues = (stream: readonly Extracted[]) => stream.flatMap((one) => (one.kind === 'issue' ? [`${one.code} ${one.stored ?? ''}`] : [])); // prettier-ignore
const value = (name: string, text: string) => `<field name="${name}"><value>${text}</value></field>`;
const party = (id: string, who: string, more = '') => `<model type="Party" id="${id}">${value('Identifier', who)}${more}</model>`; // prettier-ignore
const parts = (name: string, inside: string) => `<multiModelField name="${name}">${inside}</multiModelField>`;
const model = (type: string, id: string, inside: string) => `<decodedData><model type="${type}" id="${id}" deleted_state="Intact">${inside}</model></decodedData>`; // prettier-ignore
const SENT = value('TimeStamp', '2024-05-01T10:00:00.000+00:00');

test('a message says when it was delivered and read, and under which subject', async () => {
  const times = value('DateDelivered', '2024-05-01T10:00:05.000+00:00') + value('DateRead', '2024-05-01T10:01:00.000+00:00'); // prettier-ignore
  const stream = await read(model('Email', 'm', `${SENT}${times}${value('Subject', 'the boat')}${value('Body', 'at nine')}`)); // prettier-ignore
  const [message] = all(stream, 'message');
  expect(message?.times.map(({ meaning, utcMs }) => [meaning, new Date(utcMs).toISOString()])).toEqual([
    ['sent', '2024-05-01T10:00:00.000Z'],
    ['delivered', '2024-05-01T10:00:05.000Z'],
    ['read', '2024-05-01T10:01:00.000Z'],
  ]);
  expect(all(stream, 'detail').map(({ content }) => content)).toEqual([{ type: 'other', name: 'Subject', values: { Subject: 'the boat' } }]); // prettier-ignore
});

test('a time of delivery that cannot be read is an issue with what is stored', async () => {
  const to = party('p', 'ben@x', value('DateRead', '01-May-24 10:00'));
  const stream = await read(model('SMS', 'm', `${SENT}${value('DateDelivered', 'yesterday')}${parts('To', to)}`));
  expect(issues(stream)).toEqual(['time-out-of-range 01-May-24 10:00', 'time-out-of-range yesterday']);
  expect(all(stream, 'message')[0]?.stored).toMatchObject({ DateDelivered: 'yesterday', 'To.DateRead': '01-May-24 10:00' }); // prettier-ignore
});

test('a message outside of any chat names to whom it went; its conversation has participants', async () => {
  const stream = await read(model('Email', 'm', `${SENT}<modelField name="From">${party('p', 'ada@x')}</modelField>${parts('To', party('q', 'ben@x') + party('r', 'cleo@x'))}`)); // prettier-ignore
  expect(all(stream, 'participant').map(({ account }) => account)).toEqual(['email:ada@x', 'email:ben@x', 'email:cleo@x']); // prettier-ignore
  expect(all(stream, 'message')[0]?.stored).toMatchObject({ 'To[0].Identifier': 'ben@x', 'To[1].Identifier': 'cleo@x' }); // prettier-ignore
});

test('a place without coordinates keeps its words; one with them keeps what else is stated', async () => {
  const at = (id: string, inside: string) => `<modelField name="Position"><model type="Coordinate" id="${id}">${inside}</model></modelField>`; // prettier-ignore
  const words = await read(model('InstantMessage', 'm', `${SENT}${at('c', value('PositionAddress', 'the pier'))}`));
  expect(all(words, 'detail').map(({ content }) => content)).toMatchObject([{ type: 'other', name: 'Position', values: { PositionAddress: 'the pier' } }]); // prettier-ignore
  const place = await read(model('InstantMessage', 'm', `${SENT}${at('c', value('Latitude', '52.1') + value('Longitude', '13.2') + value('Elevation', '34'))}`)); // prettier-ignore
  expect(all(place, 'detail')).toMatchObject([{ content: { type: 'location' }, stored: { Elevation: '34' } }]);
});

test('elements of a model that are not known are stored values, and all that is said of data', async () => {
  const data = '<dataField name="Data"><source length="7" offset="512" path="a.db" /></dataField>';
  const stream = await read(model('Note', 'n', `${data}<sourcemodels><ownerid>0f-1</ownerid></sourcemodels><jumptargets name=""><targetid ismodel="true">x</targetid></jumptargets>`)); // prettier-ignore
  expect(all(stream, 'event')[0]?.stored).toMatchObject({ 'Data.length': '7', 'Data.offset': '512', 'Data.path': 'a.db', ownerid: '0f-1', 'jump_to_model[0]': 'x' }); // prettier-ignore
});

test('two models of one id are one only where they say the same', async () => {
  const message = (state: string, status: string) => `<model type="SMS" id="m" deleted_state="${state}">${SENT}${value('Body', 'hi')}${value('Status', status)}</model>`; // prettier-ignore
  const states = ['Intact Sent', 'Intact Sent', 'Deleted Sent', 'Intact Read'].map((one) => message(one.split(' ')[0] ?? '', one.split(' ')[1] ?? '')); // prettier-ignore
  const stream = await read(`<decodedData>${states.join('')}</decodedData>`);
  expect(all(stream, 'message').map(({ from, status }) => [from.state, status])).toEqual([
    ['live', 'sent'],
    ['recovered', 'sent'],
    ['live', 'read'],
  ]);
});

test('a call of two is none of a group, whether or not the owner is known', async () => {
  const call = (...who: readonly string[]) => model('Call', 'c', `${SENT}${parts('Parties', who.join(''))}`);
  const owner = party('o', 'ada', value('IsPhoneOwner', 'True'));
  const groups = async (inside: string) => all(await read(inside), 'event').map((event) => event.call?.group);
  expect(await groups(call(party('p', 'ada'), party('q', 'ben')))).toEqual([false]);
  expect(await groups(call(party('p', 'ada'), party('q', 'ben'), party('r', 'cleo')))).toEqual([true]);
  expect(await groups(call(owner, party('q', 'ben')))).toEqual([false]);
  expect(await groups(call(owner, party('q', 'ben'), party('r', 'cleo')))).toEqual([true]);
});

test('data of forwarding mark a message as forwarded, without a label too', async () => {
  const data =
    '<multiModelField name="MessageExtraData"><model type="ForwardedMessageData" id="f" /></multiModelField>';
  expect(all(await read(model('InstantMessage', 'm', `${SENT}${data}`)), 'message')[0]?.forwarded).toEqual({ score: null }); // prettier-ignore
});

test('a file that the report lists and does not hold is carried with what the tool states of it', async () => {
  const sha1 = 'a9993e364706816aba3e25717850c26c9cd0d89d';
  const item = (name: string, text: string) => `<item name="${name}"><![CDATA[${text}]]></item>`;
  const listed = `<taggedFiles><file id="g" fs="data" path="/sdcard/a.jpg" size="9" deleted="Deleted"><accessInfo><timestamp name="ModifyTime">2020-01-01T00:00:00+00:00</timestamp></accessInfo><metadata section="File">${item('SHA1', sha1.toUpperCase())}${item('MD5', 'not one')}</metadata></file><file id="g" path="/again" /><file id="h" path="/b"><metadata>${item('Local Path', 'files\\b')}</metadata></file></taggedFiles>`;
  const attachment = '<modelField name="Attachment"><model type="Attachment" id="x" file_id="g" /></modelField>';
  const stream = await read(`${listed}${model('InstantMessage', 'm', `${SENT}${attachment}`)}`);
  expect(all(stream, 'event')).toMatchObject([{ type: 'listed-file', body: '/sdcard/a.jpg', times: [], stored: { exported: 'no', fs: 'data', size: '9', deleted: 'Deleted', ModifyTime: '2020-01-01T00:00:00+00:00', SHA1: sha1.toUpperCase(), MD5: 'not one' } }]); // prettier-ignore
  expect(all(stream, 'attachment')).toMatchObject([{ path: '/sdcard/a.jpg', sizeBytes: 9, candidates: [], stored: { file_exported: 'no', file_deleted: 'Deleted', file_size: 9, file_sha1: sha1 } }]); // prettier-ignore
  expect(all(stream, 'attachment')[0]?.stored).not.toHaveProperty('file_md5');
  expect(stream.find((one) => one.kind === 'tally' && one.table === 'taggedFiles/file')).toMatchObject({ rows: 3, used: 2, skipped: { 'file with the id of one listed before': 1 } }); // prettier-ignore
});

test('what the report says of the case, and of acquired images with their hashes, is carried', async () => {
  const about =
    '<caseInformation><field name="Examiner name" isSystem="True">R. Hall</field></caseInformation><images><image path="phone.zip" size="5"><metadata section="Hashes"><item name="SHA256">723A</item></metadata></image></images>';
  const stream = await read(`${about}${model('Note', 'n', '')}`);
  expect(all(stream, 'event').filter(({ type }) => type === 'setting')).toMatchObject([
    { stored: { path: 'phone.zip', size: '5', SHA256: '723A' } },
    { body: 'R. Hall', stored: { name: 'Examiner name' } },
  ]);
});

test('another encoding than UTF-8 is said', async () => {
  const other = await read(model('Note', 'n', ''), '<?xml version="1.0" encoding="windows-1251"?>');
  expect(issues(other)).toContain('undecodable-text windows-1251');
  expect(issues(await read(model('Note', 'n', '')))).not.toContain('undecodable-text utf-8');
});
