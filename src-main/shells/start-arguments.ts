import { parseArgs } from 'node:util';

/** What `npm start --` was given. */
export interface StartArguments {
  readonly casePath: string | null;
  /** 0 takes a free port. */
  readonly port: number;
  readonly opensBrowser: boolean;
  /** True: the web shell even where Electron is there. */
  readonly isWeb: boolean;
}

/** Reads the arguments of `npm start`; a sentence where they cannot be read. */
export function readStartArguments(argv: readonly string[]): StartArguments | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { port: { type: 'string' }, 'no-open': { type: 'boolean' }, web: { type: 'boolean' } },
    });
    if (positionals.length > 1) return 'one case at most';
    const port = values.port ?? '0';
    if (!/^\d{1,5}$/u.test(port) || Number(port) > 65_535) return `not a port: ${port}`;
    return {
      casePath: positionals[0] ?? null,
      port: Number(port),
      opensBrowser: values['no-open'] !== true,
      isWeb: values.web === true,
    };
  } catch (error) {
    if (error instanceof TypeError) return error.message;
    throw error;
  }
}
