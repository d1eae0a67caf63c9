import type { ParseArgsOptionDescriptor } from 'node:util';
import type { Client } from './client.ts';
import type { Output } from './output.ts';

/** How the program ends: 0 done, 1 done with errors recorded, 2 usage, 3 failure, 4 verification failed. */
export const EXIT = { done: 0, doneWithErrors: 1, usage: 2, failure: 3, verificationFailed: 4 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What a command was given. */
export interface Input {
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
}

/** What a command works with. */
export interface Terminal {
  readonly client: Client;
  readonly output: Output;
  /** True: one object, or JSON Lines for lists. */
  readonly json: boolean;
}

export interface OptionHelp extends ParseArgsOptionDescriptor {
  /** Placeholder of the value in the help; absent for switches. */
  readonly value?: string;
  readonly help: string;
}

/** One word after `affiant`. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** Names of the positional arguments, in order; all are required. */
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, OptionHelp>>;
  /** Further paragraphs of the help. */
  readonly notes?: readonly string[];
  run(input: Input, terminal: Terminal): Promise<ExitCode>;
}

/** What the caller typed cannot be understood; ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
