import type { SourceView } from '../../../contract/index.ts';
import { appText } from '../app-text.ts';
import { counted } from '../counted.ts';
import { EXIT, type Command } from '../command.ts';
import { consultCase } from '../open-case.ts';
import { safeText } from '../safe-text.ts';

export const sourcesCommand: Command = {
  name: 'sources',
  summary: 'Lists the sources found, with variant, proof grade, state, counts and row accounting.',
  positionals: ['CASE'],
  options: {
    ledger: { type: 'boolean', help: 'each table with rows read, used and skipped' },
  },
  async run(input, terminal) {
    const { client, output, json } = terminal;
    await consultCase(input, terminal);
    for (const source of await client.call('source.list', {})) {
      const ledger = input.values.ledger === true ? await client.call('source.ledger', { source: source.id }) : null;
      if (json) {
        await output.json(ledger === null ? source : { ...source, ledger });
        continue;
      }
      await output.line(sourceLine(source));
      if (source.keyRequest !== null) await output.line(`  needs: ${safeText(source.keyRequest.hint)}`);
      for (const question of source.questions) {
        const choices = question.choices.map((choice) => choice.value).join(' | ');
        await output.line(
          `  question ${question.id}: ${safeText(question.text)} [${safeText(choices)}] ${question.answer ?? `${question.default} (not answered)`}${question.isPending ? `; NOT APPLIED, ${appliedText(question.applied)}: ingest the source again` : ''}`,
        );
      }
      for (const row of ledger ?? []) {
        const skipped = Object.entries(row.skipped).map(([reason, count]) => `, ${count} skipped: ${safeText(reason)}`);
        const rest = row.claimed ? `${row.used} used${skipped.join('')}` : 'no parser claims this table';
        await output.line(`  ${safeText(row.path)} ${safeText(row.table)}: ${counted(row.rows, 'row')}, ${rest}`);
      }
    }
    return EXIT.done;
  },
};

/** Under which answer the source was read. */
function appliedText(applied: string | null): string {
  return applied === null
    ? 'the answer under which it was read was not kept'
    : applied === ''
      ? 'read without an answer'
      : `read under ${safeText(applied)}`;
}

/** A source on one line. */
export function sourceLine(source: SourceView): string {
  const counts = Object.entries(source.counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => counted(count, name.replace(/s$/u, ''), name));
  const errors = source.issues.error > 0 ? `, ${counted(source.issues.error, 'error')} recorded` : '';
  const ledger =
    source.state !== 'ingested'
      ? ''
      : source.balanced
        ? ', ledger closes'
        : source.claimsNothing
          ? ', no table read'
          : ', LEDGER DOES NOT CLOSE';
  const held = counts.length === 0 ? '' : `: ${counts.join(', ')}`;
  const app = appText(source.app);
  return `source ${source.id} [${source.state}] ${safeText(source.exhibitReference)} ${safeText(source.label)} (${safeText(source.variant)}, ${source.proof}${app === null ? '' : `; ${app}`})${held}${ledger}${errors}`;
}
