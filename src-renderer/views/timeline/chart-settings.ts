import { create } from 'zustand';
import type { ChartBy } from './chart-series.ts';
import type { Span } from './span.ts';

/** How the chart is shown: bars on each other, a row for each series, or hours of the week. */
export const MODES = ['stacked', 'lanes', 'week'] as const;
export type ChartMode = (typeof MODES)[number];

interface ChartSettings {
  /** The case that the span belongs to. */
  readonly caseId: string;
  readonly by: ChartBy;
  readonly mode: ChartMode;
  /** False: what is counted together is not drawn. */
  readonly isRestShown: boolean;
  /** The span shown; null shows the whole. */
  readonly span: Span | null;
}

/** What the examiner last looked at; survives moving between views. */
export const useChartSettings = create<ChartSettings>(() => ({
  caseId: '',
  by: 'direction',
  mode: 'stacked',
  isRestShown: true,
  span: null,
}));
