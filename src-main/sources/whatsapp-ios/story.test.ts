import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  copyFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { damages } from '../../../fixtures/damage.ts';
import { postsOn, scenario } from '../../../fixtures/scenario.ts';
import type { Device, Post, Story } from '../../../fixtures/story.ts';
import type { Extracted, Message } from '../../model/index.ts';
import { fixture } from './fixture.ts';
import { ofKind, openTallies, readAll, type Reading } from './fixture-run.ts';

const story = scenario();
const iphone = iphoneOf(story);
function iphoneOf({ devices }: Story): Device {
  const device = devices.find((other) => other.platform === 'ios');
  if (device === undefined) throw new Error('the story has no iPhone');
  return device;
}

const ben = '447700900102@s.whatsapp.net';
const ada = '491713920001@s.whatsapp.net';
const dalia = '12025550104@s.whatsapp.net';
const misaki = '12025550105@s.whatsapp.net';
const jihoon = '12025550106@s.whatsapp.net';

const scratch = mkdtempSync(join(tmpdir(), 'affiant-ios-'));
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

/** The written story, made once a variant and copied for tests that change it. */
const written = new Map<string, string>();

async function write(name: string, variant: string): Promise<string> {
  const root = join(scratch, name);
  mkdirSync(root);
  await fixture.write(story, { root, device: iphone }, variant);
  written.set(variant, root);
  return root;
}

async function copyOf(name: string): Promise<string> {
  const source = written.get('hidden-ids') ?? (await write('hidden-ids', 'hidden-ids'));
  const root = join(scratch, name);
  cpSync(source, root, { recursive: true });
  return root;
}

function pathOf(root: string, name: string): string {
  const found = readdirSync(root, { recursive: true, encoding: 'utf8' }).find((path) => path.endsWith(name));
  if (found === undefined) throw new Error(`no ${name}`);
  return join(root, found);
}

function hashesIn(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(root, path)).isFile())
    .sort()
    .map(
      (path) =>
        `${path} ${createHash('sha256')
          .update(readFileSync(join(root, path)))
          .digest('hex')}`,
    );
}

