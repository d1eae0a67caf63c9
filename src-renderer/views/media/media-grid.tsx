import { memo, useEffect, useId, type KeyboardEvent, type ReactNode } from 'react';
import type { MediaView } from '../../../src-main/contract/index.ts';
import { TimeText } from '../../components/time-text.tsx';
import { useRowWindow } from '../../components/use-row-window.ts';
import { MarkDots } from '../../marks/mark-chips.tsx';
import { useMessages } from '../../messages/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { plainVisible } from '../../text/visible.ts';
import { useWidth } from '../overview/use-width.ts';
import { nextCell } from './grid-keys.ts';
import { Thumb } from './thumb.tsx';

const CELL_PX = 152;
const ROW_PX = 178;

/** Attachments as small pictures, of which only those on the screen exist. Focus stays on the grid (ARIA grid pattern). */
export function MediaGrid(props: {
  readonly count: number;
  readonly active: number | null;
  readonly row: (index: number) => MediaView | null;
  readonly onRange: (range: { readonly from: number; readonly to: number }) => void;
  readonly onActive: (index: number) => void;
  readonly onOpen: (index: number) => void;
  /** Told other keys first, also where no cell is active; true where it spends one. */
  readonly spends: (event: KeyboardEvent) => boolean;
  readonly onKey: (event: KeyboardEvent, index: number) => void;
}): ReactNode {
  const m = useMessages();
  const id = useId();
  const { count, active, onRange } = props;
  const [follow, width] = useWidth();
  const columns = Math.max(1, Math.floor(width / CELL_PX));
  const rowCount = Math.ceil(count / columns);
  const view = useRowWindow(rowCount, ROW_PX);
  const from = view.from * columns;
  const to = Math.min(count - 1, (view.to + 1) * columns - 1);
  useEffect(() => {
    if (width > 0 && to >= from) onRange({ from, to });
  }, [from, to, width, onRange]);
  const activeRow = active === null ? null : Math.floor(active / columns);
  useEffect(() => {
    if (activeRow !== null && width > 0) view.show(activeRow);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only a change of the active cell scrolls
  }, [activeRow, columns, width > 0]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = nextCell(event, active, { count, columns, page: view.fitting });
    if (next !== null) {
      event.preventDefault();
      props.onActive(next);
    } else if (event.key === 'Enter' && active !== null) {
      event.preventDefault();
      props.onOpen(active);
    } else if (props.spends(event)) event.preventDefault();
    else if (active !== null) props.onKey(event, active);
  };
  const rows = width === 0 ? [] : Array.from({ length: Math.max(0, view.to - view.from + 1) }, (_, at) => view.from + at); // prettier-ignore
  return (
    <div
      ref={view.box}
      className="media-grid"
      role="grid"
      tabIndex={0}
      aria-label={m.media.grid}
      aria-rowcount={rowCount}
      aria-colcount={columns}
      aria-activedescendant={active === null ? undefined : `${id}-${active}`}
      onKeyDown={onKeyDown}
      onScroll={() => {
        view.onScroll();
      }}
    >
      <div ref={follow} role="presentation" style={{ height: view.tallPx, position: 'relative' }}>
        {rows.map((row) => (
          <div
            key={row}
            role="row"
            aria-rowindex={row + 1}
            className="media-row"
            style={{
              height: ROW_PX,
              gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
              transform: `translateY(${view.topOf(row)}px)`,
            }}
          >
            {Array.from({ length: Math.min(columns, count - row * columns) }, (_, column) => {
              const index = row * columns + column;
              const media = props.row(index);
              return (
                <div
                  key={index}
                  id={`${id}-${index}`}
                  role="gridcell"
                  aria-colindex={column + 1}
                  aria-selected={index === active}
                  className={index === active ? 'media-cell active' : 'media-cell'}
                  onClick={() => {
                    props.onActive(index);
                  }}
                  onDoubleClick={() => {
                    props.onOpen(index);
                  }}
                >
                  {media === null ? <span className="placeholder" /> : <Cell key={media.id} media={media} />}
                </div>
              );
            })}
          </div>
        ))}
      </div>
    </div>
  );
}

/** Drawn once for each attachment, however often pages around it come. */
const Cell = memo(function Cell({ media }: { readonly media: MediaView }): ReactNode {
  const m = useMessages();
  return (
    <>
      <div className={`thumb ${media.presence}`} role="img" aria-label={labelOf(media, m)}>
        <Thumb media={media} />
        <span className="thumb-marks">
          {media.presence === 'thumbnail' && <span className="badge warning">{m.media.presences.thumbnail}</span>}
          {media.copies > 1 && <span className="badge">{m.media.copies(media.copies)}</span>}
          {media.state !== 'live' && <span className="badge danger">{m.words.states[media.state]}</span>}
        </span>
      </div>
      <div className="media-line ellipsis">
        <MarkDots item={media} />
        {media.sender === null ? (
          <span className="muted">{m.conversations.noSender}</span>
        ) : (
          <EvidenceText text={media.sender.name} />
        )}
      </div>
      <div className="media-line ellipsis muted numeric">
        <TimeText ms={media.timeMs} zone={media.timeZone} />
      </div>
    </>
  );
});

function labelOf(media: MediaView, m: ReturnType<typeof useMessages>): string {
  const parts = [m.words.types[media.type] ?? media.type, media.name, m.media.presences[media.presence]]; // prettier-ignore
  return plainVisible(parts.filter((part) => part !== null).join(', '));
}
