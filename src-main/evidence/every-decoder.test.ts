import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { binaryPlist } from '../../fixtures/binary-plist.ts';
import { keyedArchive } from '../../fixtures/keyed-archive.ts';
import { readIso6709 } from './decode/iso-6709.ts';
import { HtmlReader } from './decode/html-stream.ts';
import { JsonLeaves } from './decode/json-leaves.ts';
import { JsonWalk } from './decode/json-walk.ts';
import { readKeyedArchive } from './decode/keyed-archive.ts';
import { unpackLz4Block } from './decode/lz4-block.ts';
import { PlistDamaged, readPlist } from './decode/plist.ts';
import { TlSchema } from './decode/tl.ts';
import { unpackedText } from './decode/unpacked-text.ts';
import { readVcards } from './decode/vcard.ts';
import { PostboxClasses } from './decode/postbox.ts';
import { readPreferences } from './decode/xml-preferences.ts';
import { readXmlTree } from './decode/xml-tree.ts';
import { decodeXml, readXml, XmlDamaged } from './decode/xml.ts';
import { memorySource } from './byte-source.ts';
import { fileTypeOf } from './file-type.ts';
import { mutationsOf } from './fixture-mutations.ts';
import { mbdbRows } from './locks/ios-mbdb.ts';
import { openers } from './locks/openers.ts';
import { UfdrListing } from './locks/ufdr-listing.ts';
import { mediaTypeOf } from './media-type.ts';
import { decodeName, decodeUnixName } from './names/decode-name.ts';
import { DistinctPaths } from './names/distinct-paths.ts';
import { safePath } from './names/safe-path.ts';

/* Every decoder of evidence meets thousands of broken inputs: here, or in the test beside it that is named. */

interface Decoder {
  /** The files of `decode` or `names` whose work this is, with what they import from there. */
  readonly of: readonly string[];
  readonly samples: readonly (Buffer | string)[];
  /** Reads all of it; what it throws for damage is an instance of `refuses`. */
  readonly read: (bytes: Buffer) => void;
  readonly refuses?: new () => Error;
}

const PLIST = `<?xml version="1.0"?><plist version="1.0"><dict><key>Name</key><string>Bj&#246;rn</string><key>At</key><date>2025-05-03T12:00:00Z</date>
<key>List</key><array><integer>-7</integer><real>1.5</real><true/><data>AQID</data></array></dict></plist>`;
const PREFERENCES = `<?xml version='1.0' encoding='utf-8' standalone='yes' ?><map><string name="a">x &amp; y</string><int name="uin" value="-17" /><set name="s"><string>1</string></set><boolean name="b" value="true" /></map>`;
const CARD =
  'BEGIN:VCARD\r\nVERSION:2.1\r\nFN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Bj=C3=B6rn=\r\n=20B\r\nitem1.TEL;waid=447700900555:+44 7700\r\n 900555\r\nORG:Pier;Four\r\nEND:VCARD\r\n';
const JSON_TEXT = JSON.stringify({ about: 'words', chats: { list: [{ id: 1, messages: [{ text: 'a "b"', at: 1.5e3 }, null] }, { id: 2, messages: [] }] } }, null, 1); // prettier-ignore

const FILE =
  '<file fs="data" path="/a" size="3" id="1"><metadata section="File"><item name="Local Path"><![CDATA[files/1]]></item></metadata></file>';
const LISTS = `<project><taggedFiles>${FILE}${FILE}</taggedFiles><decodedData>words</decodedData><taggedFiles>${FILE}</taggedFiles></project>`;
/** Two records of 80 bytes and more: five strings with their lengths, of which `ffff` is none, and 40 bytes of numbers. */
const RECORD = Buffer.concat([Buffer.from('\0\nHomeDomain\0\u0005a.txt', 'latin1'), Buffer.from('ffffffffffff', 'hex'), Buffer.alloc(39, 1), Buffer.from('\u0001\0\u0001n\0\u0001v', 'latin1')]); // prettier-ignore
const MBDB = Buffer.concat([Buffer.from('6d6264620500', 'hex'), RECORD, RECORD]);

