import { TimelineEventsIcon } from '@blueprintjs/icons';
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { AnnotationView, Filter, ItemOrder } from '../../../src-main/contract/index.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { useCase } from '../../engine/use-case.ts';
import { ask, useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { go, useLocation } from '../../state/location.ts';
import { openMessages } from '../overview/open-messages.ts';
import { WeekGrid } from '../overview/week-grid.tsx';
import { AnnotationDialog } from './annotation-dialog.tsx';
import { useChartSettings } from './chart-settings.ts';
import { DensityChart } from './density-chart.tsx';
import { ItemTable, type ActiveRow } from './item-table.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { spanWithin, wholeMs, zoomSpan, type Span } from './span.ts';
import { stepName } from './step-name.ts';
import { TimelineHead } from './timeline-head.tsx';
import { useBuckets } from './use-buckets.ts';
import { useSettled } from './use-settled.ts';

const STACKS = 7;
/** Lanes that leave room for the table in a window of common height, and in a tall one. */
const LANES = { few: 9, many: 18, tallPx: 1000 } as const;
/** Around a chosen instant, half as much on either side. */
const AROUND_MS = 3_600_000;
const NONE: readonly AnnotationView[] = [];

/** Density over time with zoom, lanes and hours of the week, and the items of the span shown, in step. */
export function Timeline(): ReactNode {
  const m = useMessages();
  const info = useCase();
  const caseId = info === null || info === 'asking' ? '' : info.id;
  const { filter } = useLocation();
  const { by, mode, ...kept } = useChartSettings();
  const [selection, setSelection] = useState<Span | null>(null);
  const [order, setOrder] = useState<ItemOrder | null>(null);
  const [naming, setNaming] = useState<Span | null>(null);
  const [active, setActive] = useState<(ActiveRow & { readonly of: Filter }) | null>(null);
  const lanes = window.innerHeight >= LANES.tallPx ? LANES.many : LANES.few;
  const asked = kept.caseId === caseId ? kept.span : null;
  const chart = useBuckets(filter, by, mode === 'lanes' ? lanes : STACKS, asked);
  const { all, buckets, whole } = chart;
  const span = useMemo(() => spanWithin(asked, all), [asked, all]);
  const { span: settled, isBehind } = useSettled(span, filter, order);
  const narrowed: Filter = useMemo(() => (settled === null ? filter : { ...filter, ...settled }), [filter, settled]);
  const annotations = useEngine('annotation.list', {});
  const move = useCallback(
    (next: Span | null): void => {
      useChartSettings.setState({ caseId, span: spanWithin(next, all) });
    },
    [caseId, all],
  );
  const onName = useCallback((timeMs: number) => {
    setNaming({ fromMs: timeMs, toMs: timeMs });
  }, []);
  const onActive = useCallback(
    (row: ActiveRow) => {
      setActive({ ...row, of: narrowed });
    },
    [narrowed],
  );
  const onOrder = useCallback((next: ItemOrder | null) => {
    setOrder(next);
    setActive(null);
  }, []);
  const undated = chart.isPending ? null : (whole?.undated ?? 0);
  const [jumpError, setJumpError] = useState<Error | null>(null);
  const bar = buckets === null ? '' : m.timeline.step(stepName(buckets, m));
  const note = useCallback(
    (total: number | null) => (
      <span className="muted numeric ellipsis" role="status">
        {settled !== null && (
          <>
            <TimeText ms={settled.fromMs} /> – <TimeText ms={settled.toMs} /> ·{' '}
          </>
        )}
        {total === null || undated === null ? '…' : m.timeline.inSpan(settled === null ? total - undated : total)} ·{' '}
        {bar}
        {undated !== null &&
          undated > 0 &&
          ` · ${settled === null ? m.timeline.undatedLast(undated) : m.timeline.undatedOut(undated)}`}
      </span>
    ),
    [m, settled, undated, bar],
  );
  const shown = span ?? all;
  const now = useRef({ shown, selection, filter });
  useEffect(() => {
    now.current = { shown, selection, filter };
  });
  const onZoom = useCallback(
    (factor: number | null) => {
      const { shown: from } = now.current;
      move(factor === null || from === null ? null : zoomSpan(from, factor, 0.5));
    },
    [move],
  );
  const toFilter = useCallback(
    (what: Span | null): void => {
      if (what === null) return;
      go({ filter: { ...now.current.filter, ...wholeMs(what) } });
      setSelection(null);
      move(null);
    },
    [move],
  );
  const onFilter = useCallback(() => {
    toFilter(now.current.shown);
  }, [toFilter]);
  const onNameShown = useCallback(() => {
    setNaming(now.current.selection ?? now.current.shown);
  }, []);
  const onAnnotation = useCallback(
    ({ fromMs, toMs }: AnnotationView) => {
      const around = toMs === null ? AROUND_MS : (toMs - fromMs) / 2;
      move({ fromMs: fromMs - around, toMs: (toMs ?? fromMs) + around });
      if (toMs !== null) setSelection({ fromMs, toMs });
    },
    [move],
  );
  if (chart.error !== null && whole === null) return <FailureNote error={chart.error} />;
  if (whole === null || buckets === null) return null;
  if (all === null || shown === null) {
    return <EmptyState icon={<TimelineEventsIcon size={28} />} title={m.timeline.none} text={m.timeline.noneText} />;
  }
  const toTime = (ms: number): void => {
    const wanted = { filter: narrowed, ...(order === null ? {} : { order }), at: { timeMs: Math.floor(ms) }, limit: 1 };
    setJumpError(null);
    ask('item.page', wanted).then(
      ({ first, rows }) => {
        if (rows[0] !== undefined) setActive({ index: first, timeMs: rows[0].timeMs, of: narrowed });
      },
      (reason: unknown) => {
        setJumpError(reason instanceof Error ? reason : new Error(String(reason)));
      },
    );
  };
  const current = active !== null && active.of === narrowed ? active : null;
  return (
    <div className="page tall timeline">
      <TimelineHead
        isWhole={span === null}
        annotations={annotations.data ?? NONE}
        onZoom={onZoom}
        onFilter={onFilter}
        onName={onNameShown}
        onAnnotation={onAnnotation}
      />
      {[chart.error, annotations.error, jumpError].map(
        (error, index) => error !== null && <FailureNote key={index} error={error} />,
      )}
      {mode === 'week' ? (
        <Week filter={narrowed} />
      ) : (
        <DensityChart
          chart={{ ...chart, buckets }}
          isLanes={mode === 'lanes'}
          span={shown}
          selection={selection}
          cursorMs={current?.timeMs ?? null}
          annotations={annotations.data ?? NONE}
          onSpan={(next) => {
            if (selection === next) setSelection(null);
            move(next);
          }}
          onSelection={setSelection}
          onTime={toTime}
          onFilter={onFilter}
          onName={onNameShown}
        />
      )}
      {selection !== null && mode !== 'week' && (
        <SelectionBar
          filter={filter}
          selection={selection}
          onZoom={() => {
            move(selection);
            setSelection(null);
          }}
          onFilter={() => {
            toFilter(selection);
          }}
          onName={() => {
            setNaming(selection);
          }}
          onClear={() => {
            setSelection(null);
          }}
        />
      )}
      <div className="items-of" aria-busy={isBehind}>
        <ItemTable
          filter={narrowed}
          order={order}
          onOrder={onOrder}
          active={current}
          onActive={onActive}
          onName={onName}
          note={note}
        />
      </div>
      {naming !== null && (
        <AnnotationDialog
          span={naming}
          onClose={() => {
            setNaming(null);
          }}
        />
      )}
    </div>
  );
}

/** Hours of the week of what is shown, on the clock of the case's zone. */
function Week({ filter }: { readonly filter: Filter }): ReactNode {
  const { data, error, isPlaceholderData } = useEngine('overview.get', { filter }, { keepPrevious: true });
  if (error !== null) return <FailureNote error={error} />;
  if (data === undefined) return null;
  return (
    <div className="week-of" aria-busy={isPlaceholderData}>
      <WeekGrid overview={data} open={openMessages(filter)} />
    </div>
  );
}
