import { join } from 'node:path';
import type { Capability, Fixture } from '../../../fixtures/story.ts';
import { aciOf, storedIdOf } from '../fixture-signal.ts';
import { writeToolsText, writeToolsXml } from './fixture-backup-tools.ts';
import { saidThreads } from './fixture-said.ts';
import { writeSigtopJson, writeSigtopShort, writeSigtopText } from './fixture-sigtop.ts';
import { keptOf, writeToolExport } from './fixture-tool-export.ts';

const ANY = {
  'server-ids': 'not written',
  milliseconds: 'times are written in seconds',
  replies: 'the words of the answered message stand without its time, or not at all',
  forwards: 'the app does not mark forwarded messages',
  edits: 'not written, or without milliseconds; tests of the parser tell of them',
  revoked: 'not marked',
  'revoked-by': 'not written',
  'revoked-time': 'not written',
  reactions: 'written without times and accounts; tests of the parser tell of them',
  receipts: 'not written, or by rows that the export does not hold',
  mentions: 'names in the text',
  polls: 'not written',
  'poll-votes': 'not written, or by rows that the export does not hold',
  locations: 'a place is sent as words with a link',
  contacts: 'names and numbers are stored, no vCard',
  'view-once': 'not marked',
  timers: 'not written',
  stars: 'the app has no stars',
  'system-lines': 'what a line of the app says is not written, or not in words',
  'system-persons': 'the same',
  membership: 'not written',
  'past-members': 'not written',
  broadcasts: 'the app has no such lists',
  channels: 'the app has none',
  communities: 'the app has none',
  'community-links': 'the app has no communities',
  subscribers: 'the app has no channels',
  'encryption-notices': 'the app does not tell that messages are encrypted end to end',
  calls: 'lines without an identity; tests of the parser tell of them',
  'call-durations': 'not written',
  'outgoing-group-rings': 'not written',
  'hidden-ids': 'not written',
  owner: 'a word in place of a name, or not written',
  drafts: 'not written',
  accounts: 'not told',
  'media-hash': 'not written',
  'media-files': 'the form names no place of a file',
  'old-subjects': 'not written',
} as const satisfies Fixture['lacks'];

type Lacks = Readonly<Partial<Record<Capability, string>>>;

function without(lacks: Lacks, ...names: readonly Capability[]): Lacks {
  return Object.fromEntries(Object.entries(lacks).filter(([name]) => !names.some((one) => one === name)));
}

const SHOWN = { seconds: 'times are written in minutes' };
const LEFT_OUT = { 'revoked-rows': 'the tool leaves them out' };

/** What each form lacks of the story. */
const BY_VARIANT: Readonly<Record<string, Lacks>> = {
  'signal-export-json': without(ANY, 'milliseconds', 'revoked', 'media-files'),
  'signal-export-markdown': without(ANY, 'revoked', 'media-files'),
  'sigtop-json': without(ANY, 'milliseconds', 'replies', 'edits', 'revoked', 'mentions', 'polls', 'view-once', 'timers', 'hidden-ids', 'owner', 'media-hash'), // prettier-ignore
  'sigtop-text': ANY,
  'sigtop-short': { ...ANY, ...SHOWN },
  'backup-tools-text': { ...without(ANY, 'polls'), ...LEFT_OUT },
  'backup-tools-xml': without(ANY, 'milliseconds', 'owner'),
};

/** Words by which the forms call the account that was exported. */
const OWN = ['Me', 'You', 'self'];

/** The story of Ada's account as the tools write it, on a computer whose clock shows UTC. */
export const fixture: Fixture = {
  parser: 'signal-export',
  // The app's own file tells no groups, and CSV of a table neither names nor titles: tests of the parser read them.
  variants: Object.keys(BY_VARIANT),
  platforms: ['android'],
  lacks: ANY,
  lacksIn: (variant) => BY_VARIANT[variant] ?? ANY,
  storyIdsOf: (story, device) => new Map([...story.posts()].map((post) => [storedIdOf(post, device), post.serverId])),
  identifiersOf: ({ id }) => [aciOf(id), ...(id === 'ada' ? OWN : [])],
  answers: { owner: 'Ada B.' },
  nameOf: keptOf,
  write(story, target, variant) {
    const threads = saidThreads(story, target);
    const folder = join(target.root, 'Signal export');
    switch (variant) {
      case 'signal-export-json':
      case 'signal-export-markdown':
        writeToolExport(folder, threads, variant === 'signal-export-json');
        return;
      case 'sigtop-json':
        writeSigtopJson(folder, threads, story, target);
        return;
      case 'sigtop-text':
        writeSigtopText(folder, threads, story, target);
        return;
      case 'sigtop-short':
        writeSigtopShort(folder, threads, story, target);
        return;
      case 'backup-tools-text':
        writeToolsText(folder, threads);
        return;
      case 'backup-tools-xml':
        writeToolsXml(folder, threads, story, target);
        return;
      default:
        throw new Error(`no form ${variant}`);
    }
  },
};
