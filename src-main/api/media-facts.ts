import { getAttachment } from '../case/index.ts';
import type { ExifView, MediaFacts, Reply } from '../contract/index.ts';
import { exifFacts, readMediaMetadata, statedPosition, typeByEnding, typesAgree, type Exif } from '../evidence/index.ts'; // prettier-ignore
import { done } from './answer.ts';
import { withContent } from './attachment-content.ts';
import { derivedContent, derivedView } from './derived-content.ts';
import type { Desk } from './desk.ts';
import type { Session } from './session.ts';

/** What the bytes of an attachment's content say of themselves, beside what the app and the name say; and what is made of them to show them. */
export async function readMediaFacts(desk: Desk, session: Session, attachment: number): Promise<Reply<MediaFacts>> {
  const { attachment: view } = getAttachment(session.file.db, attachment);
  const derived = await derivedContent(desk, session, attachment);
  if (!derived.ok) return derived;
  return withContent(session, attachment, async ({ read, sizeBytes }) => {
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
      derived: derived.value === null ? null : derivedView(derived.value),
      readBytes,
      sizeBytes,
    });
  });
}

function exifView(exif: Exif): ExifView {
  return { ...exif, ...exifFacts(exif) };
}
