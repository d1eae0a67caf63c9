import { getAttachment } from '../case/index.ts';
import type { ContentView, DerivedView, Params, Reply } from '../contract/index.ts';
import { done, fail } from './answer.ts';
import { withContent } from './attachment-content.ts';
import { derivedContent } from './derived-content.ts';
import type { Desk } from './desk.ts';
import type { Session } from './session.ts';

/**
 * Reads a slice of an attachment's content in its exhibit, of what is made of it to show it, or of the preview that the
 * database holds. Where nothing can be made of a content, it is shown as it is stored.
 */
export async function readAttachmentSlice(
  desk: Desk,
  session: Session,
  { attachment, part, offset, length }: Params<'attachment.read'>,
): Promise<Reply<ContentView>> {
  if (part === 'thumbnail') {
    const { thumbnail } = getAttachment(session.file.db, attachment);
    if (thumbnail === null) return fail('not-found', { subject: `preview of attachment ${attachment}` });
    return done(sliceView(thumbnail.subarray(offset, offset + length), offset, thumbnail.length));
  }
  if (part === 'shown') {
    const derived = await derivedContent(desk, session, attachment);
    if (!derived.ok) return derived;
    const content = derived.value?.content ?? null;
    if (derived.value !== null && content !== null)
      return done(sliceView(content.bytes.subarray(offset, offset + length), offset, content.bytes.length, derived.value.method)); // prettier-ignore
  }
  return withContent(session, attachment, async ({ read, sizeBytes }) =>
    done(sliceView(await read(offset, length), offset, sizeBytes)),
  );
}

function sliceView(
  bytes: Uint8Array,
  offset: number,
  sizeBytes: number,
  method: DerivedView['method'] | null = null,
): ContentView {
  const { buffer, byteOffset } = bytes;
  return { sizeBytes, offset, method, bytes: Buffer.from(buffer, byteOffset, bytes.length).toString('base64') };
}