/** Reads a report in pieces. */
function list(bytes: Buffer): void {
  const listing = new UfdrListing();
  for (let at = 0; at < bytes.length; at += 64) listing.write(bytes.subarray(at, at + 64));
  listing.end();
}

/** Five bytes and a copy of nine, then five bytes and the end. */
const LZ4 = Buffer.concat([Buffer.from([0x55]), Buffer.from('crate'), Buffer.from([5, 0]), Buffer.from([0x50]), Buffer.from('seven')]); // prettier-ignore
const TL = new TlSchema(['Node=00000001:leaf:name=string;00000002:node:flags=#,next=Node?flags.1,more=*Node?flags.2']);
const LEAF = Buffer.from('0100000003616263', 'hex');
const NODE = Buffer.concat([
  Buffer.from('0200000006000000', 'hex'),
  LEAF,
  Buffer.from('15c4b51c02000000', 'hex'),
  LEAF,
  LEAF,
]);

/** An object with one value of each type, and one within it. */
const POSTBOX = Buffer.from('015f05ab68689e8b000000016900070000000174010900000000000000016202010164030000000000001440017304030000006162630161060200000001000000020000000162070100000003000000000000000163080100000078563412040000000178000001640901000000785634120000000078563412000000000165' + '0a020000000102016e0b01760c0100000001000000610177' + '0d010000000100000062', 'hex'); // prettier-ignore
const CLASSES = new PostboxClasses(['TelegramUser']);

function drain(values: Iterable<unknown>): void {
  const all = values[Symbol.iterator]();
  while (all.next().done !== true);
}

function walk(bytes: Buffer): void {
  const json = new JsonWalk(new Set(['', 'chats', 'chats.list', 'chats.list[]', 'chats.list[].messages']));
  let steps = 0;
  for (let at = 0; at < bytes.length; at += 7) steps += json.add(bytes.subarray(at, at + 7)).length;
  // A step begins or ends something that stands there.
  expect(steps + json.end().length).toBeLessThanOrEqual(bytes.length + 20);
}

/** Objects stand one behind another, within the file, with the bytes that they are said to have. */
function leaves(bytes: Buffer): void {
  const json = new JsonLeaves();
  let end = 0;
  for (let at = 0; at < bytes.length; at += 7)
    for (const { offset, length, text } of json.add(bytes.subarray(at, at + 7))) {
      expect(offset).toBeGreaterThanOrEqual(end);
      end = offset + length;
      expect(bytes.toString('utf8', offset, end)).toBe(text);
    }
  expect(end).toBeLessThanOrEqual(bytes.length);
}

const PAGE = '<!DOCTYPE html>\n<html><head><script>a < b</script></head><body><div class="a b" id=c>one &amp; &#x1F6A2;<br>two<!-- x --><a href=\'d>e\'>f</a></div></body></html>'; // prettier-ignore

/** Reads a page in pieces: tokens stand one behind another, within the page. */
function tokens(bytes: Buffer): void {
  const reader = new HtmlReader();
  let end = 0;
  const take = (all: ReturnType<HtmlReader['add']>): void => {
    for (const token of all) {
      expect(token.start).toBeGreaterThanOrEqual(end);
      expect(token.end).toBeLessThanOrEqual(bytes.length);
      ({ end } = token);
    }
  };
  for (let at = 0; at < bytes.length; at += 7) take(reader.add(bytes.subarray(at, at + 7)));
  take(reader.end());
}

