import type { BytesLocator, Extracted } from '../../model/index.ts';
import { BARE_EVENT } from '../bare-event.ts';
import type { Part } from './part.ts';
import { issueAt, live } from './reading.ts';

/** What a frame holds beside what was read of it: one thing more than the format allows, or a field that is not known. */
export function keepBeside(
  frame: Part,
  read: readonly string[],
  where: string,
  at: BytesLocator,
  out: Extracted[],
): void {
  const more = frame.names.filter((name) => !read.includes(name));
  if (more.length === 0) return;
  frame.leave(...read);
  out.push(issueAt('warning', 'undecodable-payload', live(at), where, more.join(', '), MORE));
  const stored = { frame: where, ...frame.only(more) };
  out.push({ kind: 'event', key: `beside ${where}:${at.offset}`, from: live(at), ...BARE_EVENT, type: 'unknown', body: null, stored }); // prettier-ignore
}

const MORE =
  'The frame holds more than one thing, of which the format allows one; the others are named here as stored.';
