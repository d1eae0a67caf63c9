import { createHash } from 'node:crypto';
import type { AttachmentView, ConversationView, ItemView } from '../contract/index.ts';
import type { Citation, ReportInput, ReportItem } from './report-input.ts';

const FILE = 'ab'.repeat(32);
const START_MS = Date.UTC(2024, 2, 31, 0, 30);

/** A small PNG, 1 × 1. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
export const PNG_HASH = createHash('sha256').update(PNG).digest('hex');

/** One text for each script that reports must print. */
export const SCRIPTS = {
  latin: 'The crate is at pier 17, don’t be late.',
  chinese: '箱子在十七号码头，晚上九点见。',
  japanese: '明日の朝、倉庫で会いましょう。カタカナも。',
  korean: '내일 아침 창고에서 만나자',
  thai: 'พรุ่งนี้เจอกันที่ท่าเรือสิบเจ็ด',
  arabic: 'مرحبا، نلتقي غدا صباحا عند الميناء',
  hebrew: 'שלום, ניפגש מחר בבוקר בנמל',
  cyrillic: 'Встретимся завтра утром у причала',
  hindi: 'कल सुबह बंदरगाह पर मिलेंगे',
  emoji: 'ok 👍🏽 👩‍💻 🇩🇪 😀 🏴󠁧󠁢󠁥󠁮󠁧󠁿',
} as const;

/** Texts that try to be something else than text. */
export const HOSTILE = {
  html: '</td></tr></table><script>alert(1)</script><img src=x onerror=alert(1)>&amp;"\'',
  formula: '=HYPERLINK("http://example.com","open")',
  formulas: '+1+1',
  at: '@SUM(A1)',
  minus: '-2+3',
  tab: '\t=1+1',
  override: 'invoice\u202Egnp.exe',
  isolate: '\u2067abc\u2069 \u2066def\u2069 \u2068',
  control: 'a\u0000b\u0007c\u001B[31mred\u007F\u0085',
  lone: 'high \uD83D low \uDE00 end',
  private: '\uE000 \uF8FF \u{F0000} \uFFFE \uFEFF',
  typst: '#import "x.typ": * $x^2$ *bold* _it_ `raw` <label> @ref // c /* d */ \\ #read("/etc/passwd")',
  path: '../../../../etc/passwd',
  unbroken: 'x'.repeat(4000),
  combining: `Z${'\u0351\u0363\u0489'.repeat(60)}algo`,
  lines: 'one\r\ntwo\nthree\u2028four\rfive',
  missing: '\u{1D173} \u{13000} \u{1F8FF} \u0378',
  long: 'word '.repeat(9000),
} as const;

const none: Omit<ItemView, 'id' | 'body' | 'timeMs' | 'sender' | 'direction'> = {
  class: 'message',
  source: 1,
  conversation: 1,
  conversationTitle: 'Harbour',
  timeMeaning: 'sent',
  timeZone: 'utc',
  times: [],
  type: 'text',
  typeStored: '0',
  status: null,
  state: 'live',
  recovery: null,
  logState: 'both',
  serverId: null,
  starred: false,
  viewOnce: false,
  forwarded: null,
  editedMs: null,
  deleted: null,
  expires: null,
  system: null,
  call: null,
  quote: null,
  versions: [],
  attachments: [],
  reactions: [],
  mentions: [],
  details: [],
  receipts: { delivered: 0, read: 0, played: 0 },
  issues: 0,
  tags: [],
  notes: 0,
  bookmarked: false,
};

const people = [
  { account: 1, name: 'Ines Okafor', identifier: '+15550100', isOwner: true },
  { account: 2, name: 'Lê Minh 黎明', identifier: '15550101@s.example', isOwner: false },
  { account: 3, name: 'Omar \u202Ehctuac', identifier: '15550102@s.example', isOwner: false },
] as const;

function message(id: number, body: string | null, more: Partial<ItemView> = {}): ItemView {
  const sender = people[id % 3] ?? null;
  return {
    ...none,
    id,
    body,
    sender,
    direction: sender?.isOwner === true ? 'outgoing' : 'incoming',
    timeMs: START_MS + id * 47_000,
    ...more,
  };
}

