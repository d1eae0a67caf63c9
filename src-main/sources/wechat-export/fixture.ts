import { join } from 'node:path';
import type { Capability, Fixture, FixtureTarget, Story } from '../../../fixtures/story.ts';
import { identifierOf, serverNumber } from '../wechat/fixture-content.ts';
import { LACKS } from '../wechat/fixture-lacks.ts';
import { writeChatlogCsv, writeMemotrace, writeMemotraceChat, writePywxdump, writeTitled } from './fixture-columns.ts'; // prettier-ignore
import { writeArchive, writeChatlab, writeChatlog, writeDecrypted, writeWeflow } from './fixture-json.ts';
import { writeExporterPages, writeWeflowPages } from './fixture-pages.ts';
import { saidAbout, saidThreads } from './fixture-said.ts';

const ANY = {
  ...LACKS,
  milliseconds: 'times are written in seconds',
  replies: 'written in words, or not at all',
  mentions: 'not written',
  locations: 'written in words',
  revoked: 'a line of the app in words stands for what was taken back',
  'revoked-rows': 'the same',
  membership: 'lists of members say nothing of it',
  drafts: 'not written',
  accounts: 'not told',
  'media-files': 'the tool writes none, or names none',
} as const satisfies Fixture['lacks'];

type Lacks = Readonly<Partial<Record<Capability, string>>>;

const WITH_FILES = without(ANY, 'media-files');
const UNOWNED = { owner: 'not written: the account that is not the other one of conversations between two' };
const UNNUMBERED = { 'server-ids': 'not written' };

/** What each form lacks of the story. */
const BY_VARIANT: Readonly<Record<string, Lacks>> = {
  'weflow-json': without(WITH_FILES, 'replies', 'locations'),
  'weflow-text': { ...WITH_FILES, ...UNNUMBERED, owner: 'written between two alone' },
  'chatlab-json': WITH_FILES,
  'chatlab-lines': WITH_FILES,
  'wetrace-plus-json': ANY,
  'keeper-json': ANY,
  'chatlog-json': { ...ANY, ...UNNUMBERED },
  'chatlog-csv': { ...ANY, ...UNNUMBERED, ...UNOWNED },
  'wetrace-csv': { ...ANY, ...UNNUMBERED, ...UNOWNED },
  'decrypt-json': { ...ANY, ...UNOWNED },
  'pywxdump-json': WITH_FILES,
  'pywxdump-csv': WITH_FILES,
  'memotrace-csv': { ...ANY, ...UNNUMBERED },
  'memotrace-chat-csv': { ...WITH_FILES, ...UNOWNED },
  'weflow-pages': { ...WITH_FILES, ...UNNUMBERED, owner: 'written as a name alone, and between two not at all' },
  'exporter-pages': { ...WITH_FILES, ...UNNUMBERED, 'system-times': 'not written' },
};

function without(lacks: Lacks, ...names: readonly Capability[]): Lacks {
  return Object.fromEntries(Object.entries(lacks).filter(([name]) => !names.some((one) => one === name)));
}

/** The story of Ada's account as the tools write it, on a computer whose clock shows UTC. */
export const fixture: Fixture = {
  parser: 'wechat-export',
  // Of what wechat-decrypt writes as CSV, nothing says which messages were sent: tests of the parser read it.
  variants: Object.keys(BY_VARIANT),
  platforms: ['android'],
  lacks: ANY,
  lacksIn: (variant) => BY_VARIANT[variant] ?? ANY,
  storyIdsOf: (story) => new Map([...story.posts()].map(({ serverId }) => [String(serverNumber(serverId)), serverId])),
  identifiersOf: ({ id }) => [identifierOf(id), ...(id === 'ada' ? ['我'] : [])],
  write(story, target, variant) {
    const threads = saidThreads(story, target);
    const folder = join(target.root, '聊天记录');
    const owner = identifierOf(target.device.owner);
    switch (variant) {
      case 'weflow-json':
        writeWeflow(folder, threads, saidAbout(story, target));
        return;
      case 'weflow-text':
        writeTitled(folder, threads);
        return;
      case 'chatlab-json':
      case 'chatlab-lines':
        writeChatlab(folder, threads, owner, variant === 'chatlab-lines');
        return;
      case 'wetrace-plus-json':
      case 'keeper-json':
        writeArchive(folder, threads, owner, variant === 'keeper-json');
        return;
      case 'chatlog-json':
        writeChatlog(folder, threads);
        return;
      case 'chatlog-csv':
      case 'wetrace-csv':
        writeChatlogCsv(folder, threads, variant === 'wetrace-csv');
        return;
      case 'decrypt-json':
        writeDecrypted(folder, threads);
        return;
      case 'pywxdump-json':
      case 'pywxdump-csv':
        writePywxdump(folder, threads, variant === 'pywxdump-json');
        return;
      case 'memotrace-csv':
        writeMemotrace(folder, threads);
        return;
      case 'memotrace-chat-csv':
        writeMemotraceChat(folder, threads);
        return;
      case 'weflow-pages':
        writeWeflowPages(folder, threads, nameOfOwner(story, target));
        return;
      case 'exporter-pages':
        writeExporterPages(folder, threads, nameOfOwner(story, target));
    }
  },
};

function nameOfOwner({ persons }: Story, { device }: FixtureTarget): string {
  return persons.find(({ id }) => id === device.owner)?.selfName ?? '';
}
