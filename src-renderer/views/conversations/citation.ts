import type { ConversationView, ItemView, OriginView } from '../../../src-main/contract/index.ts';
import { callWord } from '../../text/call-word.ts';
import type { Messages } from '../../messages/en.ts';
import { plainVisible } from '../../text/visible.ts';
import { fullTime } from '../../time/format.ts';
import { isDeleted } from './grouping.ts';

/**
 * An item as text for a statement: exhibit, conversation and number, full time in the zone of the case with UTC beside it,
 * account, state, stored text, and the row it was read from. Hidden characters stand as codes.
 */
export function citation(
  item: ItemView,
  origin: OriginView | undefined,
  about: Pick<ConversationView, 'exhibitReference' | 'sourceLabel' | 'title'>,
  zone: string,
  m: Messages,
): string {
  const c = m.citation;
  const where = [about.exhibitReference, about.sourceLabel, about.title].map(plainVisible).join(' · ');
  return [
    `${where} · ${c.item(item.id)}`,
    timeLine(item, zone, m),
    `${c.sender}: ${senderText(item, m)} · ${m.words.directions[item.direction] ?? item.direction}`,
    ...stateLines(item, m),
    ...contentLines(item, m),
    ...(origin === undefined ? [] : [originLine(origin, m)]),
  ].join('\n');
}

function timeLine(item: ItemView, zone: string, m: Messages): string {
  if (item.timeMs === null) return `${m.citation.time}: ${m.conversations.noTime}`;
  const meaning = item.timeMeaning === null ? '' : ` (${m.words.meanings[item.timeMeaning] ?? item.timeMeaning})`;
  if (item.timeZone === 'unstated') {
    const wall = fullTime(item.timeMs, 'UTC').slice(0, -' +00:00'.length);
    return `${m.citation.time}: ${wall} ${m.zone.unstated}${meaning}`;
  }
  const utc = zone === 'UTC' ? '' : ` = ${fullTime(item.timeMs, 'UTC')} ${m.zone.utc}`;
  return `${m.citation.time}: ${fullTime(item.timeMs, zone)}${utc}${meaning}`;
}

function senderText(item: ItemView, m: Messages): string {
  if (item.sender === null) return m.conversations.noSender;
  const { name, identifier, isOwner } = item.sender;
  const shown = name === identifier ? plainVisible(name) : `${plainVisible(name)} (${plainVisible(identifier)})`;
  return isOwner ? `${shown}, ${m.conversations.owner}` : shown;
}

function stateLines(item: ItemView, m: Messages): readonly string[] {
  const words: string[] = [];
  if (item.state === 'recovered') {
    const method = item.recovery === null ? '' : ` (${m.words.methods[item.recovery.method] ?? item.recovery.method})`;
    words.push(`${m.conversations.recovered}${method}`);
  }
  if (isDeleted(item)) words.push(m.conversations.deleted);
  if (item.editedMs !== null) words.push(m.conversations.edited);
  if (item.forwarded !== null) words.push(m.conversations.forwarded);
  if (item.logState !== 'both') words.push(m.words.logStates[item.logState] ?? item.logState);
  return words.length === 0 ? [] : [`${m.citation.state}: ${words.join('; ')}`];
}

function contentLines(item: ItemView, m: Messages): readonly string[] {
  const { system, call } = item;
  const lines: string[] = [];
  if (system !== null) {
    const affected = system.affected.map(plainVisible).join(', ');
    const [actor, before, after] = [system.actor, system.before, system.after].map((text) =>
      text === null ? null : plainVisible(text),
    );
    lines.push(m.system[system.action](actor ?? null, affected, before ?? null, after ?? null));
  }
  if (call !== null) lines.push(`${callWord(call.video, m)}, ${m.words.outcomes[call.outcome] ?? call.outcome}`);
  if (item.quote !== null) {
    const quoted = item.quote.body === null ? (m.words.types[item.quote.type] ?? item.quote.type) : plainVisible(item.quote.body); // prettier-ignore
    lines.push(`${m.citation.quotes}: ${quoted}`);
  }
  for (const { type, name, presence, sha256 } of item.attachments) {
    const parts = [m.words.types[type] ?? type, ...(name === null ? [] : [plainVisible(name)])];
    if (presence === 'absent') parts.push(m.conversations.absent);
    lines.push(`${m.filter.attachments}: ${parts.join(', ')}${sha256 === null ? '' : `, SHA-256 ${sha256}`}`);
  }
  for (const { role, body } of item.versions)
    lines.push(
      `${role === 'deleted-text' ? m.conversations.recoveredText : m.conversations.otherWording}: ${plainVisible(body)}`,
    );
  if (item.body !== null) lines.push(`${m.timeline.table.text}: ${plainVisible(item.body)}`);
  else if (lines.length === 0) lines.push(`${m.timeline.table.type}: ${m.words.types[item.type] ?? item.type}`);
  return lines;
}

function originLine({ path, table, rowid, sha256 }: OriginView, m: Messages): string {
  const row = table === null || rowid === null ? '' : `, ${m.citation.row(table, String(rowid))}`;
  return `${m.citation.readFrom}: ${plainVisible(path)}${row}, SHA-256 ${sha256}`;
}
