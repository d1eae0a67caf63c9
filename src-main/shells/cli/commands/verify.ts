import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { VerifyResult } from '../../../contract/index.ts';
import { choice, positional, positiveInteger, text, texts } from '../arguments.ts';
import { counted } from '../counted.ts';
import { EXIT, UsageError, type Command, type Input, type Terminal } from '../command.ts';
import { limitOptions, readLimits } from '../limit-arguments.ts';
import { openCase } from '../open-case.ts';
import { showBytes } from '../progress-line.ts';
import { safeText } from '../safe-text.ts';

export const verifyCommand: Command = {
  name: 'verify',
  summary:
    'Checks a case (exhibits, working copies, records, custody log) or a report package, and names what differs.',
  positionals: ['CASE|REPORT'],
  options: {
    records: {
      type: 'string',
      value: 'HOW',
      help: 'records to read again: none, sample or all; sample when not given',
    },
    seal: { type: 'string', value: 'HEX', help: 'for a report, the seal that was noted when it was handed over' },
    case: {
      type: 'string',
      value: 'CASE',
      help: 'for a report, the case it was written from: its seal is known there, and lines are hashed again from its copies',
    },
    exhibit: {
      type: 'string',
      multiple: true,
      value: 'REF=PATH',
      help: 'for a report, an original exhibit to read its lines from again: files and byte ranges are hashed; may be repeated',
    },
    sample: { type: 'string', value: 'N', help: 'with --exhibit, how many lines to read, evenly; each when not given' },
    ...limitOptions,
  },
  notes: [
    'With --exhibit, the files that the report cites are copied into the system’s temporary folder while they are read.',
    'The three limits are for --exhibit, where it was taken in with limits above the usual ones.',
  ],
  async run(input, terminal) {
    const { output, json } = terminal;
    const result = await check(input, terminal);
    if (json) await output.json(result);
    else {
      const { files, bytes, records, values, custodyEntries } = result.checked;
      await output.line(
        `checked ${counted(files, 'file')}, ${showBytes(bytes)}, ${counted(records, 'record')} (${counted(values ?? 0, 'value')}), ${counted(custodyEntries, 'custody entry', 'custody entries')}`,
      );
      for (const { value, reason, count } of result.notCompared ?? [])
        await output.line(`not compared: ${count} × ${value}: ${reason}`);
      for (const difference of result.differences) {
        const values = [
          difference.expected === null ? null : `expected ${safeText(difference.expected)}`,
          difference.found === null ? null : `found ${safeText(difference.found)}`,
        ].filter((value) => value !== null);
        await output.line(
          `${difference.kind} ${difference.subject}: ${safeText(difference.path)} ${values.join(', ')}`.trimEnd(),
        );
      }
      await output.line(
        result.ok ? 'verification passed' : `verification FAILED: ${counted(result.differences.length, 'difference')}`,
      );
    }
    return result.ok ? EXIT.done : EXIT.verificationFailed;
  },
};

async function check(input: Input, terminal: Terminal): Promise<VerifyResult> {
  const path = resolve(positional(input, 0));
  const records = choice(input, 'records', ['none', 'sample', 'all']);
  if (!existsSync(join(path, 'case.db'))) return checkReport(path, records, input, terminal);
  if (texts(input, 'exhibit').length > 0) throw new UsageError('--exhibit is for a report; a case knows its exhibits');
  await openCase(input, terminal);
  const job = await terminal.client.runJob('verify.case', { records: records ?? 'sample' });
  return job.result as unknown as VerifyResult;
}

async function checkReport(
  path: string,
  records: 'none' | 'sample' | 'all' | null,
  input: Input,
  terminal: Terminal,
): Promise<VerifyResult> {
  const seal = text(input, 'seal');
  if (seal !== null && !/^[0-9a-f]{64}$/iu.test(seal)) throw new UsageError('--seal wants 64 hexadecimal digits');
  const given = text(input, 'case');
  if (given === null && records !== null && records !== 'none')
    throw new UsageError('--records needs --case: the lines of a report are hashed again from the copies in its case');
  if (given !== null) await terminal.client.call('case.open', { path: resolve(given), beside: true });
  const how = records ?? (given === null ? 'none' : 'sample');
  const exhibits = texts(input, 'exhibit').map(exhibitOf);
  const sample = positiveInteger(input, 'sample');
  if (sample !== null && exhibits.length === 0) throw new UsageError('--sample needs --exhibit');
  return terminal.client.call('verify.report', {
    path,
    records: how,
    ...(seal !== null && { seal }),
    ...(exhibits.length > 0 && { exhibits, limits: readLimits(input) }),
    ...(sample !== null && { sample }),
  });
}

function exhibitOf(given: string): { readonly reference: string; readonly path: string } {
  const at = given.indexOf('=');
  if (at < 1 || at === given.length - 1) throw new UsageError(`--exhibit wants REF=PATH, not "${given}"`);
  return { reference: given.slice(0, at), path: resolve(given.slice(at + 1)) };
}
