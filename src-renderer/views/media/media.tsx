import { MediaIcon } from '@blueprintjs/icons';
import { useCallback, useEffect, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { Filter, MediaView } from '../../../src-main/contract/index.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { usePages } from '../../engine/use-pages.ts';
import { ask, useEngine } from '../../engine/use-engine.ts';
import { useMarking } from '../../marks/use-marking.ts';
import { useMessages } from '../../messages/index.ts';
import { go, useLocation } from '../../state/location.ts';
import { readChoice, requestOf, writeChoice, type MediaChoice } from './media-choice.ts';
import { MediaDetails } from './media-details.tsx';
import { openMessage } from './open-message.ts';
import { MediaGrid } from './media-grid.tsx';
import { MediaHead } from './media-head.tsx';
import { MediaTable } from './media-table.tsx';
import { MediaViewer } from './media-viewer.tsx';

/** Attachments of the whole case under the filter: small pictures or a table, with the facts of the chosen one beside. */
export function Media(): ReactNode {
  const { filter, own } = useLocation();
  const choice = readChoice(own);
  const request = requestOf(choice);
  const change = (part: Partial<MediaChoice>, replace = false): void => {
    go({ own: writeChoice({ ...choice, ...part }) }, replace);
  };
  return (
    <div className="page tall media">
      <MediaList key={JSON.stringify([filter, request])} filter={filter} choice={choice} onChange={change} />
    </div>
  );
}

function MediaList(props: {
  readonly filter: Filter;
  readonly choice: MediaChoice;
  readonly onChange: (part: Partial<MediaChoice>, replace?: boolean) => void;
}): ReactNode {
  const m = useMessages();
  const { filter, choice, onChange } = props;
  const request = { filter, ...requestOf(choice) };
  const [range, setRange] = useState({ from: 0, to: 40 });
  const [isViewing, setViewing] = useState(false);
  const [moved, setMoved] = useState<{ readonly index: number; readonly id: number | null } | null>(null);
  const first = useEngine('media.page', { ...request, limit: 1 });
  // Where the attachment named in the address stands, unless it was just gone to.
  const isMoved = moved !== null && (moved.id === null || moved.id === choice.at);
  const place = useEngine(
    'media.page',
    isMoved || choice.at === null ? null : { ...request, at: { item: choice.at }, limit: 1 },
  );
  const active = isMoved ? moved.index : choice.at === null ? null : (place.data?.first ?? null);
  const pages = usePages(['media.page', request], range, (index, limit, signal) =>
    ask('media.page', { ...request, at: { index }, limit }, signal),
  );
  const onRange = useCallback((next: { readonly from: number; readonly to: number }) => {
    setRange((before) => (before.from === next.from && before.to === next.to ? before : next));
  }, []);
  const chosen = active === null ? null : pages.row(active);
  const goneTo = isMoved && moved.id === null ? (chosen?.id ?? null) : null;
  useEffect(() => {
    // The row came after the key that led to it.
    if (goneTo === null) return;
    setMoved((before) => (before === null ? null : { ...before, id: goneTo }));
    onChange({ at: goneTo }, true);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each row that comes
  }, [goneTo]);
  const marking = useMarking({ pages, active, itemOf: (media) => ({ ...media, id: media.item }) });
  const activate = (index: number): void => {
    const id = pages.row(index)?.id ?? null;
    setMoved({ index, id });
    if (id !== null) onChange({ at: id }, true);
  };
  const onKey = (event: KeyboardEvent, index: number): void => {
    const media = pages.row(index);
    if (media === null || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'p') go({ record: media.item });
    else if (event.key === 'm') openMessage(media);
    else return;
    event.preventDefault();
  };
  const total = pages.total ?? first.data?.total ?? 0;
  const list = {
    count: total,
    active,
    row: (index: number): MediaView | null => pages.row(index),
    onRange,
    onActive: activate,
    onOpen: (index: number) => {
      activate(index);
      setViewing(true);
    },
    spends: marking.press,
    onKey,
  };
  const shown = isMoved ? (chosen?.id ?? null) : choice.at;
  return (
    <>
      <MediaHead kinds={first.data?.kinds ?? []} total={first.data?.total ?? null} withheld={first.data?.withheld ?? 0} choice={choice} onChange={onChange} />
      {first.error !== null && <FailureNote error={first.error} />}
      {[pages.error, marking.error].map((error, index) => error !== null && <FailureNote key={index} error={error} />)}
      {first.data?.total === 0 ? (
        <EmptyState icon={<MediaIcon size={28} />} title={m.media.none} text={first.data.kinds.length === 0 ? m.media.noneText : m.media.noneNarrow} />
      ) : (
        <div className={shown === null ? 'media-body' : 'media-body split'}>
          {choice.mode === 'grid' ? <MediaGrid {...list} /> : <MediaTable {...list} />}
          {shown !== null && (
            <aside className="media-details" aria-label={m.media.details}>
              <MediaDetails
                key={shown}
                attachment={shown}
                onHash={(sha256) => {
                  onChange({ sha256, kinds: [], presence: null });
                }}
              />
            </aside>
          )}
        </div>
      )}
      {isViewing && active !== null && (
        <MediaViewer
          media={chosen}
          index={active}
          total={total}
          onMove={activate}
          onClose={() => {
            setViewing(false);
          }}
        />
      )}
    </>
  );
} // prettier-ignore
