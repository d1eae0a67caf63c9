import { getAttachment } from '../case/index.ts';
import type { ExifView, MediaFacts, Reply } from '../contract/index.ts';
import { FILE_TYPE_BYTES, exifFacts, fileTypeOf, readExif, typeByEnding, typesAgree } from '../evidence/index.ts';
import { done } from './answer.ts';
import { readContent } from './attachment-slice.ts';
import type { Session } from './session.ts';

/** Bytes of a file in which EXIF is looked for: cameras write it near the start. */
const EXIF_BYTES = 1_048_576;

/** What the bytes of an attachment's content say of themselves, beside what the app and the name say. */
export async function readMediaFacts(session: Session, attachment: number): Promise<Reply<MediaFacts>> {
  const { attachment: view } = getAttachment(session.file.db, attachment);
  const head = await readContent(session, attachment, 0, FILE_TYPE_BYTES);
  if (!head.ok) return head;
  const typeByBytes = fileTypeOf(head.value.bytes);
  const read =
    typeByBytes?.startsWith('image/') === true ? await readContent(session, attachment, 0, EXIF_BYTES) : head;
  if (!read.ok) return read;
  const typeByName = typeByEnding(view.name ?? view.path ?? view.contentPath ?? '');
  const differs = (named: string | null): boolean =>
    typeByBytes !== null && named !== null && !typesAgree(typeByBytes, named);
  return done({
    typeByBytes,
    typeStated: view.mediaType,
    typeByName,
    mismatches: [...(differs(view.mediaType) ? ['stated' as const] : []), ...(differs(typeByName) ? ['name' as const] : [])], // prettier-ignore
    exif: exifView(read.value.bytes),
    readBytes: read.value.bytes.length,
    sizeBytes: read.value.sizeBytes,
  });
}

function exifView(bytes: Uint8Array): ExifView | null {
  const exif = readExif(bytes);
  return exif === null ? null : { ...exif, ...exifFacts(exif) };
}
