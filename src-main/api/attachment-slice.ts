import { existsSync } from 'node:fs';
import { exhibitFiles, exhibitLimits, exhibitPlace, getAttachment } from '../case/index.ts';
import type { ContentView, Params, Reply } from '../contract/index.ts';
import { openTree } from '../evidence/index.ts';
import { done, fail } from './answer.ts';
import { readRange } from './read-range.ts';
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
async function readContent(
  session: Session,
  attachment: number,
  offset: number,
  length: number,
): Promise<Reply<{ readonly bytes: Uint8Array; readonly sizeBytes: number }>> {
  return withContent(session, attachment, async (read, sizeBytes) =>
    done({ bytes: await read(offset, length), sizeBytes }),
  );
}

/** Works on an attachment's file in its exhibit; `read` gives its bytes, fewer at its end. */
export async function withContent<T>(
  { file }: Session,
  attachment: number,
  work: (read: (offset: number, length: number) => Promise<Uint8Array>, sizeBytes: number) => Promise<Reply<T>>,
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
    return await work((offset, length) => readRange(tree, content, offset, length), content.sizeBytes);
  } finally {
    tree.close();
  }
}

function sliceView(bytes: Uint8Array, offset: number, sizeBytes: number): ContentView {
  return { sizeBytes, offset, bytes: Buffer.from(bytes).toString('base64') };
}
