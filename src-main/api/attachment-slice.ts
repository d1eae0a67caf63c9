import { existsSync } from 'node:fs';
import { exhibitFiles, exhibitLimits, getAttachment, listExhibits } from '../case/index.ts';
import type { ContentView, Params, Reply } from '../contract/index.ts';
import { openTree } from '../evidence/index.ts';
import { done, fail } from './answer.ts';
import type { Session } from './session.ts';

/** Reads a slice of an attachment's file in its exhibit, or of the preview that the database holds. */
export async function readAttachmentSlice(
  { file }: Session,
  { attachment, part, offset, length }: Params<'attachment.read'>,
): Promise<Reply<ContentView>> {
  const found = getAttachment(file.db, attachment);
  if (part === 'thumbnail') {
    if (found.thumbnail === null) return fail('not-found', { subject: `preview of attachment ${attachment}` });
    return done(sliceView(found.thumbnail.subarray(offset, offset + length), offset, found.thumbnail.length));
  }
  if (found.content === null) return fail('not-found', { subject: `content of attachment ${attachment}` });
  const [exhibit] = listExhibits(file.db, found.content.exhibit);
  const files = exhibitFiles(file.db, found.content.exhibit);
  const content = files.get(found.content.path);
  if (exhibit === undefined || content === null) throw new Error('the content of an attachment is in no exhibit');
  if (!existsSync(exhibit.path)) return fail('exhibit-missing', { subject: exhibit.path });
  const tree = openTree(exhibit, files, { workDir: file.workDir, limits: exhibitLimits(file.db, exhibit.id) });
  try {
    const parts: Uint8Array[] = [];
    const end = Math.min(offset + length, content.sizeBytes);
    if (offset < end) for await (const bytes of tree.bytes(content, offset, end)) parts.push(bytes);
    return done(sliceView(Buffer.concat(parts), offset, content.sizeBytes));
  } finally {
    tree.close();
  }
}

function sliceView(bytes: Uint8Array, offset: number, sizeBytes: number): ContentView {
  return { sizeBytes, offset, bytes: Buffer.from(bytes).toString('base64') };
}
