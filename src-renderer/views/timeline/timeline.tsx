import { Button } from '@blueprintjs/core';
import { FilterKeepIcon, TimelineEventsIcon, ZoomInIcon, ZoomOutIcon, ZoomToFitIcon } from '@blueprintjs/icons';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Filter } from '../../../src-main/contract/index.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { SelectField } from '../../components/field.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { go, useLocation } from '../../state/location.ts';
import { DensityCanvas } from './density-canvas.tsx';
import { ItemTable } from './item-table.tsx';
import { clampSpan, wholeSpan, zoomSpan, type Span } from './span.ts';
import { stepName } from './step-name.ts';

const BYS = ['none', 'source', 'type', 'direction', 'state'] as const;
const BUCKETS = 400;

/** Density over time with zoom, and the items of the span shown, in step. */
export function Timeline(): ReactNode {
  const m = useMessages();
  const { filter } = useLocation();
  const [by, setBy] = useState<(typeof BYS)[number]>('direction');
  const [span, setSpan] = useState<Span | null>(null);
  const settled = useSettled(span);
  const whole = useEngine('timeline.buckets', { filter, buckets: BUCKETS, by });
  const part = useEngine('timeline.buckets', settled === null ? null : { filter, buckets: BUCKETS, by, ...settled }, {
    keepPrevious: true,
  });
  const all = useMemo(() => (whole.data === undefined ? null : wholeSpan(whole.data)), [whole.data]);
  const narrowed: Filter = useMemo(
    () => (settled === null ? filter : { ...filter, fromMs: settled.fromMs, toMs: settled.toMs }),
    [filter, settled],
  );
  const error = whole.error ?? part.error;
  if (error !== null) return <FailureNote error={error} />;
  if (whole.data === undefined) return null;
  if (all === null) {
    return <EmptyState icon={<TimelineEventsIcon size={28} />} title={m.timeline.none} text={m.timeline.noneText} />;
  }
  const shown = span ?? all;
  const buckets = span === null ? whole.data : (part.data ?? whole.data);
  const move = (next: Span): void => {
    const clamped = clampSpan(next, all);
    setSpan(clamped.fromMs <= all.fromMs && clamped.toMs >= all.toMs ? null : clamped);
  };
  return (
    <div className="page tall timeline">
      <header className="page-head">
        <h1>{m.timeline.title}</h1>
        <span className="muted">
          <TimeText ms={Math.round(shown.fromMs)} /> – <TimeText ms={Math.round(shown.toMs)} />
        </span>
        <span className="spring" />
        <SelectField
          isInline
          label={m.timeline.by}
          value={by}
          onValue={setBy}
          choices={BYS.map((value) => ({ value, label: m.timeline.bys[value] }))}
        />
        <Button
          size="small"
          variant="minimal"
          icon={<ZoomInIcon size={14} />}
          aria-label={m.timeline.zoomIn}
          onClick={() => {
            move(zoomSpan(shown, 0.5, 0.5));
          }}
        />
        <Button
          size="small"
          variant="minimal"
          icon={<ZoomOutIcon size={14} />}
          aria-label={m.timeline.zoomOut}
          onClick={() => {
            move(zoomSpan(shown, 2, 0.5));
          }}
        />
        <Button
          size="small"
          variant="minimal"
          icon={<ZoomToFitIcon size={14} />}
          aria-label={m.timeline.whole}
          disabled={span === null}
          onClick={() => {
            setSpan(null);
          }}
        />
        <Button
          size="small"
          icon={<FilterKeepIcon size={14} />}
          text={m.timeline.toFilter}
          disabled={span === null}
          onClick={() => {
            go({ filter: { ...filter, fromMs: Math.floor(shown.fromMs), toMs: Math.ceil(shown.toMs) } });
            setSpan(null);
          }}
        />
      </header>
      <DensityCanvas
        buckets={buckets}
        span={shown}
        by={by}
        onSpan={move}
        onWhole={() => {
          setSpan(null);
        }}
        onFilter={() => {
          go({ filter: { ...filter, fromMs: Math.floor(shown.fromMs), toMs: Math.ceil(shown.toMs) } });
          setSpan(null);
        }}
      />
      <ItemTable
        filter={narrowed}
        note={
          <span className="muted numeric" role="status">
            {m.timeline.inSpan(buckets.total)} · {m.timeline.step(stepName(buckets, m))}
            {buckets.undated > 0 && ` · ${m.counts.undated(buckets.undated)}`}
          </span>
        }
      />
    </div>
  );
}

/** A span a moment after it stops changing, in whole milliseconds. */
function useSettled(span: Span | null): Span | null {
  const [settled, setSettled] = useState<Span | null>(null);
  useEffect(() => {
    const timer = setTimeout(
      () => {
        setSettled(span === null ? null : { fromMs: Math.floor(span.fromMs), toMs: Math.ceil(span.toMs) });
      },
      span === null ? 0 : 120,
    );
    return () => {
      clearTimeout(timer);
    };
  }, [span]);
  return span === null ? null : settled;
}
