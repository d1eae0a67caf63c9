import { existsSync } from 'node:fs';
import { exhibitFiles, exhibitLimits, exhibitPlace, getAttachment } from '../case/index.ts';
import type { Reply } from '../contract/index.ts';
import { openTree, type ReadBytes } from '../evidence/index.ts';
import { fail } from './answer.ts';
import { readRange } from './read-range.ts';
import type { Session } from './session.ts';

/** An attachment's content as it is stored. */
export interface StoredContent {
  /** Bytes from an offset, fewer at its end. */
  readonly read: ReadBytes;
  readonly sizeBytes: number;
}

/** Works on an attachment's content where it lies in its exhibit. */
export async function withContent<T>(
  { file }: Session,
  attachment: number,
  work: (content: StoredContent) => Promise<Reply<T>>,
): Promise<Reply<T>> {
  const { content: place } = getAttachment(file.db, attachment);
  if (place === null) return fail('not-found', { subject: `content of attachment ${attachment}` });
  const exhibit = exhibitPlace(file.db, place.exhibit);
  const files = exhibitFiles(file.db, place.exhibit);
  const content = files.get(place.path);
  if (exhibit === null || content === null) throw new Error('the content of an attachment is in no exhibit');
  if (!existsSync(exhibit.path)) return fail('exhibit-missing', { subject: exhibit.path });
  const tree = openTree(exhibit, files, { workDir: file.workDir, limits: exhibitLimits(file.db, exhibit.id), secrets: file.secrets }); // prettier-ignore
  try {
    const read: ReadBytes = (offset, length) => readRange(tree, content, offset, length);
    return await work({ read, sizeBytes: content.sizeBytes });
  } finally {
    tree.close();
  }
}
