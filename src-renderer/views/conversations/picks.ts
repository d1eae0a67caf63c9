import type { Span } from '../../components/place-rows.ts';

/** Positions that are chosen: spans in ascending order that neither overlap nor touch. */
export type Picks = readonly Span[];

export function isPicked(picks: Picks, index: number): boolean {
  return picks.some(({ from, to }) => index >= from && index <= to);
}

/** How many positions are chosen. */
export function countPicks(picks: Picks): number {
  return picks.reduce((sum, { from, to }) => sum + to - from + 1, 0);
}

/** The picks with the positions between two ends, both included, in any order. */
export function withRange(picks: Picks, one: number, other: number): Picks {
  let [from, to] = [Math.min(one, other), Math.max(one, other)];
  const apart: Span[] = [];
  for (const span of picks) {
    if (span.to < from - 1 || span.from > to + 1) apart.push(span);
    else [from, to] = [Math.min(from, span.from), Math.max(to, span.to)];
  }
  return [...apart, { from, to }].sort((a, b) => a.from - b.from);
}

/** The picks with one position more, or less where it was chosen. */
export function toggled(picks: Picks, index: number): Picks {
  if (!isPicked(picks, index)) return withRange(picks, index, index);
  return picks.flatMap((span) => {
    if (index < span.from || index > span.to) return [span];
    const parts = [
      { from: span.from, to: index - 1 },
      { from: index + 1, to: span.to },
    ];
    return parts.filter(({ from, to }) => from <= to);
  });
}
