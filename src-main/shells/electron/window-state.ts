import { readFileSync, writeFileSync } from 'node:fs';

/** Where the window was: px of the screen. */
export interface WindowState {
  readonly x: number | null;
  readonly y: number | null;
  readonly width: number;
  readonly height: number;
  readonly isMaximized: boolean;
}

const FIRST: WindowState = { x: null, y: null, width: 1440, height: 900, isMaximized: false };
const LEAST = { width: 640, height: 480 } as const;

/** Reads the state kept at `path`; the first state where there is none or it cannot be used. */
export function readWindowState(path: string): WindowState {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    // No state yet, or a file cut short by a power failure: the window opens where it does the first time.
    if (error instanceof SyntaxError || (error instanceof Error && 'code' in error)) return FIRST;
    throw error;
  }
  if (typeof parsed !== 'object' || parsed === null) return FIRST;
  const { x, y, width, height, isMaximized } = parsed as Record<string, unknown>;
  if (!isSize(width, LEAST.width) || !isSize(height, LEAST.height)) return FIRST;
  const hasPlace = Number.isInteger(x) && Number.isInteger(y);
  return {
    x: hasPlace ? (x as number) : null,
    y: hasPlace ? (y as number) : null,
    width,
    height,
    isMaximized: isMaximized === true,
  };
}

/** Keeps the state at `path`. */
export function writeWindowState(path: string, state: WindowState): void {
  writeFileSync(path, JSON.stringify(state));
}

function isSize(value: unknown, least: number): value is number {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= 20_000;
}