describe.each(fixture.variants)('the affair of crate 17, variant %s', (variant) => {
  let root = '';
  let reading: Reading;
  let records: readonly Extracted[] = [];
  let byServerId = new Map<string | null, Message>();

  beforeAll(async () => {
    root = await write(variant, variant);
    const [first, ...others] = await readAll(root, join(scratch, `work-${variant}`));
    if (first === undefined || others.length > 0) throw new Error('one store was expected');
    reading = first;
    records = first.records;
    byServerId = new Map(ofKind(records, 'message').map((message) => [message.serverId, message]));
  });

  it('is detected as what was written', () => {
    expect(reading.found).toMatchObject({ parser: 'whatsapp-ios', variant, label: 'WhatsApp (iOS)' });
    expect(Object.keys(reading.found.files)).toContain('preferences');
  });

  it('gives every post of the phone once, with sender, time, order and words', () => {
    const posts = [...postsOn(story, iphone.id)];
    expect(ofKind(records, 'message')).toHaveLength(posts.length);
    const people = new Map(story.persons.map((person) => [person.id, `${person.phone}@s.whatsapp.net`]));
    for (const post of posts) {
      const message = byServerId.get(post.serverId);
      const own = post.sender === iphone.owner;
      expect(message, post.serverId).toBeDefined();
      expect(message?.times[0]?.utcMs, post.serverId).toBe(post.sentMs + (own ? iphone.clockSkewMs : 0));
      expect(message?.direction, post.serverId).toBe(own ? 'outgoing' : 'incoming');
      if (post.body.type !== 'system')
        expect(message?.sender, post.serverId).toBe(post.sender === null ? null : people.get(post.sender));
      expect(message?.body, post.serverId).toBe(wordsOf(post));
    }
  });

  it('closes every tally and leaves no table unsaid', () => {
    expect(openTallies(records)).toEqual([]);
    const named = new Set(ofKind(records, 'tally').map((tally) => tally.table));
    for (const table of ['ZWAMESSAGE', 'ZWAMEDIAITEM', 'ZWAMESSAGEINFO', 'ZWACDCALLEVENTPARTICIPANT', 'Z_PRIMARYKEY'])
      expect(named).toContain(table);
  });

  it('knows the owner from the preferences', () => {
    expect(ofKind(records, 'account').filter((account) => account.owner !== null)).toMatchObject([
      {
        identifier: ben,
        phone: '+447700900102',
        owner: { claim: "the app's preferences, key OwnJabberID", assumed: false },
      },
    ]);
  });

  it('links hidden ids to numbers by the app’s own statement and takes none for a phone', () => {
    const accounts = ofKind(records, 'account');
    expect(accounts.filter((account) => account.identifierKind === 'hidden-id').length).toBeGreaterThan(0);
    expect(accounts.filter((account) => account.identifierKind === 'hidden-id' && account.phone !== null)).toEqual([]);
    const method = variant === 'hidden-ids' ? 'ZWAZACCOUNT' : 'ZWAPHONENUMBERLIDPAIR';
    expect(ofKind(records, 'account-link')).toContainEqual(
      expect.objectContaining({ a: '113920001000017@lid', b: ada, method }),
    );
  });

  it('says who gave which name', () => {
    const account = ofKind(records, 'account').find((other) => other.identifier === ada);
    expect(account?.names).toContainEqual({
      name: 'Ada Hamburg',
      givenBy: 'owner',
      column: 'ZWAADDRESSBOOKCONTACT.ZFULLNAME',
    });
    expect(account?.names).toContainEqual({ name: 'Ada B.', givenBy: 'self', column: 'ZWAPROFILEPUSHNAME.ZPUSHNAME' });
  });

  it('gives the words of messages taken back, from the replies that quote them, as recovered', () => {
    const versions = ofKind(records, 'version');
    expect(versions.map((version) => version.body)).toContain(
      'Put 17 behind the pallets and tell nobody. I pay when it is in London.',
    );
    for (const version of versions) {
      expect(version).toMatchObject({
        role: 'deleted-text',
        verbatim: true,
        from: { state: 'recovered', recovery: { method: 'quoted-copy' } },
      });
      const target = ofKind(records, 'message').find((message) => message.key === version.message);
      expect(target).toMatchObject({ type: 'revoked', body: null, from: { state: 'marked-deleted' } });
    }
  });

  it('names the rows that Ben deleted', () => {
    const gone = [...story.posts()].filter((post) => post.deletedOn.includes(iphone.id)).length;
    const gap = ofKind(records, 'issue').find(
      (issue) => issue.code === 'rows-missing-in-sequence' && issue.where === 'ZWAMESSAGE',
    );
    expect(gap?.detail).toMatch(new RegExp(`^${gone} of the `));
  });

  it('reads who added, removed and left, and the change of name', () => {
    const lines = ofKind(records, 'message')
      .map((message) => message.system)
      .filter((line) => line !== null);
    expect(lines).toContainEqual(expect.objectContaining({ action: 'member-removed', actor: ada, affected: [jihoon] }));
    expect(lines).toContainEqual(expect.objectContaining({ action: 'member-left', actor: misaki, affected: [] }));
    expect(lines).toContainEqual(
      expect.objectContaining({ action: 'subject-changed', before: 'Harbour', after: 'Harbour 17' }),
    );
    expect(lines).toContainEqual(expect.objectContaining({ action: 'timer-changed', actor: ben, after: '604800' }));
    expect(lines).toContainEqual(expect.objectContaining({ action: 'security-code-changed', actor: null }));
  });

  it('reads the calls with direction, length and outcome', () => {
    const calls = ofKind(records, 'event').filter((event) => event.type === 'call');
    expect(calls).toHaveLength(story.calls.filter((call) => call.on.includes(iphone.id)).length);
    expect(
      calls.map((event) => [
        event.direction,
        event.call?.outcome,
        event.call?.durationS,
        event.actor,
        event.call?.video,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ['incoming', 'answered', 754, ada, false],
        ['outgoing', 'missed', 0, ben, false],
        ['outgoing', 'unknown', 0, ben, true],
        ['incoming', 'answered', 303, dalia, false],
      ]),
    );
    expect(calls.every((event) => event.conversation !== null)).toBe(true);
  });

  it('reads media with its hash, and finds the files where the candidates say', () => {
    const attachments = ofKind(records, 'attachment');
    const files = new Set(readdirSync(root, { recursive: true, encoding: 'utf8' }));
    let present = 0;
    for (const post of postsOn(story, iphone.id)) {
      if (post.body.type !== 'media' || post.revoked !== null) continue;
      const { media } = post.body;
      const attachment = attachments.find((other) => other.message === byServerId.get(post.serverId)?.key);
      expect(attachment).toMatchObject({
        type: media.type,
        mediaType: media.mediaType,
        sha256: createHash('sha256').update(media.content()).digest('hex'),
      });
      const there = attachment?.candidates.some((candidate) => files.has(join(reading.found.root, candidate))) === true;
      expect(there).toBe(media.presentOn.includes(iphone.id));
      if (there) present += 1;
    }
    expect(present).toBeGreaterThan(0);
  });

  it('reads reactions, receipts, polls, places, cards and previews', () => {
    expect(ofKind(records, 'reaction')).toContainEqual(expect.objectContaining({ account: ada, emoji: '😂' }));
    expect(ofKind(records, 'receipt').length).toBeGreaterThan(0);
    const contents = ofKind(records, 'detail').map((detail) => detail.content);
    expect(contents).toContainEqual({ type: 'poll', question: 'Which boat?', choices: null, ends: null });
    expect(contents).toContainEqual({ type: 'poll-option', position: 2, name: '土曜日', votes: null });
    expect(contents).toContainEqual(
      expect.objectContaining({
        type: 'location',
        name: 'Gate 4',
        address: 'Am Sandtorkai, Hamburg',
        latitude: 53.5413,
      }),
    );
    expect(contents).toContainEqual(
      expect.objectContaining({ type: 'contact', name: 'Chen (Lager)', accounts: ['12025550103@s.whatsapp.net'] }),
    );
    expect(contents).toContainEqual(expect.objectContaining({ type: 'link', title: 'Tides, 6 March' }));
  });
});

