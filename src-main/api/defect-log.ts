import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Failure } from '../contract/index.ts';

/** Errors whose message speaks of code, never of what a file holds. */
const MESSAGE_IS_SAFE = new Set(['TypeError', 'ReferenceError', 'SqliteError', 'AssertionError']);

/**
 * Writes a defect to `<appDir>/logs/defects.log`, one JSON object a line, and returns the failure that names it by id.
 * Only type, code and code positions are logged, and the message where it cannot quote evidence or keys.
 */
export function logDefect(appDir: string, error: unknown, where: string): Failure {
  const id = randomUUID();
  const type = error instanceof Error ? error.constructor.name : typeof error;
  const message = error instanceof Error && MESSAGE_IS_SAFE.has(type) ? error.message : null;
  const entry = { id, at: new Date().toISOString(), where, type, message, frames: framesOf(error) };
  const folder = join(appDir, 'logs');
  const log = join(folder, 'defects.log');
  mkdirSync(folder, { recursive: true });
  appendFileSync(log, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
  return { code: 'internal', detail: { id, log, type, where } };
}

function framesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error) || error.stack === undefined) return [];
  return error.stack
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '));
}
