import { existsSync, readFileSync } from 'node:fs';

/** One line of the benchmark's table. */
export interface Figure {
  readonly what: string;
  readonly value: string;
  /** The goal it is held against, in words; empty when there is none. */
  readonly goal: string;
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** The value below which `share` percent of the values lie (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = Math.max(0, Math.ceil((share / 100) * sorted.length) - 1);
  const value = sorted[at];
  if (value === undefined) throw new Error('nothing was measured');
  return value;
}

/** Milliseconds that the work takes. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Runs two pieces of work in turn, A B A B …, and gives the median of each and of the ratio pair by pair. */
export async function inTurn(
  rounds: number,
  a: () => unknown,
  b: () => unknown,
): Promise<{ readonly aMs: number; readonly bMs: number; readonly ratio: number }> {
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0; i < rounds; i++) pairs.push([await timed(a), await timed(b)]);
  return {
    aMs: median(pairs.map(([x]) => x)),
    bMs: median(pairs.map(([, y]) => y)),
    ratio: median(pairs.map(([x, y]) => x / y)),
  };
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

const STATUS = '/proc/self/status';

/** The most memory that this process has had, in MiB. What `resourceUsage` says of a child counts, on Linux, that of the process it was forked from. */
export function peakMemoryMb(): number {
  const own = existsSync(STATUS) ? /^VmHWM:\s*(\d+) kB$/mu.exec(readFileSync(STATUS, 'utf8'))?.[1] : undefined;
  return (own === undefined ? process.resourceUsage().maxRSS : Number(own)) / 1024;
}
