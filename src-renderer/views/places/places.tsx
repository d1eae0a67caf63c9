import { SegmentedControl } from '@blueprintjs/core';
import { MapIcon } from '@blueprintjs/icons';
import { useCallback, useMemo, useRef, useState, type ReactNode, type RefObject } from 'react';
import type { Area, Filter, Params, PlaceMap as Groups, PlaceTotals } from '../../../src-main/contract/index.ts';
import { useRowRange } from '../../components/column-grid.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { JobsOf } from '../../components/jobs-of.tsx';
import { ask, useEngine } from '../../engine/use-engine.ts';
import { usePages } from '../../engine/use-pages.ts';
import { useMessages } from '../../messages/index.ts';
import { go, here, useLocation } from '../../state/location.ts';
import type { MapPicture } from './draw-map.ts';
import { askedOfView, type MapSize, type MapView } from './map-view.ts';
import { PLACE_SORTS, readPlaceChoice, writePlaceChoice, type PlaceChoice } from './place-choice.ts';
import { PlaceDetail } from './place-detail.tsx';
import { PlaceFacts } from './place-facts.tsx';
import { PlaceLegend } from './place-legend.tsx';
import { PlaceMap } from './place-map.tsx';
import { PlaceTable } from './place-table.tsx';
import { ReadFiles } from './read-files.tsx';
import { SavePlaces } from './save-places.tsx';

/** Every place under the filter, on a map that needs no network and in a list. */
export function Places(): ReactNode {
  const m = useMessages();
  const { filter, own } = useLocation();
  const choice = readPlaceChoice(own);
  const change = (part: Partial<PlaceChoice>): void => {
    go({ own: writePlaceChoice({ ...choice, ...part }) }, true);
  };
  const request = { filter, ...(choice.kind !== null && { kind: choice.kind }) };
  const totals = useEngine('place.totals', request, { keepPrevious: true });
  const whole = totals.data;
  const seen = useRef<MapPicture | null>(null);
  const note = whole === undefined ? '' : m.places.sum(whole.places, whole.uses.shown, whole.all - whole.places);
  return (
    <div className="page tall places-view" aria-busy={totals.isPlaceholderData}>
      <header className="page-head">
        <h1>{m.places.title}</h1>
        <span className="muted numeric" role="status">
          {note}
        </span>
        <span className="spring" />
        <SavePlaces request={request} seen={seen} note={note} />
        <SegmentedControl
          size="small"
          role="radiogroup"
          aria-label={m.places.which}
          value={choice.kind ?? 'all'}
          options={(['all', 'message', 'file'] as const).map((value) => ({ value, label: m.places.choices[value] }))}
          onValueChange={(value) => {
            change({ kind: value === 'message' || value === 'file' ? value : null });
          }}
        />
      </header>
      {totals.error !== null && <FailureNote error={totals.error} />}
      {whole !== undefined && whole.places > 0 && <Unshown uses={whole.uses} />}
      {whole !== undefined && whole.files.present > 0 && <ReadFiles files={whole.files} />}
      <JobsOf kinds={['positions']} />
      {whole?.places === 0 ? (
        <EmptyState icon={<MapIcon size={28} />} title={m.places.none} text={whole.all === 0 ? m.places.noneAtAll : m.places.noneText}>
          <p className="muted">{m.places.offline}</p>
        </EmptyState>
      ) : (
        whole !== undefined && <Body key={JSON.stringify(request)} request={request} choice={choice} totals={whole} seen={seen} onChange={change} />
      )}
    </div>
  );
} // prettier-ignore

/** What is in the list and not on the map, and why. */
function Unshown({ uses }: { readonly uses: PlaceTotals['uses'] }): ReactNode {
  const m = useMessages();
  const parts = (['zero', 'outside', 'missing', 'polar'] as const).filter((use) => uses[use] > 0);
  if (parts.length === 0) return null;
  return (
    <p className="muted">{m.places.unshown(parts.map((use) => m.places.useCounts[use](uses[use])).join(' · '))}</p>
  );
}

