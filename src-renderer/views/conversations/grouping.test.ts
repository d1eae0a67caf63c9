import { expect, test } from 'vitest';
import type { ItemView } from '../../../src-main/contract/index.ts';
import { dayToName, goesOn, isLine } from './grouping.ts';

const noon = Date.UTC(2025, 2, 5, 12);

function message(change: Partial<ItemView> = {}): ItemView {
  return {
    id: 1,
    class: 'message',
    source: 1,
    conversation: 1,
    conversationTitle: 'Harbour 17',
    sender: { account: 7, name: 'Ben London', identifier: '447700900102', isOwner: false },
    direction: 'incoming',
    timeMs: noon,
    timeMeaning: 'sent',
    timeZone: 'utc',
    times: [],
    type: 'text',
    typeStored: '0',
    body: 'Lol',
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
    ...change,
  };
}

test('a bubble goes on with the one before: same account, same day, no long pause', () => {
  const before = message();
  const soon = message({ timeMs: noon + 60_000 });
  expect(goesOn(soon, before, 'UTC')).toBe(true);
  expect(goesOn(message({ timeMs: noon + 301_000 }), before, 'UTC')).toBe(false);
  expect(goesOn(message({ timeMs: noon - 1000 }), before, 'UTC')).toBe(false);
  expect(goesOn({ ...soon, direction: 'outgoing' }, before, 'UTC')).toBe(false);
  expect(goesOn(soon, message({ sender: null }), 'UTC')).toBe(false);
  expect(goesOn(soon, null, 'UTC')).toBe(false);
  expect(goesOn(message({ timeMs: null }), before, 'UTC')).toBe(false);
});

test('midnight in the zone of the case parts bubbles and names the day', () => {
  const before = message({ timeMs: Date.UTC(2025, 2, 5, 18, 29) });
  const after = message({ timeMs: Date.UTC(2025, 2, 5, 18, 31) });
  expect(goesOn(after, before, 'UTC')).toBe(true);
  expect(goesOn(after, before, 'Asia/Kolkata')).toBe(false);
  expect(dayToName(after, before, false, 'Asia/Kolkata')).toBe(after.timeMs);
  expect(dayToName(after, before, false, 'UTC')).toBeNull();
});

test('deleted and recovered messages name their sender, and so does what follows them', () => {
  const soon = message({ timeMs: noon + 1000 });
  expect(goesOn({ ...soon, state: 'recovered' }, message(), 'UTC')).toBe(false);
  expect(goesOn({ ...soon, deleted: { by: null, timeMs: null } }, message(), 'UTC')).toBe(false);
  expect(goesOn(soon, message({ type: 'revoked' }), 'UTC')).toBe(false);
});

test('a call is a line; one that was recovered is a bubble that says so', () => {
  const call = { video: false, group: false, durationS: 0, outcome: 'missed', outcomeStored: '4', accounts: [] };
  const line = message({ call, type: 'call', class: 'event', body: null });
  expect(isLine(line)).toBe(true);
  expect(isLine({ ...line, state: 'recovered' })).toBe(false);
  expect(isLine(message())).toBe(false);
});
