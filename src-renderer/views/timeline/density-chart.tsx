import { useMemo, type ReactNode } from 'react';
import type { AnnotationView, Buckets } from '../../../src-main/contract/index.ts';
import { useZone } from '../../engine/use-case.ts';
import { useEngine } from '../../engine/use-engine.ts';
import { nameKey, useTwinReferences, type Named } from '../../engine/use-twin-references.ts';
import { useMessages } from '../../messages/index.ts';
import { go, here } from '../../state/location.ts';
import { narrow } from '../overview/open-messages.ts';
import { engineWords } from '../../text/engine-text.tsx';
import { BucketTable } from './bucket-table.tsx';
import { STRIPS, seriesColour } from './chart-frame.ts';
import { chartSeries, type ChartBy } from './chart-series.ts';
import { useChartSettings } from './chart-settings.ts';
import { DensityCanvas } from './density-canvas.tsx';
import type { Span } from './span.ts';
import type { ShownBuckets } from './use-buckets.ts';

/** The canvas with its legend, whose names filter, and its table. */
export function DensityChart(props: {
  readonly chart: ShownBuckets & { readonly buckets: Buckets };
  readonly isLanes: boolean;
  readonly span: Span;
  readonly selection: Span | null;
  readonly cursorMs: number | null;
  readonly annotations: readonly AnnotationView[];
  readonly onSpan: (span: Span) => void;
  readonly onSelection: (selection: Span | null) => void;
  readonly onTime: (ms: number) => void;
  readonly onFilter: () => void;
  readonly onName: () => void;
}): ReactNode {
  const m = useMessages();
  const zone = useZone();
  const { span, annotations, isLanes, selection, cursorMs } = props;
  const { buckets, marks, by } = props.chart;
  const sources = useEngine('source.list', by === 'source' ? {} : null);
  const named = useMemo(() => namesOf(buckets, by), [buckets, by]);
  const references = useTwinReferences(named);
  const series = chartSeries(
    buckets,
    by,
    {
      source(id) {
        const source = sources.data?.find((one) => one.id === id);
        return source === undefined ? `#${id}` : `${source.exhibitReference} ${engineWords(source.label, m)}`;
      },
      reference: (kind, ref) => references.get(nameKey({ kind, ref })),
    },
    m,
  );
  const isRestShown = useChartSettings((settings) => settings.isRestShown);
  const drawn = isRestShown ? series : series.filter(({ colour }) => colour !== null);
  const held = new Set(props.chart.wholeMarks?.series.map(({ name }) => name));
  const strips = STRIPS.filter((name) => held.has(name)).map((name) => ({ name, label: m.timeline.strips[name] }));
  const { onSpan, onSelection, onTime, onFilter, onName } = props;
  return (
    <div className="density" aria-busy={props.chart.isPending}>
      <DensityCanvas
        picture={{ buckets, series: drawn, marks, strips, annotations, span, zone, isLanes, cursorMs, selection }}
        onSpan={onSpan}
        onSelection={onSelection}
        onTime={onTime}
        onFilter={onFilter}
        onName={onName}
        onWhole={() => {
          onSpan({ fromMs: -Infinity, toMs: Infinity });
        }}
      />
      <div className="row legend">
        {series.length > 1 &&
          series.map(({ name, colour, filter }, at) => (
            <span key={at} className="legend-item">
              <span className={`swatch ${seriesColour(colour)}`} />
              {colour === null ? (
                <button
                  type="button"
                  className="link-button"
                  aria-pressed={isRestShown}
                  title={m.timeline.restNote}
                  onClick={() => {
                    useChartSettings.setState({ isRestShown: !isRestShown });
                  }}
                >
                  {isRestShown ? name : m.timeline.notDrawn(name)}
                </button>
              ) : filter === null ? (
                <bdi className="muted">{name}</bdi>
              ) : (
                <button
                  type="button"
                  className="link-button"
                  title={m.timeline.onlyThis}
                  onClick={() => {
                    go({ filter: narrow(here().filter, filter) });
                  }}
                >
                  <bdi>{name}</bdi>
                </button>
              )}
            </span>
          ))}
        <span className="spring" />
        <BucketTable buckets={buckets} series={series} marks={marks} strips={strips} span={span} />
      </div>
    </div>
  );
}

function namesOf(buckets: Buckets, by: ChartBy): readonly Named[] {
  if (by !== 'conversation' && by !== 'sender') return [];
  const kind = by === 'sender' ? 'account' : 'conversation';
  return buckets.series.flatMap(({ name, label }) => (label === undefined ? [] : [{ kind, ref: Number(name), label }]));
}
