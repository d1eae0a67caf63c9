import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Filter, ItemView } from '../../contract/index.ts';
import { sql } from '../../sqlite/index.ts';
import { addTestSource, sentAt, storyteller, tempCase } from '../fixture-case.ts';
import { countByTime, countItems, pageItems, pageConversations, readOverview, setCaseZone } from '../index.ts';

/** Monrovia was 44 minutes and 30 seconds behind UTC until 1972. */
const ZONES = ['UTC', 'Asia/Kathmandu', 'America/St_Johns', 'Europe/Berlin', 'Africa/Monrovia'] as const;
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
/** A day around each change of the clock in Berlin in 2025, and one before 1970. */
const DAYS = [Date.UTC(2025, 2, 30), Date.UTC(2025, 9, 26), Date.UTC(1969, 6, 20), Date.UTC(2024, 1, 29)];

let made: ReturnType<typeof tempCase>;
let zoneless: number;
beforeAll(() => {
  made = tempCase();
  const random = fc.sample(
    fc.record({
      day: fc.constantFrom(...DAYS),
      minute: fc.integer({ min: -1440, max: 2879 }),
      sender: fc.constantFrom('ada', 'bo', null),
      conversation: fc.constantFrom('pier', 'port', 'yard'),
      type: fc.constantFrom('text', 'image', 'revoked'),
      state: fc.constantFrom('live', 'marked-deleted'),
    }),
    { seed: 5, numRuns: 500 },
  );
  const tell = storyteller(made.file, made.source);
  for (const key of ['ada', 'bo']) tell.account(key);
  for (const key of ['pier', 'port', 'yard']) tell.conversation(key);
  random.forEach(({ day, minute, sender, conversation, type, state }, index) => {
    const times = index % 50 === 0 ? [] : [sentAt(day + minute * 60_000 + 37_007)];
    tell.message(`m${index}`, conversation, 'x', { sender, type, times, from: tell.from('message', state) });
  });
  tell.done();
  zoneless = addTestSource(made.file, 1, 'text export');
  const second = storyteller(made.file, zoneless);
  second.conversation('pier');
  random.slice(0, 60).forEach(({ day, minute }, index) => {
    second.message(`t${index}`, 'pier', 'y', { times: [{ ...sentAt(day + minute * 60_000), zone: 'unstated' }] });
  });
  second.done();
});
afterAll(() => {
  made.remove();
});

const FILTERS: Readonly<Record<string, Filter>> = {
  'no filter': {},
  'one class and type': { classes: ['message'], types: ['text'] },
  'a conversation': { conversations: [2] },
  'a sender and a state': { senders: [1], states: ['marked-deleted'] },
  'a span of time': { fromMs: Date.UTC(2025, 0, 1) + 7, toMs: Date.UTC(2025, 9, 26, 1, 30) },
  'a source': { sources: [2] },
  words: { text: 'x' },
  'hours and a weekday': { hours: [2, 3, 23], weekdays: [7] },
  'hours of a conversation in a span': { hours: [0, 1, 2], conversations: [1], toMs: Date.UTC(2025, 5, 1) },
};

/** Hour of the week on the clock that views show an item's time on, by the runtime's own formatter. */
function hourOf({ timeMs, timeZone }: ItemView, zone: string): number | null {
  if (timeMs === null) return null;
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: timeZone === 'unstated' ? 'UTC' : zone,
    weekday: 'short',
    hour: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(timeMs);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  return WEEKDAYS.indexOf(part('weekday')) * 24 + Number(part('hour'));
}

function everyItem(filter: Filter): readonly ItemView[] {
  return pageItems(made.file.db, filter, undefined, 1000).rows;
}

/** What the filter asks of the clock, on views that the rest of it lets through. */
function plainItems({ hours, weekdays, ...rest }: Filter, zone: string): readonly ItemView[] {
  return everyItem(rest).filter((item) => {
    if (hours === undefined && weekdays === undefined) return true;
    const hour = hourOf(item, zone);
    if (hour === null) return false;
    return (hours?.includes(hour % 24) ?? true) && (weekdays?.includes(Math.floor(hour / 24) + 1) ?? true);
  });
}

function tally<T>(items: readonly ItemView[], name: (item: ItemView) => T): Map<T, number> {
  const counts = new Map<T, number>();
  for (const item of items) counts.set(name(item), (counts.get(name(item)) ?? 0) + 1);
  return counts;
}

