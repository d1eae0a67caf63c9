import { memo, useState, type ReactNode } from 'react';
import { useEngine } from '../../engine/use-engine.ts';
import { TagChip } from '../../marks/mark-chips.tsx';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { plainVisible } from '../../text/visible.ts';
import { showCount } from '../../time/units.ts';

const SHOWN = 200;

/** Marks whose record the case does not hold now; nothing where there is none. */
export const Unfound = memo(function Unfound(): ReactNode {
  const m = useMessages();
  const [isOpen, setOpen] = useState(false);
  const unfound = useEngine('mark.unfound', { limit: SHOWN });
  const total = unfound.data?.total ?? 0;
  if (total === 0) return null;
  return (
    <div className="callout warning">
      <div className="row">
        <span>{m.review.unfound(showCount(total))}</span>
        <button
          type="button"
          className="link-button"
          aria-expanded={isOpen}
          onClick={() => {
            setOpen(!isOpen);
          }}
        >
          {m.review.showUnfound}
        </button>
      </div>
      {isOpen && (
        <ul className="unfound">
          {unfound.data?.rows.map((row) => (
            <li key={row.id} className="row">
              <EvidenceText className="mono small" text={`${row.path} ${row.table ?? ''} ${row.at}`} />
              {row.sourceState !== 'ingested' && <span className="badge">{m.review.waits}</span>}
              {row.tags.map((tag) => (
                <TagChip key={tag.tag} tag={tag} />
              ))}
              {row.bookmarked && <span className="badge">{m.review.bookmarked}</span>}
              {row.notes.map((text, index) => (
                <span key={index} className="muted">
                  {plainVisible(text)}
                </span>
              ))}
            </li>
          ))}
          {total > SHOWN && <li className="muted">{m.review.moreUnfound(showCount(total - SHOWN))}</li>}
        </ul>
      )}
    </div>
  );
});