function attachment(more: Partial<AttachmentView>): AttachmentView {
  return {
    id: 1,
    type: 'image',
    mediaType: 'image/jpeg',
    name: null,
    caption: null,
    path: 'Media/Images/IMG-1.jpg',
    sizeBytes: 70,
    durationS: null,
    width: 1,
    height: 1,
    transcript: null,
    presence: 'present',
    matchedBy: 'path',
    contentPath: 'Media/Images/IMG-1.jpg',
    sha256: PNG_HASH,
    storedSha256: null,
    deciphered: null,
    ...more,
  };
}

function cite(item: ItemView): ReportItem {
  const citation: Citation = {
    gives: item.class,
    locator: { kind: 'row', file: FILE, table: 'message', rowid: item.id },
    exhibit: 'EX-1',
    path: 'data/com.example/databases/msgstore.db',
    ranges: [
      {
        file: FILE,
        in: 'main',
        page: 2 + Math.floor(item.id / 20),
        offset: 8192 + item.id * 160,
        length: 150,
        path: 'data/com.example/databases/msgstore.db',
        sha256: createHash('sha256').update(String(item.id)).digest('hex'),
      },
    ],
  };
  return { item, citations: [citation] };
}

/** Messages that together use every part of a line. */
export function story(): readonly ItemView[] {
  let id = 0;
  const next = (body: string | null, more: Partial<ItemView> = {}): ItemView => message((id += 1), body, more);
  return [
    next(null, {
      type: 'system',
      system: {
        action: 'group-created',
        actionStored: '11',
        actor: 'Ines Okafor',
        affected: ['Lê Minh 黎明'],
        before: null,
        after: 'Harbour',
      },
    }),
    ...Object.values(SCRIPTS).map((body) => next(body)),
    ...Object.values(HOSTILE).map((body) => next(body)),
    next('Agreed.', {
      quote: { item: 2, sender: 'Lê Minh 黎明', body: SCRIPTS.chinese, type: 'text', timeMs: START_MS, onlyCopy: true },
    }),
    next(null, {
      state: 'marked-deleted',
      type: 'revoked',
      deleted: { by: 'Ines Okafor', timeMs: START_MS + 9e6 },
      versions: [
        {
          role: 'deleted-text',
          body: 'bring the crate at nine',
          timeMs: null,
          verbatim: false,
          state: 'recovered',
          recovery: {
            method: 'fts-residue',
            confidence: 'medium',
            otherwise: 'The index can hold words of another message.',
          },
        },
      ],
    }),
    next('Only in the log.', { logState: 'only-with' }),
    next('Found outside the list.', {
      state: 'recovered',
      recovery: {
        method: 'row-absent-after-wal',
        confidence: 'high',
        otherwise: 'The row can have been moved by the app’s own clean-up.',
      },
    }),
    next('Look', { type: 'image', attachments: [attachment({ caption: HOSTILE.html })] }),
    next(null, {
      type: 'document',
      attachments: [
        attachment({
          id: 2,
          type: 'document',
          name: HOSTILE.path,
          presence: 'absent',
          sha256: null,
          contentPath: null,
          matchedBy: null,
          path: '../../etc/passwd',
        }),
      ],
    }),
    next('edited text', {
      editedMs: START_MS + 8e6,
      forwarded: { score: 4 },
      starred: true,
      reactions: [
        { emoji: '👍🏽', name: 'Lê Minh 黎明', count: 1, timeMs: START_MS },
        { emoji: null, name: 'Omar', count: 1, timeMs: null },
      ],
      receipts: { delivered: 2, read: 1, played: 0 },
      status: 'read',
      tags: [{ tag: 1, name: 'key', colour: 'red', key: 1 }],
    }),
    next(null, {
      type: 'location',
      details: [
        {
          type: 'location',
          latitude: 53.5461,
          longitude: 9.9661,
          name: 'Pier 17',
          address: null,
          url: null,
          liveS: null,
        },
      ],
    }),
    next('wall clock', { timeZone: 'unstated' }),
    next('no time', { timeMs: null, timeMeaning: null, timeZone: null, sender: null, direction: 'unknown' }),
    next('unknown kind', { type: 'unknown', typeStored: '99' }),
  ];
}