const DECODERS: Readonly<Record<string, Decoder>> = {
  'binary property lists': {
    of: ['plist.ts', 'plist-binary.ts', 'plist-value.ts'],
    samples: [binaryPlist({ Name: 'Björn', At: { dateMs: 1_746_273_600_000 }, List: [1, -2, 1.5, true, Buffer.from('data')] })],
    read: readPlist,
    refuses: PlistDamaged,
  },
  'keyed archives': {
    of: ['keyed-archive.ts'],
    samples: [keyedArchive({ pairs: [[{ of: 'Address', members: { id: { uuid: '659aa5f4-a28d-fcc1-1ea1-b997537a3d95' } } }, { of: 'State', members: { state: 6, sealed: true, list: ['a', Buffer.from('b')] } }]] })], // prettier-ignore
    read: (bytes) => JSON.stringify(readKeyedArchive(bytes)),
    refuses: PlistDamaged,
  },
  'property lists in XML': { of: ['plist-xml.ts', 'xml-references.ts'], samples: [PLIST], read: readPlist, refuses: PlistDamaged },
  XML: { of: ['xml.ts'], samples: [PLIST, PREFERENCES], read: (bytes) => { drain(readXml(decodeXml(bytes))); }, refuses: XmlDamaged },
  'trees of XML': { of: ['xml-tree.ts'], samples: [PREFERENCES], read: (bytes) => readXmlTree(bytes.toString('utf8')), refuses: XmlDamaged },
  'settings of Android': { of: ['xml-preferences.ts'], samples: [PREFERENCES], read: readPreferences },
  JSON: { of: ['json-walk.ts'], samples: [JSON_TEXT, JSON_TEXT.replaceAll(/\n */gu, '')], read: walk },
  'innermost objects of JSON': { of: ['json-leaves.ts'], samples: [JSON_TEXT, `{"a":"{\\"}"}\n${JSON_TEXT}`], read: leaves },
  'pages of HTML': { of: ['html-stream.ts', 'html-tag.ts', 'html-references.ts'], samples: [PAGE, PAGE + PAGE], read: tokens },
  'contact cards': { of: ['vcard.ts'], samples: [CARD, CARD + CARD], read: (bytes) => readVcards(bytes.toString('utf8')) },
  positions: { of: ['iso-6709.ts'], samples: ['+53.5413+009.9841+012.300/', '+5332.5-00959.04/'], read: (bytes) => readIso6709(bytes.toString('latin1')) },
  'blocks of LZ4': {
    of: ['lz4-block.ts'],
    samples: [LZ4, Buffer.concat([LZ4.subarray(0, 9), LZ4])],
    read: (bytes) => { expect(unpackLz4Block(bytes, 4096)?.length ?? 0).toBeLessThanOrEqual(4096); },
  },
  'packed texts': {
    of: ['unpacked-text.ts'],
    samples: [zstdCompressSync('I see you at the pier, I see you at the pier'), LZ4],
    read: (bytes) => unpackedText(bytes),
  },
  'objects of TL': {
    of: ['tl.ts'],
    samples: [NODE],
    read: (bytes) => { expect(TL.read(bytes, 'Node').end).toBeLessThanOrEqual(bytes.length); },
  },
  'objects of the postbox': {
    of: ['postbox.ts', 'murmur3.ts'],
    samples: [POSTBOX, POSTBOX.subarray(11)],
    read: (bytes) => { expect(CLASSES.read(bytes).fault?.offset ?? 0).toBeLessThanOrEqual(bytes.length); },
  },
  names: {
    of: ['decode-name.ts', 'safe-path.ts', 'distinct-paths.ts', 'name-issues.ts'],
    samples: ['data/../../etc/passwd', 'C:\\a\\b.', '聊天记录/图片', Buffer.from('d6d0cec42f2e2e2f', 'hex'), 'con/aux .txt'],
    read: (bytes) => {
      const texts = [decodeName(bytes, true, false), decodeName(bytes, false, true), decodeUnixName(bytes)].map(({ text }) => text);
      const paths = new DistinctPaths();
      const taken = texts.map((text) => paths.take(safePath(text).path).path);
      expect(new Set(taken).size).toBe(taken.length);
      for (const text of texts) expect(safePath(text).path).not.toMatch(/^\/|(?:^|\/)\.\.?(?:\/|$)/u);
    },
  },
  'manifests before iOS 10': {
    of: [],
    samples: [MBDB],
    read: (bytes) => { drain(mbdbRows(memorySource(bytes))); },
  },
  'lists of files in a report': {
    of: [],
    samples: [LISTS],
    read: list,
  },
  'first bytes': { of: [], samples: [Buffer.from('SQLite format 3\0'), 'PK\u0003\u0004', 'ANDROID BACKUP\n', Buffer.from('ffd8ffe000104a464946', 'hex')], read: (bytes) => { fileTypeOf(bytes); mediaTypeOf(bytes); } },
}; // prettier-ignore

