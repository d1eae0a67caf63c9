import { existsSync } from 'node:fs';
import { exhibitFiles, exhibitLimits, getAttachment, listExhibits } from '../case/index.ts';
import type { ContentView, Params, Reply } from '../contract/index.ts';
import { openTree } from '../evidence/index.ts';
import { done, fail } from './answer.ts';
import type { Session } from './session.ts';

/** Reads a slice of an attachment's file in its exhibit, or of the preview that the database holds. */
export async function readAttachmentSlice(
  session: Session,
  wanted: Params<'attachment.read'>,
): Promise<Reply<ContentView>> {
  const { attachment, part, offset, length } = wanted;
  if (part === 'content') {
    const slice = await readContent(session, attachment, offset, length);
    return slice.ok ? done(sliceView(slice.value.bytes, offset, slice.value.sizeBytes)) : slice;
  }
  const { thumbnail } = getAttachment(session.file.db, attachment);
  if (thumbnail === null) return fail('not-found', { subject: `preview of attachment ${attachment}` });
  return done(sliceView(thumbnail.subarray(offset, offset + length), offset, thumbnail.length));
}

/** Bytes of an attachment's file from its exhibit, shorter than asked at its end. */
export async function readContent(
  { file }: Session,
  attachment: number,
  offset: number,
  length: number,
): Promise<Reply<{ readonly bytes: Buffer; readonly sizeBytes: number }>> {
  const { content: place } = getAttachment(file.db, attachment);
  if (place === null) return fail('not-found', { subject: `content of attachment ${attachment}` });
  const [exhibit] = listExhibits(file.db, place.exhibit);
  const files = exhibitFiles(file.db, place.exhibit);
  const content = files.get(place.path);
  if (exhibit === undefined || content === null) throw new Error('the content of an attachment is in no exhibit');
  if (!existsSync(exhibit.path)) return fail('exhibit-missing', { subject: exhibit.path });
  const tree = openTree(exhibit, files, { workDir: file.workDir, limits: exhibitLimits(file.db, exhibit.id) });
  try {
    const parts: Uint8Array[] = [];
    const end = Math.min(offset + length, content.sizeBytes);
    if (offset < end) for await (const bytes of tree.bytes(content, offset, end)) parts.push(bytes);
    return done({ bytes: Buffer.concat(parts), sizeBytes: content.sizeBytes });
  } finally {
    tree.close();
  }
}

function sliceView(bytes: Uint8Array, offset: number, sizeBytes: number): ContentView {
  return { sizeBytes, offset, bytes: Buffer.from(bytes).toString('base64') };
}