describe('the files', () => {
  it('are the same bytes when they are written again', async () => {
    expect(hashesIn(await copyOf('again-a'))).toEqual(hashesIn(await write('again-b', 'hidden-ids')));
  });

  it('give the same stream when they are read again', async () => {
    const root = await copyOf('twice');
    const [first] = await readAll(root, join(scratch, 'work-twice-a'));
    const [second] = await readAll(root, join(scratch, 'work-twice-b'));
    expect(second?.records).toEqual(first?.records);
  });

  it('are found under any name', async () => {
    const root = await copyOf('renamed');
    const loose = join(scratch, 'loose');
    mkdirSync(loose);
    copyFileSync(pathOf(root, 'ChatStorage.sqlite'), join(loose, 'export (3).bin'));
    renameSync(pathOf(root, 'CallHistory.sqlite'), join(loose, 'b'));
    const [reading, ...others] = await readAll(loose, join(scratch, 'work-loose'));
    expect(others).toEqual([]);
    expect(reading?.found).toMatchObject({
      label: 'WhatsApp (iOS), export (3).bin',
      files: { messages: { path: 'export (3).bin' }, calls: { path: 'b' } },
    });
    expect(ofKind(reading?.records ?? [], 'issue').map((issue) => issue.code)).toContain('owner-assumed');
    expect(ofKind(reading?.records ?? [], 'account').find((account) => account.owner !== null)).toMatchObject({
      identifier: ben,
      owner: { assumed: true },
    });
  });

  it('stop being read when asked', async () => {
    const root = await copyOf('stopped');
    const stop = new AbortController();
    stop.abort();
    const [reading] = await readAll(root, join(scratch, 'work-stopped'), stop.signal);
    expect(ofKind(reading?.records ?? [], 'message')).toEqual([]);
    expect(ofKind(reading?.records ?? [], 'tally')).toEqual([]);
  });

  it.each(damages.map((damage) => [damage.name, damage] as const))(
    'end in issues, not in an exception, when %s',
    async (name, damage) => {
      const root = await copyOf(`damage-${name}`);
      for (const [index, file] of [
        'ChatStorage.sqlite',
        'CallHistory.sqlite',
        'ContactsV2.sqlite',
        'LID.sqlite',
        'shared.plist',
      ].entries())
        damage.apply(pathOf(root, file), 17 + index);
      const readings = await readAll(root, join(scratch, `work-damage-${name}`));
      for (const { records } of readings) expect(openTallies(records)).toEqual([]);
    },
  );
});

/** The words that this format keeps with a message: none for a message taken back, the caption for media. */
function wordsOf(post: Post): string | null {
  if (post.revoked !== null) return null;
  switch (post.body.type) {
    case 'text':
    case 'link':
    case 'unknown':
      return post.body.text;
    case 'media':
      return post.body.media.type === 'document' ? null : post.body.caption;
    case 'location':
    case 'contact':
    case 'poll':
    case 'system':
      return null;
  }
}
