import { accountNames, conversationTitles, countByTime, type CaseFile } from '../case/index.ts';
import type { Buckets, Filter } from '../contract/index.ts';

type By = Parameters<typeof countByTime.read>[3];
type Series = Buckets['series'][number];

/** The series of an answer, chosen by the whole filter, so that they stay the same however far one zooms in. */
export interface ChosenSeries {
  /** Null: each name has a series. */
  readonly names: readonly string[] | null;
  /** How many names have none. */
  readonly more: number;
}

/** At most `top` series; conversations and accounts are always limited, to eight unless told. */
export function chooseSeries(file: CaseFile, filter: Filter, by: By, top: number | undefined): ChosenSeries {
  const isPeople = by === 'conversation' || by === 'sender';
  if (top === undefined && !isPeople) return { names: null, more: 0 };
  return countByTime.topNames(file.db, filter, by, top ?? 8);
}

/** The series with what their conversations or accounts are called. */
export function labelSeries(file: CaseFile, by: By, series: readonly Series[]): readonly Series[] {
  const ids = series.map(({ name }) => Number(name));
  const labelOf =
    by === 'conversation'
      ? (
          (titles) => (id: number) =>
            titles.get(id)
        )(conversationTitles(file.db, ids))
      : by === 'sender'
        ? (
            (names) => (id: number) =>
              names.get(id)?.name
          )(accountNames(file.db, ids))
        : null;
  if (labelOf === null) return series;
  return series.map((one) => {
    const label = labelOf(Number(one.name));
    return label === undefined ? one : { ...one, label };
  });
}
