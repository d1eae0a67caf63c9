import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Filter, SavedSearch, SearchHit } from '../../../contract/index.ts';
import { choice, isGiven, positiveInteger, text } from '../arguments.ts';
import { counted } from '../counted.ts';
import { EXIT, UsageError, type Command, type ExitCode, type Input, type Terminal } from '../command.ts';
import { filterOptions, readFilter } from '../filter-arguments.ts';
import { itemLine } from '../item-line.ts';
import { messageJson } from '../message-json.ts';
import { consultCase, openCase } from '../open-case.ts';
import { everyRow } from '../pages.ts';
import { safeExcerpt, safeText } from '../safe-text.ts';

const FORMATS = ['csv', 'tsv', 'jsonl'] as const;
/** Terms counted in one question. */
const TERMS_AT_ONCE = 50;

export const searchCommand: Command = {
  name: 'search',
  summary:
    'Finds words, patterns or a list of terms, counts them, writes the hits to a file, keeps and repeats searches.',
  positionals: ['CASE'],
  options: {
    ...filterOptions,
    terms: { type: 'string', value: 'FILE', help: 'a keyword list, one query a line: counts for each term' },
    limit: { type: 'string', value: 'N', help: 'at most this many hits' },
    out: { type: 'string', value: 'FILE', help: 'writes all hits to a new file, with the query, time, case and count' },
    format: { type: 'string', value: 'FORMAT', help: 'of that file: csv, tsv or jsonl; by its ending when not given' },
    save: { type: 'string', value: 'NAME', help: 'keeps the search in the case' },
    saved: { type: 'boolean', help: 'lists the searches that are kept' },
    rerun: { type: 'string', value: 'NAME', help: 'runs a kept search again and says what changed' },
  },
  notes: ['A hit names the fields in which it lies: text, quote, caption, file name, poll option …'],
  async run(input, terminal) {
    if (isGiven(input, 'saved')) return listSaved(input, terminal);
    const again = text(input, 'rerun');
    if (again !== null) return rerun(input, terminal, again);
    const changes = text(input, 'save') !== null || text(input, 'out') !== null;
    const info = await (changes ? openCase(input, terminal) : consultCase(input, terminal));
    const filter = await readFilter(input, terminal, info.zone);
    const terms = readTerms(input);
    if (filter.text === undefined && filter.regex === undefined && terms.length === 0)
      throw new UsageError('--text, --regex or --terms is missing');
    await save(input, terminal, filter, terms);
    if (text(input, 'out') !== null) return exportHits(input, terminal, filter, terms);
    if (terms.length > 0) return countTerms(terminal, filter, terms);
    return listHits(input, terminal, filter, info.zone);
  },
};

function readTerms(input: Input): readonly string[] {
  const path = text(input, 'terms');
  if (path === null) return [];
  try {
    const lines = readFileSync(path, 'utf8').split(/\r?\n/u);
    return [...new Set(lines.map((line) => line.replace(/^\uFEFF/u, '').trim()).filter((line) => line !== ''))];
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw new UsageError(`--terms: ${path} cannot be read`);
    throw error;
  }
}

async function listHits(
  input: Input,
  { client, output, json }: Terminal,
  filter: Filter,
  zone: string,
): Promise<ExitCode> {
  // prettier-ignore
  const limit = positiveInteger(input, 'limit');
  const pages = everyRow<SearchHit>(
    (at, most) => client.call('search.page', { filter, ...(at === null ? {} : { at }), limit: most }),
    limit,
  );
  for await (const hits of pages) {
    if (output.closed) break;
    for (const { item, places } of hits) {
      if (json) await output.json({ ...messageJson(item, null), places });
      else {
        const fields = [...new Set(places.map(({ field }) => field))].filter((field) => field !== 'body');
        await output.line(`${itemLine(item, zone)}${fields.length === 0 ? '' : `  {found in ${fields.join(', ')}}`}`);
      }
    }
  }
  if (!json) {
    const { total } = await client.call('search.page', { filter, limit: 1 });
    output.note(`${counted(total, 'hit')}${limit !== null && limit < total ? `, ${limit} listed` : ''}`);
  }
  return EXIT.done;
}

async function countTerms(
  { client, output, json }: Terminal,
  filter: Filter,
  terms: readonly string[],
): Promise<ExitCode> {
  // prettier-ignore
  let isRead = true;
  for (let from = 0; from < terms.length; from += TERMS_AT_ONCE) {
    const counts = await client.call('search.terms', { filter, terms: terms.slice(from, from + TERMS_AT_ONCE) });
    for (const count of counts) {
      isRead &&= count.problem === null;
      if (json) await output.json(count);
      else if (count.problem === null)
        await output.line(`${count.hits ?? 0}\t${count.conversations ?? 0}\t${safeText(count.term)}`);
      else await output.line(`?\t?\t${safeText(count.term)}  (${count.problem.reason} at ${count.problem.position})`);
    }
  }
  return isRead ? EXIT.done : EXIT.doneWithErrors;
}

async function exportHits(
  input: Input,
  { client, output, json }: Terminal,
  filter: Filter,
  terms: readonly string[],
): Promise<ExitCode> {
  // prettier-ignore
  const out = resolve(text(input, 'out') ?? '');
  const format = choice(input, 'format', FORMATS) ?? FORMATS.find((ending) => out.endsWith(`.${ending}`));
  if (format === undefined) throw new UsageError('--format is missing: csv, tsv or jsonl');
  const job = await client.runJob('search.export', { filter, format, out, ...(terms.length > 0 && { terms: [...terms] }) }); // prettier-ignore
  if (json) await output.json(job.result);
  else await output.line(`${counted(Number(job.result?.hits), 'hit')} written to ${safeText(out)}\nsha256 ${String(job.result?.sha256)}`); // prettier-ignore
  return EXIT.done;
}

async function save(
  input: Input,
  { client, output }: Terminal,
  filter: Filter,
  terms: readonly string[],
): Promise<void> {
  // prettier-ignore
  const name = text(input, 'save');
  if (name === null) return;
  const saved = await client.call('search.save', { name, filter, ...(terms.length > 0 && { terms: [...terms] }) });
  output.note(`kept as "${safeText(saved.name)}": ${counted(saved.hits, 'hit')}`);
}

async function listSaved(input: Input, terminal: Terminal): Promise<ExitCode> {
  const { client, output, json } = terminal;
  await consultCase(input, terminal);
  for (const saved of await client.call('search.list', {})) {
    if (json) await output.json(saved);
    else
      await output.line(
        `${counted(saved.hits, 'hit')} then, ${saved.lastHits} last  ${safeText(saved.name)}  ${queryOf(saved)}`,
      );
  }
  return EXIT.done;
}

async function rerun(input: Input, terminal: Terminal, name: string): Promise<ExitCode> {
  const { client, output, json } = terminal;
  await openCase(input, terminal);
  const found = (await client.call('search.list', {})).find((saved) => saved.name === name);
  if (found === undefined) throw new UsageError(`no search of the case is called "${name}"`);
  const run = await client.call('search.rerun', { saved: found.id });
  if (json) await output.json(run);
  else {
    const same = run.isSame ? 'the same items' : 'not the same items';
    await output.line(`${counted(run.before.hits, 'hit')} before, ${run.saved.lastHits} now: ${same}`);
  }
  return EXIT.done;
}

function queryOf({ filter, terms }: SavedSearch): string {
  if (terms.length > 0) return `${terms.length} terms`;
  return safeExcerpt(filter.text ?? filter.regex ?? '', 80);
}
