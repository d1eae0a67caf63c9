import { getAttachment } from '../case/index.ts';
import type { ExifView, MediaFacts, Reply } from '../contract/index.ts';
import { exifFacts, readMediaMetadata, statedPosition, typeByEnding, typesAgree, type Exif } from '../evidence/index.ts'; // prettier-ignore
import { done } from './answer.ts';
import { withContent } from './attachment-slice.ts';
import type { Session } from './session.ts';

/** What the bytes of an attachment's content say of themselves, beside what the app and the name say. */
export async function readMediaFacts(session: Session, attachment: number): Promise<Reply<MediaFacts>> {
  const { attachment: view } = getAttachment(session.file.db, attachment);
  return withContent(session, attachment, async (read, sizeBytes) => {
    const { type: typeByBytes, exif, structure, readBytes } = await readMediaMetadata(read, sizeBytes);
    const typeByName = typeByEnding(view.name ?? view.path ?? view.contentPath ?? '');
    const differs = (named: string | null): boolean =>
      typeByBytes !== null && named !== null && !typesAgree(typeByBytes, named);
    return done({
      typeByBytes,
      typeStated: view.mediaType,
      typeByName,
      mismatches: [...(differs(view.mediaType) ? ['stated' as const] : []), ...(differs(typeByName) ? ['name' as const] : [])], // prettier-ignore
      exif: exif === null ? null : exifView(exif),
      structure,
      position: statedPosition(exif, structure),
      readBytes,
      sizeBytes,
    });
  });
}

function exifView(exif: Exif): ExifView {
  return { ...exif, ...exifFacts(exif) };
}
