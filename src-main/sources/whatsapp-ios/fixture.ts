import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CallFact, Fixture, FixtureTarget, Post, Story } from '../../../fixtures/story.ts';
import { Directory, writePeople, writeSelfNames } from './fixture-people.ts';
import { MessageWriter } from './fixture-messages.ts';
import { binaryPlist } from '../../../fixtures/binary-plist.ts';
import { coreSeconds, SCHEMAS, StoreWriter } from './fixture-tables.ts';

const GROUP = 'group.net.whatsapp.WhatsApp.shared';

/** The last posts of the story are in the write-ahead log alone. */
const LAST_IN_LOG = 24;

/** Posts between two transactions. */
const BATCH = 50_000;

/** Writes the story as an iPhone's shared container holds it, in a full file system's folders. */
export const fixture: Fixture = {
  parser: 'whatsapp-ios',
  variants: ['hidden-ids', 'modern'],
  platforms: ['ios'],
  lacks: {
    edits: 'no table or flag of edits is known for this platform',
    'revoked-by': 'an identifier may stand where the words were; whose it is, is not known',
    'revoked-time': 'no column for the time of a deletion is known',
    'poll-votes': 'the fields in which votes are stored are not published',
    mentions: 'not stored apart; the text keeps its @ and digits',
    'community-links': 'what ties a group to its community is not known',
    subscribers: 'where subscribers of channels are stored is not known',
    communities: 'what ties a group to its community is not known',
  },
  unread: {
    'Z_PRIMARYKEY.Z_NAME': 'names the table that a counter is of; the gaps of that table are told, the name is not',
    'Z_PRIMARYKEY.Z_SUPER': "the number of a parent entity in Core Data's model, nothing that the app stores",
  },
  write(story, target, variant) {
    const container = join(
      target.root,
      'private/var/mobile/Containers/Shared/AppGroup',
      uuidOf(`container ${target.device.id}`),
    );
    mkdirSync(join(container, 'Library/Preferences'), { recursive: true });
    const directory = new Directory(story, target.device);
    const owner = directory.person(target.device.owner);
    writeFileSync(
      join(container, '.com.apple.mobile_container_manager.metadata.plist'),
      binaryPlist({ MCMMetadataIdentifier: GROUP }),
    );
    writeFileSync(
      join(container, 'Library/Preferences', `${GROUP}.plist`),
      binaryPlist({
        OwnJabberID: `${owner.phone}@s.whatsapp.net`,
        FullUserName: owner.selfName,
        CurrentStatusText: 'Available',
      }),
    );
    writeStores(story, target, variant, container, directory);
  },
};

function writeStores(
  story: Story,
  target: FixtureTarget,
  variant: string,
  container: string,
  directory: Directory,
): void {
  const pairsInside = variant === 'modern';
  const chat = new StoreWriter(
    join(container, 'ChatStorage.sqlite'),
    SCHEMAS[pairsInside ? 'ChatStorage.sqlite with pairs' : 'ChatStorage.sqlite'],
  );
  const contacts = new StoreWriter(join(container, 'ContactsV2.sqlite'), SCHEMAS['ContactsV2.sqlite']);
  const calls = new StoreWriter(join(container, 'CallHistory.sqlite'), SCHEMAS['CallHistory.sqlite']);
  const hidden = pairsInside ? null : new StoreWriter(join(container, 'LID.sqlite'), SCHEMAS['LID.sqlite']);
  writePeople(
    story,
    directory,
    contacts,
    hidden === null ? { store: chat, table: 'ZWAPHONENUMBERLIDPAIR' } : { store: hidden, table: 'ZWAZACCOUNT' },
  );
  writeSelfNames(story, directory, chat);
  const messages = new MessageWriter(story, chat, directory, container);
  let count = 0;
  const last: Post[] = [];
  for (const post of story.posts()) {
    last.push(post);
    if (last.length <= LAST_IN_LOG) continue;
    const next = last.shift();
    if (next !== undefined) messages.write(next);
    count += 1;
    if (count % BATCH === 0) chat.db.exec('COMMIT; BEGIN');
  }
  chat.startLog();
  for (const post of last) messages.write(post);
  messages.deleteInLog();
  messages.finish();
  calls.skipKey('ZWAAGGREGATECALLEVENT'); // a summary long gone, so that keys of calls and summaries differ
  for (const call of story.calls) if (call.on.includes(target.device.id)) writeCall(call, story, directory, calls);
  const stores = [
    ['chat', chat],
    ['contacts', contacts],
    ['calls', calls],
    ['hidden', hidden],
  ] as const;
  for (const [name, store] of stores) store?.close(uuidOf(`${name} ${target.device.id}`));
}

function writeCall(call: CallFact, story: Story, directory: Directory, calls: StoreWriter): void {
  const thread = story.threads.find((other) => other.id === call.thread);
  if (thread === undefined) throw new Error(`fixture: the story has no thread ${call.thread}`);
  const { owner } = directory.device;
  const jid = (id: string): string => directory.jid(id, thread);
  const date = coreSeconds(call.startedMs);
  const outcome = { answered: 0, cancelled: 0, missed: 1, rejected: 4 }[call.outcome];
  const aggregate = calls.insert('ZWAAGGREGATECALLEVENT', { ZINCOMING: call.caller === owner ? 0 : 1, ZMISSED: call.outcome === 'missed' ? 1 : 0, ZVIDEO: call.video ? 1 : 0, ZFIRSTDATE: date }); // prettier-ignore
  calls.insert('ZWACDCALLEVENT', {
    ZOUTCOME: outcome,
    Z1CALLEVENTS: aggregate,
    ZDATE: date,
    ZDURATION: call.durationS,
    ZCALLIDSTRING: call.id,
    ZGROUPCALLCREATORUSERJIDSTRING: jid(call.caller),
    ZGROUPJIDSTRING: thread.type === 'group' ? directory.chatJid(thread) : null,
  });
  for (const person of [call.caller, ...call.callees]) {
    if (person !== owner)
      calls.insert('ZWACDCALLEVENTPARTICIPANT', {
        ZOUTCOME: outcome,
        Z1PARTICIPANTS: aggregate,
        ZJIDSTRING: jid(person),
      });
  }
}

function uuidOf(seed: string): string {
  const id = createHash('sha256').update(seed).digest('hex').toUpperCase();
  return [id.slice(0, 8), id.slice(8, 12), id.slice(12, 16), id.slice(16, 20), id.slice(20, 32)].join('-');
}