for (const zone of ZONES)
  describe(`in ${zone}`, () => {
    beforeAll(() => {
      setCaseZone(made.file, zone);
    });

    it.each(Object.entries(FILTERS))('counts what views show under %s', (_name, filter) => {
      const items = plainItems(filter, zone);
      const found = readOverview(made.file.db, filter);
      expect(items.length).toBeGreaterThan(0);
      expect(found).toMatchObject({ zone, messages: items.length, events: 0, zoneless: [zoneless] });
      const hours = tally(items, (item) => hourOf(item, zone));
      expect(found.undated).toBe(hours.get(null) ?? 0);
      expect(found.week).toEqual(Array.from({ length: 168 }, (_, hour) => hours.get(hour) ?? 0));
      expect(new Map(found.kinds.map(({ type, items: count }) => [type, count]))).toEqual(
        tally(items, ({ type }) => type),
      );
      const states = tally(items, ({ state }) => state);
      expect(found.deletions).toEqual({
        states: { live: states.get('live') ?? 0, 'marked-deleted': states.get('marked-deleted') ?? 0, recovered: 0 },
        revoked: items.filter(({ type }) => type === 'revoked').length,
        deleted: items.filter(({ type, state }) => type === 'revoked' || state !== 'live').length,
      });
      const senders = tally(items, ({ sender }) => sender?.account ?? null);
      expect(found.accounts.senderless).toBe(senders.get(null) ?? 0);
      senders.delete(null);
      expect(new Map(found.accounts.top.map(({ account, messages }) => [account, messages]))).toEqual(senders);
      expect(new Map(found.conversations.top.map((row) => [row.conversation, row.messages]))).toEqual(
        tally(items, ({ conversation }) => conversation),
      );
    });

    it.each(Object.entries(FILTERS))('is the same filter for lists, counts and times under %s', (_name, filter) => {
      const { db } = made.file;
      const items = plainItems(filter, zone);
      expect(new Set(everyItem(filter).map(({ id }) => id))).toEqual(new Set(items.map(({ id }) => id)));
      expect(countItems(db, filter)).toBe(items.length);
      const days = countByTime.read(db, filter, 'day', 'none');
      const dated = days.reduce((sum, { items: count }) => sum + count, 0);
      const dayOf = new Intl.DateTimeFormat('en-CA', { timeZone: zone });
      expect(new Map(days.map(({ at, items: count }) => [new Date(at * 86_400_000).toISOString().slice(0, 10), count]))).toEqual(
        tally(items.filter(({ timeMs }) => timeMs !== null), ({ timeMs }) => dayOf.format(timeMs ?? 0))); // prettier-ignore
      expect(dated + countByTime.undated(db, filter)).toBe(items.length);
      expect(new Set(pageConversations(db, filter, {}, undefined, 10).rows.map(({ id }) => id))).toEqual(
        new Set(items.map(({ conversation }) => conversation)),
      );
    });
  });

it('shows as many conversations and accounts as asked, the busiest first, and says how many there are', () => {
  const whole = readOverview(made.file.db, {});
  const short = readOverview(made.file.db, {}, 1);
  expect(whole.conversations.top.map(({ messages }) => messages)).toEqual(
    whole.conversations.top.map(({ messages }) => messages).sort((a, b) => b - a),
  );
  expect(short.conversations).toEqual({ ...whole.conversations, top: whole.conversations.top.slice(0, 1) });
  expect(short.accounts).toEqual({ ...whole.accounts, top: whole.accounts.top.slice(0, 1) });
  expect(whole.conversations.total).toBe(4);
});

it('counts issues of sources and of exhibits alike, by severity', () => {
  const { db } = made.file;
  for (const [source, severity] of [
    [1, 'note'],
    [2, 'warning'],
    [2, 'note'],
    [null, 'error'],
    [null, 'note'],
  ] as const)
    // prettier-ignore
    db.run(sql`INSERT INTO issue (source, exhibit, severity, code, place, stored, detail, at)
      VALUES (${source}, 1, ${severity}, 'unknown-code', 'message', NULL, '', '[]')`);
  const rows = db.all<{ severity: string }>(sql`SELECT severity FROM issue`);
  const { issues } = readOverview(db, {});
  expect(Object.values(issues).reduce((sum, count) => sum + count, 0)).toBe(rows.length);
  for (const [severity, count] of Object.entries(issues))
    expect(count).toBe(rows.filter((row) => row.severity === severity).length);
});
