import { createHash } from 'node:crypto';
import type { Device, Post, Story, Thread } from '../../../fixtures/story.ts';
import { aciOf, partnerOf, threadsOf, usernameOf } from '../fixture-signal.ts';
import type { Plain } from './decode-message.ts';
import { chatItemOf } from './fixture-item.ts';
import { base64, numbersOf, uuidBytes, type Numbers } from './fixture-numbers.ts';

/** A frame in its JSON form, and the post that it tells. */
export interface Written {
  readonly frame: Readonly<Record<string, Plain>>;
  readonly post: Post | null;
}

export const FIRST = { version: '1', backupTimeMs: '1746090000000', mediaRootBackupKey: base64('media root', 32), currentAppVersion: 'Android 8.9.1' }; // prettier-ignore

export function masterKeyOf(thread: Thread): Buffer {
  return createHash('sha256').update(`master ${thread.id}`).digest();
}

/** Everything that a device's backup holds, in the order that the format asks for. */
export function framesOf(story: Story, device: Device): readonly Written[] {
  const numbers = numbersOf(story, device);
  const threads = threadsOf(story, device);
  const plain = (frame: Written['frame']): Written => ({ frame, post: null });
  const held = new Map(threads.map((one) => [one.id, one]));
  const posts = [...story.posts()].filter((post) => held.has(post.thread) && !post.missingOn.includes(device.id) && !post.deletedOn.includes(device.id) && !(post.body.type === 'system' && post.body.system.action === 'encryption-notice')); // prettier-ignore
  return [
    plain({ account: accountOf(story, device) }),
    plain({ recipient: { id: '1', self: {} } }),
    ...story.persons.filter(({ id }) => id !== device.owner).map((one) => plain({ recipient: { id: numbers.person(one.id), contact: contactOf(one, device) } })), // prettier-ignore
    ...threads.filter(({ type }) => type === 'group').map((one) => plain({ recipient: { id: numbers.group(one), group: groupOf(one) } })), // prettier-ignore
    ...threads.map((one) => plain({ chat: chatOf(one, device, numbers) })),
    ...posts.map((post) => ({ frame: { chatItem: chatItemOf(post, story, device, numbers) }, post })),
    ...callsOf(story, device, numbers).map(plain),
  ];
}

function accountOf(story: Story, device: Device): Plain {
  const own = story.persons.find(({ id }) => id === device.owner);
  if (own === undefined) throw new Error('story: nobody owns the device');
  return { profileKey: base64(`profile ${own.id}`, 32), username: usernameOf(own) ?? '', givenName: own.selfName, accountSettings: { readReceipts: true, phoneNumberSharingMode: 'NOBODY' } }; // prettier-ignore
}

function contactOf(person: Story['persons'][number], device: Device): Plain {
  const [given = '', ...family] = person.selfName.split(' ');
  const username = usernameOf(person);
  return {
    aci: uuidBytes(aciOf(person.id)),
    e164: person.phone,
    ...(username !== null && { username }),
    registered: {},
    profileKey: base64(`profile ${person.id}`, 32),
    profileSharing: true,
    profileGivenName: given,
    profileFamilyName: family.join(' '),
    systemGivenName: device.contacts[person.id] ?? '',
  };
}

function groupOf(thread: Thread): Plain {
  const members = thread.members.filter(({ leftMs }) => leftMs === null);
  return {
    masterKey: masterKeyOf(thread).toString('base64'),
    whitelisted: true,
    snapshot: {
      ...(thread.subject !== null && { title: { title: thread.subject } }),
      ...(thread.description !== null && { description: { descriptionText: thread.description } }),
      version: 7,
      members: members.map(({ person, role }) => ({ userId: uuidBytes(aciOf(person)), role: role === 'member' ? 'DEFAULT' : 'ADMINISTRATOR', joinedAtVersion: 1 })), // prettier-ignore
    },
  };
}

function chatOf(thread: Thread, device: Device, numbers: Numbers): Plain {
  const recipientId = thread.type === 'group' ? numbers.group(thread) : numbers.person(partnerOf(thread, device));
  const timer = thread.disappearingS;
  return { id: numbers.chat(thread.id), recipientId, archived: thread.archivedOn.includes(device.id), ...(timer !== null && { expirationTimerMs: String(timer * 1000) }) }; // prettier-ignore
}

function callsOf(story: Story, device: Device, numbers: Numbers): readonly Written['frame'][] {
  const threads = new Map(threadsOf(story, device).map((one) => [one.id, one]));
  return story.calls.flatMap((call) => {
    const thread = threads.get(call.thread);
    if (thread === undefined || !call.on.includes(device.id)) return [];
    const isOwn = call.caller === device.owner;
    const started = String(call.startedMs + (isOwn ? device.clockSkewMs : 0));
    const base = { callId: String(BigInt(call.startedMs) * 1_000_003n), startedCallTimestamp: started };
    const update: Plain =
      thread.type === 'group'
        ? { groupCall: { ...base, state: call.outcome === 'answered' ? 'JOINED' : 'MISSED', ringerRecipientId: numbers.person(call.caller), startedCallRecipientId: numbers.person(call.caller), endedCallTimestamp: String(call.startedMs + call.durationS * 1000) } } // prettier-ignore
        : { individualCall: { ...base, type: call.video ? 'VIDEO_CALL' : 'AUDIO_CALL', direction: isOwn ? 'OUTGOING' : 'INCOMING', state: call.outcome === 'answered' ? 'ACCEPTED' : call.outcome === 'missed' ? 'MISSED' : 'NOT_ACCEPTED' } }; // prettier-ignore
    const item = { chatId: numbers.chat(thread.id), authorId: numbers.person(call.caller), dateSent: started };
    return [{ chatItem: { ...item, directionless: {}, updateMessage: update } }];
  });
}
