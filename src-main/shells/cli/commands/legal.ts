import { LEGAL_DRAFTS, LEGAL_LANGUAGES, type LegalView } from '../../../contract/index.ts';
import { choice, positional } from '../arguments.ts';
import { EXIT, UsageError, type Command, type Terminal } from '../command.ts';
import { consultCase } from '../open-case.ts';
import { safeText } from '../safe-text.ts';

export const legalCommand: Command = {
  name: 'legal',
  summary: 'Says which service may hold what of an account and how that can be asked for, or drafts a request.',
  positionals: ['CASE', 'ACCOUNT'],
  options: {
    language: { type: 'string', value: 'LANGUAGE', help: 'en or zh; en when not given' },
    draft: { type: 'string', value: 'KIND', help: LEGAL_DRAFTS.join(', ') },
  },
  notes: [
    'ACCOUNT is an identifier as stored, a name, or a part of either that only one account has.',
    'General information, not legal advice, made from the case and the documents it cites. Nothing is sent.',
  ],
  async run(input, terminal) {
    const { client, output, json } = terminal;
    const language = choice(input, 'language', LEGAL_LANGUAGES) ?? 'en';
    const draft = choice(input, 'draft', LEGAL_DRAFTS);
    await consultCase(input, terminal);
    const account = await accountNamed(positional(input, 1), terminal);
    if (draft !== null) {
      const made = await client.call('legal.draft', { account, filter: {}, language, draft });
      await (json ? output.json(made) : output.line(made.text.trimEnd()));
      return EXIT.done;
    }
    const view = await client.call('legal.account', { account, filter: {}, language });
    if (json) await output.json(view);
    else for (const line of linesOf(view)) await output.line(line);
    return EXIT.done;
  },
};

/** The number of the account that is meant; of several sources with one identifier, its owner’s, else that with most messages. Throws a `UsageError` that lists them where there are several. */
async function accountNamed(name: string, { client }: Terminal): Promise<number> {
  const { rows, total } = await client.call('account.page', { name, limit: 20 });
  const [same] = rows
    .filter(({ identifier }) => identifier === name)
    .sort((a, b) => Number(b.isOwner) - Number(a.isOwner) || b.messages - a.messages);
  const [only, second] = rows;
  if (same !== undefined) return same.id;
  if (only === undefined) throw new UsageError(`no account has "${safeText(name)}" in a name or identifier`);
  if (second !== undefined)
    throw new UsageError(
      `${total} accounts have "${safeText(name)}" in a name or identifier; give one of: ${rows.map(({ identifier }) => safeText(identifier)).join(', ')}`,
    );
  return only.id;
}

function* linesOf(view: LegalView): Iterable<string> {
  const cite = (ids: readonly string[]): string =>
    ids.length === 0 ? '' : ` [${ids.map((id) => view.citations.findIndex((one) => one.id === id) + 1).join(', ')}]`;
  yield `${safeText(view.name)}  ${safeText(view.identifier)}`;
  yield view.notice;
  yield '';
  yield view.holder + cite(view.holderCitations);
  yield safeText(view.holderReason);
  if (view.verdict !== null) {
    yield '';
    yield `${view.verdict.title}. ${view.verdict.reason}`;
    for (const { what, value, storedIn, weight, speaksFor, reading } of view.verdict.hints)
      yield `  ${what}: ${safeText(value)} (${safeText(storedIn)}), ${weight}, ${speaksFor ?? '-'}. ${reading}`;
  }
  for (const rows of [
    view.data.map((row) => `${row.what}: ${row.where} [${row.prospect}] ${row.says}${cite(row.citations)}`),
    view.routes.map((row) => `${row.title} [${row.prospect}]: ${row.says}${cite(row.citations)}`),
  ]) {
    if (rows.length > 0) yield '';
    for (const row of rows) yield `- ${row}`;
  }
  yield '';
  for (const way of view.alternatives) {
    yield `- ${way.title}: ${way.says}${cite(way.citations)}`;
    for (const { value, says } of way.holdings) yield `    ${safeText(value)}  ${safeText(says)}`;
    if (way.more > 0) yield `    + ${way.more}`;
  }
  yield '';
  for (const [index, { title, publisher, dated }] of view.citations.entries())
    yield `[${index + 1}] ${title} · ${publisher} · ${dated ?? 'no date'}`;
}
