import type { ItemView } from '../../contract/index.ts';
import { showInstant, showWallClock } from './instants.ts';
import { safeExcerpt } from './safe-text.ts';

/** A message or event on one line, safe for a terminal. */
export function itemLine(item: ItemView, zone: string): string {
  const sender = item.sender === null ? '?' : safeExcerpt(item.sender.name, 40);
  const conversation = safeExcerpt(item.conversationTitle ?? '-', 40);
  const arrow = item.direction === 'outgoing' ? '→' : item.direction === 'incoming' ? '←' : '·';
  return [`#${item.id}`, timeOf(item, zone), `[${conversation}]`, `${arrow} ${sender}:`, contentOf(item)].join('  ');
}

function timeOf(item: ItemView, zone: string): string {
  if (item.timeMs === null) return 'no time stored';
  return item.timeZone === 'unstated' ? showWallClock(item.timeMs) : showInstant(item.timeMs, zone);
}

function contentOf(item: ItemView): string {
  const marks = [
    item.type === 'text' ? null : item.system === null ? `<${item.type}>` : `<${item.system.action}>`,
    item.state === 'live' ? null : `(${item.state})`,
    item.logState === 'both' ? null : `(${item.logState} log)`,
    item.editedMs === null ? null : '(edited)',
    item.body === null ? null : safeExcerpt(item.body, 500),
    ...item.attachments.map((file) => `{${file.presence}: ${safeExcerpt(file.name ?? file.path ?? file.type, 80)}}`),
    ...item.versions.map((version) => `{${version.role}: ${safeExcerpt(version.body, 200)}}`),
  ];
  return marks.filter((mark) => mark !== null).join(' ');
}