/** The test that feeds a decoder with broken inputs of its own. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  'decode/abx.test.ts': ['abx.ts'],
  'decode/app-settings.test.ts': ['java-map.ts', 'mmkv.ts'],
  'decode/decode.test.ts': ['protobuf.ts'],
  'decode/exif.test.ts': ['exif.ts', 'exif-facts.ts'],
  'decode/media-metadata.test.ts': ['iso-boxes.ts', 'iso-media.ts', 'iso-movie.ts', 'sound-facts.ts', 'stated-position.ts'],
  'decode/pg-dump.test.ts': ['pg-dump.ts', 'pg-dump-bytes.ts'],
  'decode/xml-stream.test.ts': ['xml-stream.ts', 'xml-runs.ts', 'xml-search.ts', 'xml-tag.ts'],
}; // prettier-ignore

/** The test that feeds an opener with broken files. */
const OPENERS: Readonly<Record<string, string>> = {
  'whatsapp-backup': 'locks/unlock-whatsapp.test.ts',
  'ios-backup': 'locks/ios-backup-made.test.ts',
  'android-backup': 'locks/android-backup.test.ts',
  'signal-backup': 'locks/signal-backup.test.ts',
  'signal-snapshot': 'locks/signal-snapshot.test.ts',
  ufdr: '../sources/cellebrite-ufdr/damaged-report.test.ts',
  sqlcipher: 'locks/sqlcipher-fuzz.test.ts',
  'zip-password': 'locks/open-zip-password.test.ts',
  'wechat-pictures': 'locks/open-wechat-pictures.test.ts',
  'wecom-envelopes': 'locks/wecom-envelopes.test.ts',
};

/** What reads no bytes: lists of names, and of facts. */
const NO_DECODERS = ['exif-tags.ts', 'media-fact.ts'];

/** The files of a folder that those that are told are made of, by what they import from it. */
function reachedIn(folder: string, told: readonly string[]): ReadonlySet<string> {
  const reached = new Set(told.filter((name) => existsSync(join(folder, name))));
  for (const name of reached)
    for (const [, next = ''] of readFileSync(join(folder, name), 'utf8').matchAll(/ from '\.\/([\w-]+\.ts)'/gu))
      reached.add(next);
  return reached;
}

test('no decoder and no opener is forgotten', () => {
  const told = [...Object.values(DECODERS).flatMap((decoder) => decoder.of), ...Object.values(ELSEWHERE).flat(), ...NO_DECODERS]; // prettier-ignore
  for (const name of ['decode', 'names']) {
    const folder = join(import.meta.dirname, name);
    const reached = reachedIn(folder, told);
    const files = readdirSync(folder).filter((file) => !file.endsWith('.test.ts'));
    expect(files.filter((file) => !reached.has(file))).toEqual([]);
  }
  expect(openers.map(({ kind }) => kind).sort()).toEqual(Object.keys(OPENERS).sort());
  for (const name of [...Object.keys(ELSEWHERE), ...Object.values(OPENERS)])
    expect(existsSync(join(import.meta.dirname, name)), name).toBe(true);
});

const SEED = 20_260_101;
const ROUNDS = 1500;

describe.each(Object.entries(DECODERS))('%s', (_, { samples, read, refuses }) => {
  test(`end on ${ROUNDS} broken inputs (seed ${SEED})`, () => {
    let round = 0;
    for (const bytes of mutationsOf(samples.map((sample) => Buffer.from(sample)), ROUNDS, SEED)) {
      try {
        read(bytes);
      } catch (error) {
        const isRefusal = refuses !== undefined && error instanceof refuses;
        if (!isRefusal) throw new Error(`input ${round}: ${bytes.toString('hex')}`, { cause: error });
      }
      round += 1;
    }
    expect(round).toBe(ROUNDS);
  });
}); // prettier-ignore
