import { BookmarkIcon, AnnotationIcon } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import type { ItemView, TagRef } from '../../src-main/contract/index.ts';
import { useMessages } from '../messages/index.ts';
import { initialOf } from '../text/initial.ts';
import { plainVisible } from '../text/visible.ts';

/** A tag: its colour as a spot beside the name, so that the name is read in any colour. */
export function TagChip({ tag }: { readonly tag: TagRef }): ReactNode {
  return (
    <span className={`tag-chip tag-${tag.colour}`}>
      <bdi>{plainVisible(tag.name)}</bdi>
    </span>
  );
}

type Marks = Pick<ItemView, 'tags' | 'notes' | 'bookmarked'>;

/** What the examiner says of an item; nothing where nothing is said. */
export function MarkChips({ item }: { readonly item: Marks }): ReactNode {
  if (item.tags.length === 0 && item.notes === 0 && !item.bookmarked) return null;
  return (
    <span className="mark-chips">
      {item.tags.map((tag) => (
        <TagChip key={tag.tag} tag={tag} />
      ))}
      <Signs item={item} />
    </span>
  );
}

/** The same where there is no room for names: each tag is its number key, or its first letter, on its colour. */
export function MarkDots({ item }: { readonly item: Marks }): ReactNode {
  if (item.tags.length === 0 && item.notes === 0 && !item.bookmarked) return null;
  return (
    <span className="mark-chips dots">
      {item.tags.map((tag) => (
        <TagDot key={tag.tag} tag={tag} />
      ))}
      <Signs item={item} />
    </span>
  );
}

/** A tag as its number key, or its first letter, in its colour. */
function TagDot({ tag }: { readonly tag: TagRef }): ReactNode {
  const name = plainVisible(tag.name);
  return (
    <span className={`tag-dot tag-${tag.colour}`} role="img" aria-label={name} title={name}>
      {tag.key ?? initialOf(name)}
    </span>
  );
}

function Signs({ item }: { readonly item: Marks }): ReactNode {
  const m = useMessages();
  return (
    <>
      {item.notes > 0 && (
        <span className="mark-sign" title={m.review.notesCount(item.notes)}>
          <AnnotationIcon size={11} title={m.review.notesCount(item.notes)} /> {item.notes > 1 ? item.notes : ''}
        </span>
      )}
      {item.bookmarked && (
        <span className="mark-sign" title={m.review.bookmarked}>
          <BookmarkIcon size={11} title={m.review.bookmarked} />
        </span>
      )}
    </>
  );
}
