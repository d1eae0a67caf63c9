import type { ItemView } from '../../contract/index.ts';
import type { ReportItem } from '../report-input.ts';
import type { ReportPlan } from '../report-request.ts';
import { printTime } from '../text/time.ts';
import { shorten } from '../text/visible.ts';
import { words } from '../words.ts';
import { attachmentBlock, type MediaPlace } from './attachment-block.ts';
import { citationLines } from './citation-lines.ts';
import type { CitedFiles } from './cited-files.ts';
import { detailNotes } from './detail-notes.ts';
import { data, joined, type Phrase } from './phrase.ts';
import type { Block, PrintedLine } from './printed-line.ts';

/** Longest text printed on a page; what is beyond is counted there and stands whole in messages.jsonl. */
const PRINTED_UNITS = 20_000;

export interface LineContext {
  readonly zone: string;
  readonly order: ReportPlan['order'];
  readonly files: CitedFiles;
  readonly media: (sha256: string) => MediaPlace | null;
  /** Whether the source's owner was only assumed. */
  readonly ownerAssumed: (source: number) => boolean;
}

/** Turns an item into what the pages print, in the report's own words around the text of evidence. */
export function printLine(
  { item, citations, notes: said = [] }: ReportItem,
  number: number,
  context: LineContext,
): PrintedLine {
  const time = item.timeMs === null ? null : printTime(item.timeMs, context.zone, item.timeZone ?? 'utc');
  return {
    number,
    time,
    timeNote: timeNote(item),
    sender: item.sender === null ? null : senderOf(item, item.sender, context),
    conversation: context.order === 'time' ? item.conversationTitle : null,
    direction: item.direction,
    tone: toneOf(item),
    kind: item.type === 'text' ? null : item.type,
    blocks: [...blocksOf(item, context), ...said.map((text) => note([`${words.examinersNote}: `, data(text)]))],
    ...citationLines(citations, context.files),
  };
}

function timeNote(item: ItemView): string | null {
  if (item.timeMs === null) return words.noTime;
  if (item.timeZone === 'unstated') return words.zoneUnstated;
  return item.timeMeaning === 'sent' ? null : item.timeMeaning;
}

function senderOf(
  item: ItemView,
  sender: NonNullable<ItemView['sender']>,
  context: LineContext,
): PrintedLine['sender'] {
  const owner = context.ownerAssumed(item.source) ? words.ownerAssumed : words.owner;
  return {
    name: sender.name,
    identifier: sender.identifier === sender.name ? null : sender.identifier,
    note: sender.isOwner ? owner : null,
  };
}

function toneOf(item: ItemView): PrintedLine['tone'] {
  if (item.state === 'recovered') return 'recovered';
  if (item.state === 'marked-deleted' || item.deleted !== null) return 'deleted';
  return item.system === null ? 'plain' : 'system';
}

function blocksOf(item: ItemView, context: LineContext): readonly Block[] {
  return [
    ...banners(item, context),
    ...quote(item, context),
    ...systemLine(item),
    ...body(item),
    ...item.versions.map((version) => versionBlock(version, context)),
    ...call(item),
    ...item.attachments.map((attachment) => attachmentBlock(attachment, context.media)),
    ...detailNotes(item.details, context.zone).map(note),
    ...notes(item, context).map(note),
  ];
}

function note(says: Phrase): Block {
  return { as: 'note', says };
}

function banners(item: ItemView, context: LineContext): readonly Block[] {
  const blocks: Block[] = [];
  if (item.deleted !== null) {
    const by: Phrase = item.deleted.by === null ? [] : [` ${words.deletedBy} `, data(item.deleted.by)];
    const at: Phrase =
      item.deleted.timeMs === null ? [] : [` ${words.deletedAt} ${bothTimes(item.deleted.timeMs, context.zone)}`];
    blocks.push({ as: 'banner', tone: 'deleted', says: [words.deletedFor, ...by, ...at], otherwise: null });
  } else if (item.state === 'marked-deleted') {
    blocks.push({ as: 'banner', tone: 'deleted', says: [words.state['marked-deleted']], otherwise: null });
  }
  if (item.state === 'recovered') {
    blocks.push({
      as: 'banner',
      tone: 'recovered',
      says: [words.state.recovered, ...recoveryOf(item.recovery)],
      otherwise: item.recovery === null ? null : [`${words.otherwise} `, item.recovery.otherwise],
    });
  }
  if (item.logState !== 'both') {
    blocks.push({ as: 'banner', tone: 'log', says: [words.log[item.logState]], otherwise: null });
  }
  return blocks;
}

function recoveryOf(recovery: ItemView['recovery']): Phrase {
  return recovery === null
    ? []
    : [`. ${words.method}: ${recovery.method}, ${words.confidence} ${recovery.confidence}.`];
}

function quote(item: ItemView, context: LineContext): readonly Block[] {
  if (item.quote === null) return [];
  const { sender, body: quoted, type, timeMs, onlyCopy } = item.quote;
  const head: Phrase = [
    `${words.quoteOf} `,
    sender === null ? words.noSender : data(sender),
    timeMs === null ? '' : ` · ${bothTimes(timeMs, context.zone)}`,
    type === 'text' ? '' : ` · ${type}`,
  ];
  const short = quoted === null ? null : shorten(quoted, PRINTED_UNITS);
  const foot: Phrase | null = onlyCopy ? [words.quoteOnlyCopy] : null;
  return [{ as: 'quote', head, text: short?.text ?? null, left: short?.left ?? 0, foot }];
}

