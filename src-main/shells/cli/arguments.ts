import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { UsageError, type Command, type Input } from './command.ts';

/** Reads a command's arguments; throws a `UsageError` that says what is wrong. */
export function readArguments(command: Command, argv: readonly string[]): Input {
  const options = {
    ...command.options,
    json: { type: 'boolean' as const },
    help: { type: 'boolean' as const, short: 'h' },
  };
  let parsed: { positionals: string[]; values: Input['values'] };
  try {
    parsed = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message);
    throw error;
  }
  if (parsed.values.help === true) return parsed;
  const missing = command.positionals[parsed.positionals.length];
  if (missing !== undefined) throw new UsageError(`${missing} is missing`);
  const extra = parsed.positionals[command.positionals.length];
  if (extra !== undefined) throw new UsageError(`"${extra}" is one argument too many`);
  return parsed;
}

/** A positional argument by its place. */
export function positional(input: Input, index: number): string {
  const value = input.positionals[index];
  if (value === undefined) throw new UsageError('an argument is missing');
  return value;
}

/** An option's text; null when it was not given. */
export function text(input: Input, name: string): string | null {
  const value = input.values[name];
  return typeof value === 'string' ? value : null;
}

/** An option's text that must be given. */
export function requiredText(input: Input, name: string): string {
  const value = text(input, name);
  if (value === null || value === '') throw new UsageError(`--${name} is missing`);
  return value;
}

/** Every value of an option that may be given more than once. */
export function texts(input: Input, name: string): readonly string[] {
  const value = input.values[name];
  if (!Array.isArray(value)) return [];
  return value.filter((item) => typeof item === 'string');
}

export function isGiven(input: Input, name: string): boolean {
  return input.values[name] === true;
}

const MULTIPLES: Readonly<Record<string, number>> = { '': 1, k: 1024, M: 1024 ** 2, G: 1024 ** 3, T: 1024 ** 4 };

/** A positive number, decimals and `k`, `M`, `G`, `T` (powers of 1024) allowed; null when the option was not given. */
export function positiveNumber(input: Input, name: string): number | null {
  const value = text(input, name);
  if (value === null) return null;
  const parts = /^(\d+(?:\.\d+)?)([kMGT]?)$/u.exec(value);
  const multiple = MULTIPLES[parts?.[2] ?? ''];
  const number = parts === null || multiple === undefined ? Number.NaN : Number(parts[1]) * multiple;
  if (!Number.isFinite(number) || number <= 0)
    throw new UsageError(`--${name} wants a positive number, not "${value}"`);
  return number;
}

/** A whole number from 1; null when the option was not given. */
export function positiveInteger(input: Input, name: string): number | null {
  const value = text(input, name);
  if (value === null) return null;
  const number = Number(value);
  if (!/^\d+$/u.test(value) || !Number.isSafeInteger(number) || number < 1) {
    throw new UsageError(`--${name} wants a whole number from 1, not "${value}"`);
  }
  return number;
}

/** One of the words; null when the option was not given. */
export function choice<T extends string>(input: Input, name: string, words: readonly T[]): T | null {
  const value = text(input, name);
  if (value === null) return null;
  const found = words.find((word) => word === value);
  if (found === undefined) throw new UsageError(`--${name} is one of ${words.join(', ')}, not "${value}"`);
  return found;
}

/** Each of the words given; none when the option was not given. */
export function words<T extends string>(input: Input, name: string, known: readonly T[]): readonly T[] {
  return texts(input, name).map((given) => {
    const found = known.find((word) => word === given);
    if (found === undefined) throw new UsageError(`--${name} is one of ${known.join(', ')}, not "${given}"`);
    return found;
  });
}

/** `NAME=VALUE`, or `NAME=@FILE` whose first line is the value: a key on a command line is seen by other processes. */
export function assignment(given: string, option: string): readonly [string, string] {
  const at = given.indexOf('=');
  if (at < 1) throw new UsageError(`--${option} wants NAME=VALUE`);
  const value = given.slice(at + 1);
  return [given.slice(0, at), value.startsWith('@') ? firstLine(value.slice(1), option) : value];
}

function firstLine(path: string, option: string): string {
  try {
    return readFileSync(path, 'utf8').split(/\r?\n/u)[0] ?? '';
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw new UsageError(`--${option}: ${path} cannot be read`);
    throw error;
  }
}
