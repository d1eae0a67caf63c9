import { sharedId } from '../signal-accounts.ts';
import type { Part } from './part.ts';
import type { Reading } from './reading.ts';

/** The identity of a message, and when it was first sent: of an edited one the first wording says so. */
export function sharedOf(reading: Reading, item: Part): { readonly shared: string | null; readonly first: Part } {
  const [first = item] = item.objects('revisions');
  const sent = first.digits('dateSent');
  const author = reading.authorOf(item.digits('authorId') ?? '0');
  return { shared: sharedId(author, sent === null ? null : Number(sent)), first };
}
