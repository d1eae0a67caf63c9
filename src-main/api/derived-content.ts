import type { DerivedView, Reply } from '../contract/index.ts';
import { deriveSilk, MOST_SILK_BYTES, mediaTypeOf, type Derived } from '../evidence/index.ts';
import { done } from './answer.ts';
import { withContent, type StoredContent } from './attachment-content.ts';
import type { Desk } from './desk.ts';
import { KeptDerived } from './kept-derived.ts';
import type { Session } from './session.ts';
import { silkThreads } from './silk-thread.ts';

/** Bytes by which a content that is derived from is known. */
const HEAD_BYTES = 64;

const kept = new WeakMap<Session, KeptDerived>();

/** What is made of an attachment's content to show it; null where it is shown as it is. */
export function derivedContent(desk: Desk, session: Session, attachment: number): Promise<Reply<Derived | null>> {
  const own = kept.get(session) ?? new KeptDerived();
  kept.set(session, own);
  return own.get(String(attachment), () =>
    withContent(session, attachment, async (content) => done(await derive(desk, content))),
  );
}

async function derive(desk: Desk, { read, sizeBytes }: StoredContent): Promise<Derived | null> {
  const head = await read(0, HEAD_BYTES);
  if (mediaTypeOf(head) !== 'audio/silk') return null;
  // A larger one is refused by its length alone.
  return deriveSilk(await read(0, Math.min(sizeBytes, MOST_SILK_BYTES + 1)), silkThreads(desk.jobWorker));
}

/** What was derived, without its bytes. */
export function derivedView({ content, ...derived }: Derived): DerivedView {
  return {
    ...derived,
    sha256: content?.sha256 ?? null,
    sizeBytes: content?.bytes.length ?? null,
    type: content?.type ?? null,
    durationS: content?.durationS ?? null,
  };
}