/** A report's input held in memory: the story in one conversation, then `bulk` further lines in conversations of 500. */
export function fixtureInput(bulk = 0, zone = 'Europe/Berlin'): ReportInput {
  const told = story();
  const conversations = [conversation(1, 'Harbour', told.length)];
  for (let at = 0; at < bulk; at += 500)
    conversations.push(conversation(2 + at / 500, `Thread ${at / 500}`, Math.min(500, bulk - at)));
  const texts = Object.values(SCRIPTS);
  const call = message(900_001, null, {
    class: 'event',
    type: 'call',
    conversation: null,
    conversationTitle: null,
    call: {
      video: false,
      group: false,
      durationS: 61,
      outcome: 'answered',
      outcomeStored: '5',
      accounts: ['Lê Minh 黎明'],
    },
  });
  return {
    info: {
      path: '/cases/one',
      id: 'case-1',
      number: 'LKA 2024/17 <b>',
      examiner: 'R. Brandt',
      authority: { kind: 'warrant', reference: 'AG 17 Gs 4/24', issuer: 'Amtsgericht Hamburg' },
      zone,
      createdMs: START_MS,
      note: null,
      counts: {
        exhibits: 1,
        sources: 1,
        accounts: 3,
        conversations: conversations.length,
        messages: told.length + bulk,
        events: 1,
        attachments: 2,
        issues: 2,
      },
    },
    withheld: 3,
    items: told.length + bulk + 1,
    exhibits: () => [
      {
        id: 1,
        reference: 'EX-1',
        kind: 'zip',
        path: '/evidence/phone.zip',
        files: 2,
        sizeBytes: 1_234_567,
        sha256: 'cd'.repeat(32),
        sha1: null,
        md5: null,
        addedMs: START_MS,
        state: 'complete',
        verified: null,
        issues: 0,
      },
    ],
    exhibitFiles: () => [
      { path: 'data/com.example/databases/msgstore.db', sha256: FILE, sizeBytes: 1_000_000, modifiedMs: START_MS },
      { path: 'Media/Images/IMG\\1\n.jpg', sha256: PNG_HASH, sizeBytes: PNG.length, modifiedMs: null },
    ],
    locks: () => [
      {
        kind: 'whatsapp-backup',
        exhibitReference: 'EX-1',
        path: 'Backups/msgstore.db.crypt15',
        sha256: 'c'.repeat(64),
        files: 1,
        key: { form: 'key-file', fingerprint: '0011223344556677', from: { kind: 'typed', by: 'examiner' } },
      },
    ],
    sources: () => [
      {
        id: 1,
        exhibit: 1,
        exhibitReference: 'EX-1',
        app: { container: null, containerId: null, package: null, user: null, userKind: null },
        parser: 'whatsapp-android',
        revision: 3,
        label: 'WhatsApp (Android)',
        variant: 'modern',
        proof: 'observed',
        root: 'data/com.example',
        files: [{ role: 'messages', path: 'databases/msgstore.db', sha256: FILE, sizeBytes: 1_000_000 }],
        state: 'ingested',
        keyRequest: null,
        questions: [],
        owner: { account: 1, name: 'Ines Okafor', claim: 'wa.db, registered number', assumed: true },
        firstMs: START_MS,
        lastMs: START_MS + 1e7,
        counts: { messages: told.length + bulk },
        issues: { note: 1, warning: 1, error: 0 },
        balanced: true,
        claimsNothing: false,
      },
    ],
    ledger: () => [
      {
        source: 1,
        file: FILE,
        path: 'databases/msgstore.db',
        table: 'message',
        rows: 101,
        used: 100,
        skipped: { 'sentinel row': 1 },
        claimed: true,
      },
      {
        source: 1,
        file: FILE,
        path: 'databases/msgstore.db',
        table: 'message_secret',
        rows: 12,
        used: 0,
        skipped: {},
        claimed: false,
      },
    ],
    issues: () => [
      {
        id: 1,
        source: 1,
        exhibit: 1,
        item: null,
        severity: 'warning',
        code: 'unknown-code',
        where: 'message.message_type',
        stored: '99',
        detail: 'No meaning is known for this code.',
        at: [{ kind: 'row', file: FILE, table: 'message', rowid: 40 }],
      },
      {
        id: 2,
        source: 1,
        exhibit: 1,
        item: null,
        severity: 'note',
        code: 'log-rows-differ',
        where: 'message',
        stored: HOSTILE.formula,
        detail: 'One row differs.',
        at: [],
      },
    ],
    otherIssues: () => [{ severity: 'note', code: 'unknown-code', issues: 3 }],
    accounts: () =>
      people.map((person) => ({
        id: person.account,
        source: 1,
        service: 'whatsapp',
        identifier: person.identifier,
        identifierKind: 'phone',
        phone: person.identifier,
        name: person.name,
        names: [],
        isOwner: person.isOwner,
        messages: 10,
        links: [],
      })),
    conversations: () =>
      conversations.map((shown) => ({
        conversation: shown,
        participants: people.map((person) => ({
          account: person.account,
          name: person.name,
          identifier: person.identifier,
          role: 'member',
          membership: 'current',
          joinedMs: null,
          leftMs: null,
          isOwner: person.isOwner,
        })),
      })),
    *itemsOf(id) {
      if (id === null) yield cite(call);
      else if (id === 1) yield* told.map(cite);
      else {
        const start = 1000 + (id - 2) * 500;
        const count = conversations[id - 1]?.messages ?? 0;
        for (let index = 0; index < count; index += 1) {
          yield cite(
            message(start + index, `${texts[index % texts.length] ?? ''} ${index}`, {
              conversation: id,
              conversationTitle: `Thread ${id - 2}`,
            }),
          );
        }
      }
    },
    *itemsByTime() {
      yield* told.map(cite);
      yield cite(call);
    },
    legal: () => [
      {
        account: 1,
        name: 'Ines <b>',
        identifier: 'wxid_ines',
        service: 'wechat-or-weixin',
        notice: 'General information.',
        holder: 'One of two companies.',
        holderReason: 'The account was read from WeChat.',
        holderCitations: ['guide'],
        verdict: {
          is: 'undetermined',
          title: 'Not determined',
          reason: 'One hint alone is not enough.',
          hints: [{ what: 'Number', value: '+49 151', storedIn: 'userinfo 6', weight: 'medium', speaksFor: 'wechat', reading: 'Can be changed.' }], // prettier-ignore
        },
        data: [{ id: 'a', what: 'Content', where: 'Nowhere', prospect: 'no', says: 'Not kept.', citations: ['guide'] }],
        routes: [{ id: 'b', title: 'Preserve', prospect: 'unknown', says: 'Early.', citations: [], draft: 'preserve' }],
        elements: [],
        elementsCitations: [],
        alternatives: [],
        citations: [{ id: 'guide', title: 'A guide', publisher: 'A publisher', dated: '2021-08-19' }],
      },
    ],
    annotations: () => [
      {
        id: 1,
        name: 'Handover <b>',
        note: null,
        fromMs: START_MS,
        toMs: null,
        actor: 'R. Brandt',
        createdMs: START_MS,
      },
    ],
    custody: () => [
      {
        seq: 1,
        atMs: START_MS,
        actor: 'R. Brandt',
        action: 'case.create',
        parameters: { number: 'LKA 2024/17' },
        result: {},
        previous: '0'.repeat(64),
        hash: '11'.repeat(32),
      },
      {
        seq: 2,
        atMs: START_MS + 1000,
        actor: 'R. Brandt',
        action: 'exhibit.add',
        parameters: { reference: 'EX-1', path: '/evidence/phone.zip' },
        result: { files: 2 },
        previous: '11'.repeat(32),
        hash: '22'.repeat(32),
      },
    ],
    media: (sha256) => Promise.resolve(sha256 === PNG_HASH ? { sizeBytes: PNG.length, bytes: () => [PNG] } : null),
  };
}

function conversation(id: number, title: string, messages: number): ConversationView {
  return {
    id,
    source: 1,
    sourceLabel: 'WhatsApp (Android)',
    exhibitReference: 'EX-1',
    type: 'group',
    identifier: `12036300${id}@g.example`,
    title,
    titleFrom: 'stored',
    participants: 3,
    messages,
    deleted: 1,
    firstMs: START_MS,
    lastMs: START_MS + 1e7,
    lastBody: null,
    archived: false,
    hidden: false,
    draft: null,
  };
}
