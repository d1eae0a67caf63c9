import type { IssueView, LayerView, LocatorView, ProvenanceView } from '../../../contract/index.ts';
import { appText } from '../app-text.ts';
import { positional } from '../arguments.ts';
import type { Client } from '../client.ts';
import { counted } from '../counted.ts';
import { EXIT, UsageError, type Command } from '../command.ts';
import type { Output } from '../output.ts';
import { consultCase } from '../open-case.ts';
import { safeExcerpt, safeText } from '../safe-text.ts';

export const provenanceCommand: Command = {
  name: 'provenance',
  summary:
    'Shows where a message or event was read: file, table, row, stored values, byte ranges and how to check them.',
  positionals: ['CASE', 'ID'],
  options: {},
  async run(input, terminal) {
    const { client, output, json } = terminal;
    const id = positional(input, 1);
    if (!/^[1-9]\d{0,15}$/u.test(id)) throw new UsageError(`ID is the number of a message or event, not "${id}"`);
    await consultCase(input, terminal);
    const first = await client.call('item.provenance', { item: Number(id) });
    const view = await allPlaces(await allIssues(first, client), client);
    if (json) {
      await output.json(view);
      return EXIT.done;
    }
    await output.line(safeText(view.sentence));
    await output.line(
      `exhibit ${safeText(view.exhibit.reference)}, ${safeText(view.exhibit.path)}, sha256 ${view.exhibit.sha256}`,
    );
    await output.line(
      `parser ${view.parser.id} revision ${view.parser.revision}, ${safeText(view.parser.variant)}, ${view.parser.proof}`,
    );
    const app = appText(view.app);
    if (app !== null) await output.line(`app ${app}`);
    for (const layer of view.layers) await writeLayer(layer, output);
    for (const content of view.contents) {
      await output.line(
        `\ncontent of attachment ${content.attachment}: ${safeText(content.path)}, sha256 ${content.sha256}`,
      );
      for (const layer of content.layers) await writeLayer(layer, output);
    }
    if (view.moreContents > 0)
      await output.line(`${counted(view.moreContents, 'further attachment')} with a content not told here`);
    for (const { of: what, method, confidence, otherwise } of view.recovered)
      await output.line(
        `recovered ${what}: method ${method}, confidence ${confidence}; what else can explain it: ${safeText(otherwise)}`,
      );
    for (const locator of view.locators) await writeLocator(locator, output);
    for (const issue of view.issues)
      await output.line(`issue ${issue.severity} ${issue.code}: ${safeText(issue.detail)}`);
    return EXIT.done;
  },
};

/** The record with each issue that is kept of it: those that came with it, and the others a thousand at a time. */
async function allIssues(view: ProvenanceView, client: Client): Promise<ProvenanceView> {
  if (view.moreIssues === 0) return view;
  const kept: IssueView[] = [];
  for (;;) {
    const page = await client.call('issue.page', { item: view.item, at: { index: kept.length }, limit: 1000 });
    kept.push(...page.rows);
    if (page.rows.length === 0 || kept.length >= page.total) break;
  }
  const ids = new Set(kept.map(({ id }) => id));
  return { ...view, issues: [...kept, ...view.issues.filter(({ id }) => !ids.has(id))], moreIssues: 0 };
}

/** The record with each of its places: those that came with it, and the others a thousand at a time. */
async function allPlaces(view: ProvenanceView, client: Client): Promise<ProvenanceView> {
  let all = view;
  while (all.locators.length < all.places) {
    const next = await client.call('item.places', { item: view.item, first: all.locators.length, limit: 1000 });
    if (next.locators.length === 0) break;
    all = {
      ...all,
      locators: [...all.locators, ...next.locators],
      stored: { ...all.stored, ...next.stored },
      issues: [...all.issues, ...next.issues],
    };
  }
  return all;
}

async function writeLayer(layer: LayerView, output: Output): Promise<void> {
  const outer = layer.outer.path === '' ? 'the exhibit' : safeText(layer.outer.path);
  const key = layer.key === null ? '' : `, key ${layer.key.fingerprint} (${layer.key.form})`;
  await output.line(`\nlayer ${layer.kind}: ${outer}, sha256 ${layer.outer.sha256}`);
  await output.line(`  ${safeText(layer.inner)}: ${safeText(layer.method)}${key}`);
  await output.line(
    `  gives ${safeText(layer.file.path)}, ${counted(layer.file.sizeBytes, 'byte')}, sha256 ${layer.file.sha256}`,
  );
  for (const command of layer.commands)
    // A line that belongs to a program within the command keeps its place: there the blanks before it count.
    for (const [index, line] of command.split('\n').entries())
      await output.line(`${index === 0 ? '    ' : ''}${safeText(line)}`);
  if (layer.note !== null) await output.line(`  ${safeText(layer.note)}`);
}

async function writeLocator(view: LocatorView, output: Output): Promise<void> {
  await output.line(`\n${view.gives}: ${placeOf(view)}`);
  for (const value of view.row) {
    const shown = value.value === null ? 'NULL' : safeExcerpt(String(value.value), 200);
    await output.line(`  ${safeText(value.column)} (${value.type}) = ${shown}`);
  }
  for (const range of view.ranges) {
    await output.line(
      `  ${range.page === 0 ? '' : `${range.in} page ${range.page}, `}offset ${range.offset}, length ${range.length}`,
    );
    await output.line(`    sha256 ${range.sha256}`);
    await output.line(`    ${safeText(range.command)}`);
  }
}

function placeOf(view: LocatorView): string {
  const { locator } = view;
  const file = safeText(view.path);
  switch (locator.kind) {
    case 'row': {
      const row = safeText(String(locator.rowid ?? locator.key ?? '?'));
      return `${file}, table ${safeText(locator.table)}, row ${row}`;
    }
    case 'bytes':
      return `${file}, offset ${locator.offset}, length ${locator.length}`;
    case 'node':
      return `${file}, ${safeText(locator.path)}`;
  }
}
