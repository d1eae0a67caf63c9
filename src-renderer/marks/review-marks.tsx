import { AnnotationIcon, BookmarkIcon, TagIcon, TickIcon } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import type { ConversationReview } from '../../src-main/contract/index.ts';
import { useMessages } from '../messages/index.ts';
import { showCount } from '../time/units.ts';

/** How far a conversation is reviewed, in the room of a few figures; nothing where nothing is marked. */
export function ReviewMarks({ review }: { readonly review: ConversationReview }): ReactNode {
  const m = useMessages();
  const { tagged, untagged, noted, bookmarked } = review;
  if (tagged + noted + bookmarked === 0) return null;
  const progress = m.review.progressOf(showCount(tagged), showCount(tagged + untagged), showCount(untagged));
  return (
    <span className="mark-chips review-marks small">
      {tagged > 0 && (
        <span className={untagged === 0 ? 'mark-sign whole' : 'mark-sign'} title={progress}>
          {untagged === 0 ? <TickIcon size={11} title={progress} /> : <TagIcon size={11} title={progress} />}
          <span className="numeric">{showCount(tagged)}</span>
        </span>
      )}
      {noted > 0 && (
        <span className="mark-sign" title={m.review.notedOf(showCount(noted))}>
          <AnnotationIcon size={11} title={m.review.notedOf(showCount(noted))} />
          <span className="numeric">{showCount(noted)}</span>
        </span>
      )}
      {bookmarked > 0 && (
        <span className="mark-sign" title={m.review.bookmarkedOf(showCount(bookmarked))}>
          <BookmarkIcon size={11} title={m.review.bookmarkedOf(showCount(bookmarked))} />
          <span className="numeric">{showCount(bookmarked)}</span>
        </span>
      )}
    </span>
  );
}
