import type { KeyParam, LockView } from '../../contract/index.ts';
import { resolve } from 'node:path';
import { choice, texts } from './arguments.ts';
import { CommandFailed } from './client.ts';
import { EXIT, UsageError, type ExitCode, type Input, type OptionHelp, type Terminal } from './command.ts';
import { counted } from './counted.ts';
import { failureText } from './failure-text.ts';
import { showBytes } from './progress-line.ts';
import { safeText } from './safe-text.ts';

/** Options of every command that takes keys. */
export const keyOptions: Readonly<Record<string, OptionHelp>> = {
  key: {
    type: 'string',
    multiple: true,
    value: 'LOCK=@FILE|env:NAME|-|exhibit:PATH|offer:N|ring:N',
    help: 'key of a locked file, which LOCK names by its number or its path, or of all that wait for a key: those of one kind by the name of the kind, for example sqlcipher, or `all`. It lies in a file, a variable of the environment, on standard input, in a file of its exhibit, is one that `affiant locks` offers by number, or lies in the key ring; may be repeated',
  },
  as: {
    type: 'string',
    value: 'FORM',
    help: 'how the keys are to be taken: password or hex; what the lock takes when not given',
  },
};

/** Keys are no arguments: other processes of the machine can read a command line. */
export const keyNote =
  'A key is never given as an argument: other processes of the machine can read a command line, and shells keep it.';

interface KeyArgument {
  /** Number, path, kind or `all`. */
  readonly lock: string;
  readonly from: string;
}

const FORMS = ['password', 'hex'] as const;

/** Reads `--key` without looking at what it names; a key that stands there itself is refused. */
export function keyArguments(input: Input): readonly KeyArgument[] {
  return texts(input, 'key').map((given) => {
    const at = given.search(/=(?:@.|env:.|exhibit:.|offer:\d|ring:\d|-$)/u);
    if (at >= 1) return { lock: given.slice(0, at), from: given.slice(at + 1) };
    throw new UsageError(
      '--key wants LOCK=@FILE, LOCK=env:NAME, LOCK=- (standard input), LOCK=exhibit:PATH, LOCK=offer:N or LOCK=ring:N. A key itself is no argument: other processes of this machine can read a command line',
    );
  });
}

/** How the keys of one command did. `failed` counts keys that did not open the file that they were given for, or of several none. */
export interface Unlocked {
  readonly opened: readonly Readonly<Record<string, unknown>>[];
  readonly failed: number;
}

/** Tries each key on the locks that it is given for, and says how it did. */
export async function unlockWith(
  keys: readonly KeyArgument[],
  input: Input,
  terminal: Terminal,
  exhibit: number | null = null,
): Promise<Unlocked> {
  const form = choice(input, 'as', FORMS);
  const opened: Readonly<Record<string, unknown>>[] = [];
  let failed = 0;
  let typed: string | null = null;
  for (const { lock, from } of keys) {
    if (from === '-') typed ??= await standardInput();
    const { locks } = await terminal.client.call('lock.list', {});
    const named = locks.filter((one) => (exhibit === null || one.exhibit === exhibit) && isNamed(one, lock));
    if (named.length === 0)
      throw new UsageError(`--key: no lock of the case is ${safeText(lock)}; affiant locks CASE lists them`);
    const before = opened.length;
    for (const one of named) {
      const result = await tryKey(one, keyOf(from, one, typed, form), terminal);
      if (result !== null) opened.push(result);
    }
    const gave = opened.length - before;
    if (named.length > 1 && !terminal.json)
      await terminal.output.line(`the key was tried on ${counted(named.length, 'locked file')} and opened ${gave}`);
    if (gave === 0) failed += 1;
  }
  return { opened, failed };
}

/** `failure` where a key did not open its lock, else `otherwise`. */
export function exitAfter({ failed }: Unlocked, otherwise: ExitCode): ExitCode {
  return failed > 0 ? EXIT.failure : otherwise;
}

function isNamed({ id, kind, path, state }: LockView, name: string): boolean {
  if (name === 'all' || name === kind) return state !== 'opened';
  return /^\d+$/u.test(name) ? id === Number(name) : path === name || path.endsWith(`/${name}`);
}

function keyOf(from: string, lock: LockView, typed: string | null, form: (typeof FORMS)[number] | null): KeyParam {
  const as = form === null ? {} : { form };
  if (from.startsWith('@')) return { file: resolve(from.slice(1)), ...as };
  if (from.startsWith('exhibit:')) return { exhibit: lock.exhibit, path: from.slice('exhibit:'.length) };
  if (from.startsWith('offer:')) return { offer: Number(from.slice('offer:'.length)) };
  if (from.startsWith('ring:')) return { key: Number(from.slice('ring:'.length)) };
  const value = from === '-' ? typed : process.env[from.slice('env:'.length)];
  if (value === undefined || value === null || value === '')
    throw new UsageError(from === '-' ? '--key: nothing came on standard input' : `--key: ${safeText(from.slice(4))} is not set in the environment`); // prettier-ignore
  return { typed: value, ...as };
}

async function tryKey(
  lock: LockView,
  key: KeyParam,
  { client, output, json }: Terminal,
): Promise<Readonly<Record<string, unknown>> | null> {
  try {
    const job = await client.runJob('lock.open', { lock: lock.id, key });
    const result = job.result ?? {};
    if (!json) {
      const { files, sizeBytes, sources, locks } = result;
      await output.line(
        `opened ${lock.id} ${safeText(lock.path)}: ${counted(Number(files), 'file')}, ${showBytes(Number(sizeBytes))}; ${counted(lengthOf(sources), 'source')} and ${counted(lengthOf(locks), 'further locked file')} found`,
      );
    }
    return result;
  } catch (error) {
    if (!(error instanceof CommandFailed) || error.failure.code === 'cancelled') throw error;
    output.note(
      json ? JSON.stringify({ lock: lock.id, failure: error.failure }) : `affiant: ${failureText(error.failure)}`,
    );
    return null;
  }
}

function lengthOf(list: unknown): number {
  return Array.isArray(list) ? list.length : 0;
}

/** The first line. */
async function standardInput(): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(Buffer.from(part as Uint8Array));
  return Buffer.concat(parts).toString('utf8').split(/\r?\n/u)[0] ?? '';
}
