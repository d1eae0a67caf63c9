import { Button } from '@blueprintjs/core';
import { memo, useState, type ReactNode } from 'react';
import type { ItemView, TagColour, TagView } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { useAction } from '../../engine/use-engine.ts';
import { Notes } from '../../marks/notes.tsx';
import { useMessages } from '../../messages/index.ts';
import { plainVisible } from '../../text/visible.ts';
import { showCount } from '../../time/units.ts';
import { TagSet } from './tag-set.tsx';
import { TagForm } from './tag-form.tsx';

/** Tags with their keys, the bookmark and the notes of the item under review. */
export const MarkPanel = memo(function MarkPanel(props: {
  readonly item: ItemView | null;
  readonly tags: readonly TagView[];
  readonly onTag: (tag: TagView) => void;
  readonly onBookmark: () => void;
}): ReactNode {
  const { item, tags, onTag, onBookmark } = props;
  const m = useMessages();
  const [edited, setEdited] = useState<TagView | 'new' | null>(null);
  return (
    <aside className="mark-panel" aria-label={m.review.marks}>
      <section>
        <div className="row">
          <h2>{m.review.tags}</h2>
          <span className="spring" />
          <Button
            size="small"
            variant="minimal"
            text={m.review.newTag}
            onClick={() => {
              setEdited('new');
            }}
          />
        </div>
        {tags.length === 0 && <FirstTags />}
        <ul className="tag-list">
          {tags.map((tag) => (
            <li key={tag.tag} className="row">
              <button
                type="button"
                className={`tag-toggle tag-${tag.colour}`}
                aria-pressed={item?.tags.some((ref) => ref.tag === tag.tag) ?? false}
                disabled={item === null}
                title={tag.meaning}
                onClick={() => {
                  onTag(tag);
                }}
              >
                <kbd>{tag.key ?? ' '}</kbd>
                <bdi className="ellipsis">{plainVisible(tag.name)}</bdi>
                <span className="numeric muted">{showCount(tag.items)}</span>
              </button>
              <Button
                size="small"
                variant="minimal"
                text={m.review.edit}
                aria-label={`${m.review.edit}: ${plainVisible(tag.name)}`}
                onClick={() => {
                  setEdited(tag);
                }}
              />
            </li>
          ))}
        </ul>
        <TagSet tags={tags} />
        <Button
          size="small"
          variant="outlined"
          text={item?.bookmarked === true ? m.review.unbookmark : m.review.bookmark}
          title={`${m.review.bookmark} (B)`}
          disabled={item === null}
          onClick={onBookmark}
        />
      </section>
      {item !== null && <Notes key={item.id} item={item.id} count={item.notes} onLeave={focusQueue} />}
      <p className="muted small">{m.review.keys}</p>
      {edited !== null && (
        <TagForm
          tag={edited === 'new' ? null : edited}
          taken={tags}
          onClose={() => {
            setEdited(null);
          }}
        />
      )}
    </aside>
  );
});

/** Colours of the tags that a review begins with, in the order of their names. */
const FIRST_COLOURS = ['red', 'grey', 'orange', 'violet'] as const satisfies readonly TagColour[];

/** What a review begins with where no tag exists. */
function FirstTags(): ReactNode {
  const m = useMessages();
  const create = useAction('tag.create');
  const make = async (): Promise<void> => {
    for (const [index, tag] of m.review.firstTags.entries())
      await create.mutateAsync({ ...tag, colour: FIRST_COLOURS[index] ?? 'grey', key: index + 1 });
  };
  return (
    <div className="callout">
      <p>{m.review.noTags}</p>
      <Button
        size="small"
        intent="primary"
        loading={create.isPending}
        text={m.review.makeFirstTags(m.review.firstTags.map(({ name }) => name).join(' · '))}
        onClick={() => {
          make().catch(() => undefined); // shown below
        }}
      />
      {create.error !== null && <FailureNote error={create.error} />}
    </div>
  );
}

function focusQueue(): void {
  document.querySelector<HTMLElement>('.review-queue')?.focus();
}