function systemLine(item: ItemView): readonly Block[] {
  const system = item.system;
  if (system === null) return [];
  const unknown = system.action === 'unknown';
  const label = unknown ? `${words.systemUnknown}: ${system.actionStored}` : system.action.replaceAll('-', ' ');
  const parts: Phrase[] = [[`${words.system}: ${label}`]];
  if (system.actor !== null) parts.push([data(system.actor)]);
  if (system.affected.length > 0)
    parts.push(
      joined(
        system.affected.map((name) => [data(name)]),
        ', ',
      ),
    );
  if (system.before !== null || system.after !== null) {
    parts.push([data(system.before ?? words.notStated), ' → ', data(system.after ?? words.notStated)]);
  }
  return [note(joined(parts, ' · '))];
}

function body(item: ItemView): readonly Block[] {
  const blocks: Block[] = [];
  if (item.type === 'unknown') blocks.push(note([`${words.typeUnknown}: `, data(item.typeStored)]));
  if (item.body !== null && item.body !== '') {
    const { text, left } = shorten(item.body, PRINTED_UNITS);
    blocks.push({ as: 'body', text, left });
  }
  return blocks;
}

function versionBlock(version: ItemView['versions'][number], context: LineContext): Block {
  const { text, left } = shorten(version.body, PRINTED_UNITS);
  const facts = [
    words.version[version.role] ?? version.role,
    version.timeMs === null ? null : bothTimes(version.timeMs, context.zone),
    version.verbatim ? null : words.notVerbatim,
  ];
  const recovery: Phrase =
    version.recovery === null
      ? []
      : [...recoveryOf(version.recovery), ` ${words.otherwise} `, version.recovery.otherwise];
  return { as: 'version', head: [facts.filter((fact) => fact !== null).join(' · '), ...recovery], text, left };
}

function call(item: ItemView): readonly Block[] {
  if (item.call === null) return [];
  const { video, group, durationS, outcome, outcomeStored, accounts } = item.call;
  const facts = [
    video === null ? words.callUnstated : video ? words.callVideo : words.callVoice,
    group ? words.callGroup : null,
    outcome,
  ];
  if (outcome === 'unknown') facts.push(`(${outcomeStored})`);
  if (durationS !== null) facts.push(`${durationS} ${words.seconds}`);
  const with_: Phrase =
    accounts.length === 0
      ? []
      : [
          ' · ',
          ...joined(
            accounts.map((name) => [data(name)]),
            ', ',
          ),
        ];
  return [note([`${words.call}: ${facts.filter((fact) => fact !== null).join(', ')}`, ...with_])];
}

function notes(item: ItemView, context: LineContext): readonly Phrase[] {
  const list: Phrase[] = [];
  const flags = [
    item.editedMs === null ? null : `${words.edited} ${bothTimes(item.editedMs, context.zone)}`,
    item.forwarded === null
      ? null
      : `${words.forwarded}${item.forwarded.score === null ? '' : ` (${item.forwarded.score})`}`,
    item.starred ? words.starred : null,
    item.viewOnce ? words.viewOnce : null,
    item.expires === null ? null : expiry(item.expires, context.zone),
  ].filter((flag) => flag !== null);
  if (flags.length > 0) list.push([flags.join(' · ')]);
  if (item.reactions.length > 0) {
    list.push([
      `${words.reactions}: `,
      ...joined(
        item.reactions.map((reaction) => reactionOf(reaction, context)),
        '; ',
      ),
    ]);
  }
  if (item.mentions.length > 0) {
    const names = item.mentions.map((mention): Phrase => [data(mention.name), ' (', data(mention.identifier), ')']);
    list.push([`${words.mentions}: `, ...joined(names, ', ')]);
  }
  const { delivered, read, played } = item.receipts;
  if (delivered + read + played > 0) list.push([words.receipts(delivered, read, played)]);
  if (item.status !== null && item.direction === 'outgoing') list.push([`${words.status}: ${item.status}`]);
  const others = item.times.slice(1).map((time) => {
    const printed = printTime(time.utcMs, context.zone, time.zone);
    return `${time.meaning} ${printed.local}${printed.utc === null ? ` (${words.zoneUnstated})` : ` (${printed.utc})`}`;
  });
  if (others.length > 0) list.push([`${words.otherTimes}: ${others.join('; ')}`]);
  if (item.tags.length > 0)
    list.push([
      `${words.tags}: `,
      ...joined(
        item.tags.map(({ name }) => [data(name)]),
        ', ',
      ),
    ]);
  return list;
}

function reactionOf(reaction: ItemView['reactions'][number], context: LineContext): Phrase {
  const emoji = reaction.emoji === null ? words.reactionWithdrawn : data(reaction.emoji);
  const count = reaction.count > 1 ? ` × ${reaction.count}` : '';
  const name: Phrase = reaction.name === null ? [] : [' ', data(reaction.name)];
  return [emoji, count, ...name, reaction.timeMs === null ? '' : ` ${bothTimes(reaction.timeMs, context.zone)}`];
}

function expiry(expires: NonNullable<ItemView['expires']>, zone: string): string {
  const duration = expires.durationS === null ? '' : ` ${expires.durationS} ${words.seconds}`;
  return `${words.expires}${duration}${expires.atMs === null ? '' : ` ${bothTimes(expires.atMs, zone)}`}`;
}

function bothTimes(utcMs: number, zone: string): string {
  const { local, utc } = printTime(utcMs, zone, 'utc');
  return utc === null ? local : `${local} (${utc})`;
}