function Body(props: {
  readonly request: { readonly filter: Filter; readonly kind?: 'message' | 'file' };
  readonly choice: PlaceChoice;
  readonly totals: PlaceTotals;
  readonly seen: RefObject<MapPicture | null>;
  readonly onChange: (part: Partial<PlaceChoice>) => void;
}): ReactNode {
  const m = useMessages();
  const { request, choice, totals } = props;
  const [range, onRange] = useRowRange();
  const [active, setActive] = useState<number | null>(null);
  const [asked, setAsked] = useState<ReturnType<typeof askedOfView> | null>(null);
  const onSeen = useCallback((view: MapView, size: MapSize) => {
    const next = askedOfView(view, size);
    setAsked((before) => (JSON.stringify(before) === JSON.stringify(next) ? before : next));
  }, []);
  const groups = useEngine('place.map', asked === null ? null : { ...request, ...asked }, { keepPrevious: true });
  const path = useEngine('place.path', choice.path === null ? null : { ...request, account: choice.path });
  const order = { ...request, sort: choice.sort, descending: choice.descending };
  const pages = usePages(['place.page', order], range, (index, limit, signal) =>
    ask('place.page', { ...order, at: { index }, limit }, signal),
  );
  const identifiers = useMemo(
    () => new Map(totals.accounts.map(({ account, identifier }) => [account, identifier])),
    [totals.accounts],
  );
  const row = active === null ? null : pages.row(active);
  const isOnMap = row?.use === 'shown' && row.latitude !== null && row.longitude !== null;
  const latitude = isOnMap ? row.latitude : null;
  const longitude = isOnMap ? row.longitude : null;
  const chosen = useMemo(
    () => (latitude === null || longitude === null ? null : { latitude, longitude }),
    [latitude, longitude],
  );
  const map = groups.data ?? null;
  const onArea = (area: Area): void => {
    go({ filter: { ...here().filter, area } });
  };
  return (
    <div className="places-body">
      <div className="places-top">
        <PlaceMap
          groups={map}
          identifiers={identifiers}
          path={choice.path === null ? null : (path.data ?? null)}
          chosen={chosen}
          seen={props.seen}
          onSeen={onSeen}
          onArea={onArea}
          onGroup={(group) => {
            const place = map?.places[group];
            if (place === undefined) return;
            void ask('place.page', { ...order, at: { item: place }, limit: 1 }).then((page) => {
              setActive(page.first);
            });
          }}
          card={(group) => map !== null && <GroupCard key={map.places[group]} groups={map} group={group} request={order} />}
        />
        <div className="places-side">
          <PlaceLegend
            totals={totals}
            path={choice.path}
            onPath={(account) => {
              props.onChange({ path: account });
            }}
          />
          {row !== null && <PlaceDetail place={row} />}
        </div>
      </div>
      {[groups.error, path.error].map((error, index) => error !== null && <FailureNote key={index} error={error} />)}
      {map !== null && map.leftGroups > 0 && <p className="muted small">{m.places.left(map.leftPlaces)}</p>}
      {choice.path !== null && path.data !== undefined && (
        <p className="muted small" role="status">
          {m.places.pathText(path.data.places.length, path.data.total, path.data.undated)}
        </p>
      )}
      <div className="places-rows">
        <PlaceTable
          pages={pages}
          choice={choice}
          active={active}
          onActive={setActive}
          onRange={onRange}
          onSort={(by) => {
            const sort = PLACE_SORTS.find((one) => one === by) ?? 'time';
            props.onChange({ sort, descending: sort === choice.sort && !choice.descending });
            setActive(null);
          }}
        />
      </div>
    </div>
  );
} // prettier-ignore

/** What lies under the pointer: the place, or the first of several and how many they are. */
function GroupCard(props: {
  readonly groups: Groups;
  readonly group: number;
  readonly request: Params<'place.totals'> & Pick<Params<'place.page'>, 'sort' | 'descending'>;
}): ReactNode {
  const m = useMessages();
  const { groups, group } = props;
  const place = groups.places[group] ?? 0;
  const found = useEngine('place.page', { ...props.request, at: { item: place }, limit: 1 });
  const first = found.data?.rows[0];
  const count = groups.counts[group] ?? 1;
  return (
    <div className="place-card-facts">
      {count > 1 && <strong>{groups.same[group] === 1 ? m.places.here(count) : m.places.gathered(count)}</strong>}
      {count > 1 && <span className="muted">{groups.same[group] === 1 ? m.places.hereNote : m.places.gatheredNote}</span>}
      {first === undefined ? <span className="muted">{m.general.loading}</span> : <PlaceFacts place={first} />}
    </div>
  );
} // prettier-ignore
