import { existsSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scenario } from '../../fixtures/scenario.ts';
import type { Capability, Media, Post, PostBody } from '../../fixtures/story.ts';
import type { Detail, Key, Message } from '../../src-main/model/index.ts';
import { zoneOffsetMs } from '../../src-main/model/index.ts';
import { openExhibit, readApart, temporaryFolder, writeFixture } from './read-source.ts';
import { CONSTANT_FIELDS } from './constant-fields.ts';
import { constantFields } from './fields.ts';
import { Told } from './told.ts';
import type { Pair } from './told.ts';
import { variantsOf } from './variants.ts';

const story = scenario();
const MINUTE_MS = 60_000;

const cases = await variantsOf(story);
const constantSomewhere = new Set<string>();
const lookedAt = new Set<string>();

describe.each(cases)('the story as $name', ({ parser, fixture, device, variant, name }) => {
  const kept = temporaryFolder();
  let told: Told;
  beforeAll(async () => {
    await writeFixture(fixture, story, device.id, variant, kept.path);
    told = new Told(
      story,
      device.id,
      fixture,
      await readApart(parser, kept.path, { 'date-order': 'day-first', ...fixture.answers }),
    );
  });
  afterAll(() => {
    kept[Symbol.dispose]();
  });

  /** Compares what is told with what is read; a format that lacks the thing must show none of it at all. */
  function compare<Value>(
    capability: Capability | null,
    want: (pair: Pair) => Value,
    found: (pair: Pair) => Value,
    none: Value,
    where: (pair: Pair) => boolean = () => true,
  ): void {
    const lacks = capability !== null && capability in fixture.lacks;
    const differences: unknown[] = [];
    let told_ = 0;
    for (const pair of told.pairs) {
      if (!where(pair)) continue;
      const expected = lacks ? none : want(pair);
      if (JSON.stringify(expected) !== JSON.stringify(none)) told_ += 1;
      const actual = found(pair);
      if (JSON.stringify(actual) !== JSON.stringify(expected)) differences.push({ post: pair.post.serverId, expected, actual }); // prettier-ignore
    }
    expect(differences.slice(0, 8)).toEqual([]);
    if (!lacks) expect(told_, 'posts that tell it').toBeGreaterThan(0);
  }

  const stepMs = 'milliseconds' in fixture.lacks ? 1000 : 1;
  const who = (key: Key | null) => told.personOf(key);
  const group = (post: Post) => told.thread(post.thread).type === 'group';
  const isLive = ({ post }: Pair) => post.revoked === null;
  const body = <T extends PostBody['type']>({ post }: Pair, type: T) =>
    post.body.type === type ? (post.body as Extract<PostBody, { readonly type: T }>) : null;
  const details = <T extends Detail['content']['type']>(message: Message, type: T) =>
    told.of('detail', message).flatMap(({ content }) => (content.type === type ? [content as Extract<Detail['content'], { readonly type: T }>] : [])); // prettier-ignore

  test('no field of a record is constant over the story, but for those listed with a reason', () => {
    const excepted = CONSTANT_FIELDS.filter(({ of }) => of.some((one) => one === parser.id || one === name));
    const fields = new Set(excepted.flatMap((one) => one.fields));
    const constant = constantFields(told.stream);
    lookedAt.add(name);
    for (const one of excepted)
      for (const field of one.fields)
        if (constant.has(field))
          for (const of of [parser.id, name]) if (one.of.some((listed) => listed === of)) constantSomewhere.add(`${field} of ${of}`); // prettier-ignore
    expect([...constant].filter(([field]) => !fields.has(field))).toEqual([]);
  });

  test('every post is one message, and every message a post', () => {
    expect(told.strays).toEqual([]);
    expect(told.pairs.length).toBeGreaterThan(500);
  });

  test('each thread is one conversation of its kind and title, in its order', () => {
    const conversations = new Map<string, Set<Key>>();
    for (const { post, message } of told.pairs)
      conversations.set(post.thread, (conversations.get(post.thread) ?? new Set()).add(message.conversation));
    for (const [id, keys] of conversations) {
      expect(keys.size, id).toBe(1);
      const thread = told.thread(id);
      const conversation = told.conversations.get([...keys][0] ?? '');
      expect(conversation, id).toBeDefined();
      const isNamed = thread.subject !== null && thread.type !== 'status';
      if (isNamed) expect(told.writingsOf(thread.subject.replaceAll('/', '_'))).toContain(conversation?.title?.replaceAll('/', '_')); // prettier-ignore
      if (!('server-ids' in fixture.lacks)) {
        expect(conversation?.type, id).toBe(thread.type);
        if (thread.number !== null) expect(conversation?.identifier.split('@')[0], id).toBe(fixture.threadIdOf?.(thread) ?? thread.number); // prettier-ignore
        else expect(who(conversation?.account ?? null), id).toBe(thread.members.find(({ person }) => person !== device.owner)?.person); // prettier-ignore
      }
    }
    expect(new Set([...conversations.values()].flatMap((keys) => [...keys])).size).toBe(conversations.size);
    for (const [id, pairs] of Map.groupBy(told.pairs, ({ post }) => post.thread)) {
      const orders = pairs.map(({ message }) => message.order).filter((order) => order !== null);
      expect(orders, id).toEqual([...orders].sort((a, b) => a - b));
    }
  });

  test('each message has its sender, direction and time', () => {
    const isSaid = ({ post }: Pair) => post.body.type !== 'system' && post.sender !== null;
    compare(
      null,
      ({ post }) => post.sender,
      ({ message }) => who(message.sender),
      null,
      isSaid,
    );
    const toward = ({ post }: Pair) => (post.sender === device.owner ? 'outgoing' : 'incoming');
    // A format that seldom names its owner may leave the direction open, and must not have it wrong.
    const isStated = (pair: Pair) =>
      isSaid(pair) && !('owner' in fixture.lacks && pair.message.direction === 'unknown');
    compare<string>(null, toward, ({ message }) => message.direction, 'unknown', isStated);
    const hasTime = ({ post }: Pair) => post.body.type !== 'system' || !('system-times' in fixture.lacks);
    const ms = 'seconds' in fixture.lacks ? MINUTE_MS : 'server-ids' in fixture.lacks ? 1000 : stepMs;
    const zone = 'zone' in fixture.lacks && 'server-ids' in fixture.lacks ? device.zone : null;
    compare(
      null,
      ({ post }) => Math.floor(told.storedMs(post) / ms) * ms,
      ({ message: { times } }) =>
        times[0] === undefined
          ? null
          : zone === null
            ? Math.floor(times[0].utcMs / ms) * ms
            : instantOf(times[0].utcMs, zone, ms),
      null as number | null,
      (pair) => hasTime(pair) && (zone === null || !isTwiceShown(told.storedMs(pair.post), zone)),
    );
    if ('system-times' in fixture.lacks)
      compare('system-times', () => null, ({ message }) => message.times[0]?.utcMs ?? null, null as number | null, (pair) => !hasTime(pair)); // prettier-ignore
  });

  test('each text is whole, and none is shown of what was taken back', () => {
    const text = ({ post }: Pair) => (post.body.type === 'text' || post.body.type === 'link' ? post.body.text : null);
    compare(
      null,
      text,
      ({ message }) => message.body,
      null,
      (pair) => isLive(pair) && text(pair) !== null,
    );
    if (!('revoked' in fixture.lacks))
      compare(
        null,
        () => 'revoked',
        ({ message }) => message.type as string,
        '',
        (pair) => !isLive(pair),
      );
    if ('revoked-rows' in fixture.lacks) return;
    compare(
      null,
      () => 0,
      ({ message }) => message.body?.length ?? 0,
      1,
      (pair) => !isLive(pair),
    );
  });

  test('revoked messages say when and by whom', () => {
    compare(
      'revoked',
      ({ post }) => post.revoked !== null,
      ({ message }) => message.deleted !== null,
      false,
    );
    compare('revoked-by', ({ post }) => (post.revoked === null || post.revoked.by === post.sender ? null : post.revoked.by), ({ message }) => (message.deleted === null ? null : who(message.deleted.by)), null); // prettier-ignore
    compare('revoked-time', ({ post }) => post.revoked?.ms ?? null, ({ message }) => message.deleted?.time?.utcMs ?? null, null); // prettier-ignore
  });

  test('replies lead to their posts and hold a copy', () => {
    const canAnswer = ({ post }: Pair) => !('media-replies' in fixture.lacks) || post.body.type === 'text';
    const asked = (pair: Pair) => pair.post.replyTo !== null && isLive(pair) && canAnswer(pair);
    compare('replies', ({ post }) => post.replyTo, ({ message }) => told.of('quote', message)[0]?.target.serverId ?? null, null, asked); // prettier-ignore
    if ('replies' in fixture.lacks) return;
    for (const { post, message } of told.pairs) {
      const [quote, ...more] = told.of('quote', message);
      expect(more, post.serverId).toEqual([]);
      const original = post.replyTo === null || post.revoked !== null ? undefined : told.byServerId.get(post.replyTo);
      if (original === undefined || quote === undefined) continue;
      expect(who(quote.sender), post.serverId).toBe(original.post.sender);
      const isChanged = original.post.edits.length > 0 || (original.post.revoked?.ms ?? Infinity) < post.sentMs;
      if (original.post.body.type !== 'text' || isChanged) continue;
      expect(quote.body, post.serverId).toBe(original.post.body.text);
    }
  });

  test('words that a reply still holds reach the message that lost them', () => {
    if ('replies' in fixture.lacks || 'revoked' in fixture.lacks) return;
    let found = 0;
    for (const { post, message } of told.pairs) {
      if (post.revoked === null || post.body.type !== 'text') continue;
      const { text: words } = post.body;
      const quoting = told.pairs.filter((other) => other.post.replyTo === post.serverId && other.post.revoked === null);
      const copies = quoting.flatMap((other) => told.of('quote', other.message)).filter((one) => one.body === words);
      if (copies.length === 0) continue;
      found += 1;
      const versions = told.of('version', message).map(({ role, body: said }) => [role, said]);
      expect(versions, post.serverId).toContainEqual(['deleted-text', words]);
    }
    expect(found).toBeGreaterThan(0);
  });

  test('forwards, edits, stars, view-once and timers', () => {
    compare('forwards', ({ post }) => post.forwarded !== null && post.revoked === null, ({ message }) => message.forwarded !== null, false); // prettier-ignore
    compare(
      'edits',
      ({ post }) => post.edits.at(-1)?.ms ?? null,
      ({ message }) => message.edited?.utcMs ?? null,
      null,
    );
    compare(
      'stars',
      ({ post }) => post.starredOn.includes(device.id),
      ({ message }) => message.starred,
      false,
    );
    const once = ({ post }: Pair) => post.viewOnce;
    if (told.pairs.some(once)) compare('view-once', once, ({ message }) => message.viewOnce, false, isLive);
    if (told.pairs.some(({ post }) => post.expiresS !== null)) compare('timers', ({ post }) => post.expiresS, ({ message }) => message.expires?.durationS ?? null, null, isLive); // prettier-ignore
  });

  test('reactions, receipts and mentions', () => {
    compare('reactions', ({ post }) => post.reactions.map(({ person, emoji, ms }) => [person, emoji, ms - (ms % stepMs)]), ({ message }) => told.of('reaction', message).map(({ account, emoji, time }) => [who(account), emoji, time?.utcMs]), [] as unknown[]); // prettier-ignore
    compare('mentions', ({ post }) => post.mentions, ({ message }) => told.of('mention', message).map(({ account }) => who(account) ?? ''), [], isLive); // prettier-ignore
    const second = (ms: number | null | undefined) => (ms === null || ms === undefined ? null : Math.round(ms / 1000));
    const isOwn = ({ post }: Pair) => post.sender === device.owner && group(post);
    compare(
      'receipts',
      ({ post }) => post.receipts.map(({ person, readMs }) => [person, second(readMs)]).sort(),
      ({ message }) =>
        // A device of an account has a receipt of its own; what the account did is said by all of them.
        [...Map.groupBy(told.of('receipt', message), ({ account }) => who(account))]
          .map(([person, all]) => [person, second(all.find(({ read }) => read !== null)?.read?.utcMs)])
          .sort(),
      [] as unknown[],
      isOwn,
    );
  });

  test('polls, places and cards', () => {
    compare('polls', (pair) => body(pair, 'poll')?.options ?? [], ({ message }) => details(message, 'poll-option').map(({ name }) => name), [] as readonly string[]); // prettier-ignore
    compare('poll-votes', (pair) => body(pair, 'poll')?.votes.map(({ person, options }) => [person, options.map((n) => body(pair, 'poll')?.options[n])]) ?? [], ({ message }) => details(message, 'poll-vote').map(({ account, options }) => [who(account), options]), [] as unknown[]); // prettier-ignore
    compare('locations', (pair) => body(pair, 'location')?.latitude ?? null, ({ message }) => details(message, 'location')[0]?.latitude ?? null, null); // prettier-ignore
    compare('locations', (pair) => body(pair, 'location')?.longitude ?? null, ({ message }) => details(message, 'location')[0]?.longitude ?? null, null); // prettier-ignore
    compare('contacts', (pair) => body(pair, 'contact')?.cards.map(({ vcard }) => vcard) ?? [], ({ message }) => details(message, 'contact').map(({ vcard }) => vcard), [] as string[]); // prettier-ignore
  });

  test('system lines say what happened, who did it and to whom', () => {
    compare<string | null>('system-lines', (pair) => body(pair, 'system')?.system.action ?? null, ({ message }) => message.system?.action ?? null, null, (pair) => !('system-lines' in fixture.lacks) || body(pair, 'system') === null); // prettier-ignore
    if ('system-lines' in fixture.lacks) return;
    const fact = (pair: Pair) => body(pair, 'system')?.system ?? null;
    compare('system-persons', (pair) => { const one = fact(pair); return one !== null && 'persons' in one ? [...one.persons].sort() : []; }, ({ message }) => (message.system?.affected ?? []).map((key) => who(key) ?? key).sort(), [] as string[], (pair) => fact(pair) !== null && 'persons' in (fact(pair) ?? {})); // prettier-ignore
    compare('system-lines', ({ post }) => post.sender, ({ message }) => who(message.system?.actor ?? null), null, (pair) => fact(pair) !== null && pair.post.sender !== null); // prettier-ignore
    compare('old-subjects', () => 'Harbour', ({ message }) => message.system?.before ?? null, null as string | null, (pair) => fact(pair)?.action === 'subject-changed'); // prettier-ignore
    compare(null, () => 'Harbour 17', ({ message }) => message.system?.after ?? null, null as string | null, (pair) => fact(pair)?.action === 'subject-changed'); // prettier-ignore
  });

  test('members of groups, past ones too, with their roles', () => {
    const participants = told.all('participant');
    const conversations = new Map(told.pairs.map(({ post, message }) => [message.conversation, post.thread]));
    if ('membership' in fixture.lacks) {
      for (const one of participants) expect([one.membership, one.joined, one.left]).toEqual(['unknown', null, null]);
      return;
    }
    for (const [key, id] of conversations) {
      const thread = told.thread(id);
      if (thread.type !== 'group') continue;
      const here = participants.filter(({ conversation }) => conversation === key);
      for (const member of thread.members) {
        if (member.leftMs !== null && 'past-members' in fixture.lacks) continue;
        const found = here.find(({ account }) => who(account) === member.person);
        expect([id, member.person, found?.membership]).toEqual([id, member.person, member.leftMs === null ? 'current' : 'past']); // prettier-ignore
        if (member.leftMs === null) expect(found?.role === 'member', `${id} ${member.person}`).toBe(member.role === 'member'); // prettier-ignore
      }
    }
  });

  test('groups lead to their community, and channels to their subscribers', () => {
    const parents = [...told.conversations.values()].flatMap(({ parent }) => (parent === null ? [] : [parent]));
    const subscribers = told.all('participant').filter(({ role }) => role === 'subscriber');
    if ('community-links' in fixture.lacks) expect(parents).toEqual([]);
    if ('subscribers' in fixture.lacks) expect(subscribers).toEqual([]);
    const held = story.threads.filter(({ on }) => on.includes(device.id));
    const keyOf = (id: string) =>
      [...told.conversations.values()].find(({ identifier }) =>
        identifier.startsWith(`${told.thread(id).number ?? ''}@`),
      );
    for (const { id, community, type, members } of held) {
      if (community !== null && !('community-links' in fixture.lacks))
        expect(keyOf(id)?.parent, id).toBe(keyOf(community)?.key);
      if (type !== 'channel' || 'subscribers' in fixture.lacks) continue;
      const found = subscribers.filter(({ conversation }) => conversation === keyOf(id)?.key);
      expect(found.map(({ account, joined }) => [who(account), joined?.utcMs])).toEqual(
        members.map(({ person, joinedMs }) => [person, joinedMs]),
      );
    }
  });

  test('calls with their people, length and end', () => {
    const calls = told.all('event').filter(({ type }) => type === 'call');
    if ('calls' in fixture.lacks) {
      expect(calls).toEqual([]);
      return;
    }
    const wanted = story.calls.filter(({ on }) => on.includes(device.id)).sort((a, b) => a.startedMs - b.startedMs);
    const found = [...calls].sort((a, b) => (a.times[0]?.utcMs ?? 0) - (b.times[0]?.utcMs ?? 0));
    expect(found.length).toBe(wanted.length);
    for (const [index, want] of wanted.entries()) {
      const { call, direction, times, accounts } = found[index] ?? {};
      const isOwn = want.caller === device.owner;
      expect([0, device.clockSkewMs], want.id).toContain((times?.[0]?.utcMs ?? 0) - want.startedMs);
      const isUnstated = 'call-durations' in fixture.lacks && call?.group === true;
      expect([call?.video, call?.durationS, direction]).toEqual([isUnstated ? null : want.video, 'call-durations' in fixture.lacks ? null : want.durationS, isOwn ? 'outgoing' : 'incoming']); // prettier-ignore
      if (isOwn && call?.group === true && 'outgoing-group-rings' in fixture.lacks)
        expect(call.outcome).toBe('unknown');
      else if (want.outcome === 'answered') expect(call?.outcome).toBe('answered');
      else expect(call?.outcome).not.toBe('answered');
      if (want.callees.length > 1) continue;
      const others = (accounts ?? []).map(who).filter((person) => person !== device.owner);
      expect(others, want.id).toEqual([isOwn ? want.callees[0] : want.caller]);
    }
  });

  test('hidden ids are no phone numbers, and the owner is known by a claim', () => {
    const hidden = told.all('account').filter(({ identifierKind }) => identifierKind === 'hidden-id');
    for (const { phone } of hidden) expect(phone).toBeNull();
    expect(hidden.length > 0).toBe(!('hidden-ids' in fixture.lacks));
    const owners = told.all('account').filter(({ owner }) => owner !== null);
    if ('owner' in fixture.lacks) expect(owners.every(({ key }) => who(key) === device.owner)).toBe(true);
    else expect(owners.map(({ key, owner }) => [who(key), owner?.assumed])).toEqual([[device.owner, false]]);
  });

  test('drafts and archived conversations', () => {
    const wanted = story.threads.filter(({ drafts }) => drafts[device.id] !== undefined);
    const drafts = [...told.conversations.values()].flatMap(({ draft }) => (draft === null ? [] : [draft]));
    expect(drafts).toEqual('drafts' in fixture.lacks ? [] : wanted.map(({ drafts: all }) => all[device.id]));
  });

  test('media lead to the written files, by path and by hash', async () => {
    await using exhibit = await openExhibit(parser, kept.path);
    const roots = exhibit.detections.map(({ root }) => root);
    let present = 0;
    for (const pair of told.pairs) {
      const media = body(pair, 'media')?.media;
      if (media === undefined || !isLive(pair)) continue;
      // A preview is a file of its own.
      const [attachment, ...more] = told.of('attachment', pair.message).filter(({ type }) => type !== 'thumbnail');
      expect(more, pair.post.serverId).toEqual([]);
      const hash = hashOf(media);
      if (!('media-hash' in fixture.lacks)) expect(attachment?.sha256, pair.post.serverId).toBe(hash);
      else expect(attachment?.sha256 ?? null).toBeNull();
      if ('media-files' in fixture.lacks) expect(attachment?.candidates ?? [], pair.post.serverId).toEqual([]);
      if ('media-files' in fixture.lacks || fixture.fileless?.includes(media.type) === true) continue;
      if (!media.presentOn.includes(device.id) || (pair.post.viewOnce && 'view-once' in fixture.lacks)) continue;
      present += 1;
      const found = (attachment?.candidates ?? []).some((path) => roots.some((root) => existsSync(join(kept.path, root, path)) || existsSync(join(kept.path, path)))); // prettier-ignore
      expect(found, `${pair.post.serverId} ${attachment?.candidates.join(' | ') ?? 'no attachment'}`).toBe(true);
    }
    if (!('media-files' in fixture.lacks)) expect(present).toBeGreaterThan(10);
  });
});

