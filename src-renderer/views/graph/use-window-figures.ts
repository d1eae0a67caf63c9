import { useMemo } from 'react';
import type { Filter } from '../../../src-main/contract/index.ts';
import { useEngine } from '../../engine/use-engine.ts';
import { narrow } from '../overview/open-messages.ts';
import type { GraphModel } from './graph-model.ts';
import { figuresIn, wholeFigures, type Figures } from './window-figures.ts';

/** The most that the engine gives at once, so that what is missing from an answer has nothing in its span. */
const MOST_NODES = 20_000;

/** The figures of the span chosen, as far as they have come. */
export interface WindowFigures {
  /** Null while they are on their way, and where they could not be had. */
  readonly figures: Figures | null;
  /** What the picture is drawn by: of the last span while those of the next one are on their way. */
  readonly weights: Uint32Array;
  readonly error: Error | null;
}

/** The graph's figures in a span of time; those that the model came with where no span is chosen. */
export function useWindowFigures(
  model: GraphModel,
  filter: Filter,
  time: { readonly fromMs: number; readonly toMs: number } | null,
): WindowFigures {
  const timed = useEngine('graph.get', time === null ? null : { filter: narrow(filter, time), maxNodes: MOST_NODES }, {
    keepPrevious: true,
  });
  const whole = useMemo(() => wholeFigures(model), [model]);
  const inSpan = useMemo(() => (timed.data === undefined ? null : figuresIn(model, timed.data)), [model, timed.data]);
  if (time === null) return { figures: whole, weights: whole.weights, error: null };
  const isPending = inSpan === null || timed.isPlaceholderData;
  return { figures: isPending ? null : inSpan, weights: inSpan?.weights ?? whole.weights, error: timed.error };
}
