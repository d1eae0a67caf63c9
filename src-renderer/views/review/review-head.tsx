import { Button, ProgressBar, SegmentedControl } from '@blueprintjs/core';
import { memo, useState, type ReactNode } from 'react';
import type { Filter, TagView } from '../../../src-main/contract/index.ts';
import { useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { showCount } from '../../time/units.ts';
import { TagAll } from './tag-all.tsx';

/** Where the review goes when a tag was set. */
export type Advance = 'stay' | 'next' | 'untagged';

/** How far the review has come, and what acts on the whole list. */
export const ReviewHead = memo(function ReviewHead(props: {
  readonly filter: Filter;
  readonly total: number;
  readonly tags: readonly TagView[];
  readonly advance: Advance;
  readonly onAdvance: (advance: Advance) => void;
  /** Null where nothing can be taken back. */
  readonly onUndo: (() => void) | null;
  readonly onNextUntagged: () => void;
}): ReactNode {
  const m = useMessages();
  const [isAll, setAll] = useState(false);
  const progress = useEngine('review.progress', { filter: props.filter });
  const { total = 0, tagged = 0 } = progress.data ?? {};
  return (
    <header className="page-head review-head">
      <h1>{m.review.title}</h1>
      <span className="review-progress" title={m.review.progressNote}>
        <ProgressBar
          value={total === 0 ? 0 : tagged / total}
          stripes={false}
          animate={false}
          aria-label={m.review.progress(showCount(tagged), showCount(total))}
        />
        <span className="numeric" role="status">
          {progress.data === undefined ? '…' : m.review.progress(showCount(tagged), showCount(total))}
        </span>
      </span>
      <span className="spring" />
      <span className="muted small" id="review-advance">
        {m.review.advance}
      </span>
      <SegmentedControl
        size="small"
        role="radiogroup"
        aria-labelledby="review-advance"
        value={props.advance}
        options={[
          { value: 'stay', label: m.review.advances.stay },
          { value: 'next', label: m.review.advances.next },
          { value: 'untagged', label: m.review.advances.untagged },
        ]}
        onValueChange={(value) => {
          props.onAdvance(value === 'stay' || value === 'untagged' ? value : 'next');
        }}
      />
      <Button
        size="small"
        text={m.review.nextUntagged}
        title={`${m.review.nextUntagged} (U)`}
        onClick={props.onNextUntagged}
      />
      <Button
        size="small"
        variant="minimal"
        text={m.review.undo}
        title={`${m.review.undo} (Z)`}
        disabled={props.onUndo === null}
        onClick={() => {
          props.onUndo?.();
        }}
      />
      <Button
        size="small"
        variant="minimal"
        text={m.review.tagAll}
        disabled={props.total === 0 || props.tags.length === 0}
        onClick={() => {
          setAll(true);
        }}
      />
      {isAll && (
        <TagAll
          filter={props.filter}
          tags={props.tags}
          onClose={() => {
            setAll(false);
          }}
        />
      )}
    </header>
  );
});