const hashes = new Map<Media, string>();

/** Drawing a picture costs more than reading it, and variants share the story's media. */
function hashOf(media: Media): string {
  const hash = hashes.get(media) ?? createHash('sha256').update(media.content()).digest('hex');
  hashes.set(media, hash);
  return hash;
}

/** The instant at which clocks in `zone` show these digits. */
function instantOf(wallMs: number, zone: string, stepMs: number): number {
  const shown = [0, 3_600_000, 7_200_000].map((offset) => wallMs - offset).find((ms) => wallOf(ms, zone) === wallMs);
  return shown === undefined ? NaN : Math.floor(shown / stepMs) * stepMs;
}

function wallOf(ms: number, zone: string): number {
  return ms + zoneOffsetMs(ms, zone);
}

/** True in the hour that the zone's clocks show twice. */
function isTwiceShown(ms: number, zone: string): boolean {
  return wallOf(ms, zone) === wallOf(ms + 3_600_000, zone) || wallOf(ms, zone) === wallOf(ms - 3_600_000, zone);
}

test('no exception is listed for a field that varies everywhere', ({ skip }) => {
  if (lookedAt.size < cases.length) skip('only some variants were read');
  const listed = new Set(CONSTANT_FIELDS.flatMap(({ fields, of }) => fields.flatMap((field) => of.map((one) => `${field} of ${one}`)))); // prettier-ignore
  expect([...listed].filter((field) => !constantSomewhere.has(field))).toEqual([]);
});
