import type { BagWriter } from '../bag/bag-writer.ts';
import type { PlacedConversation } from '../document/section.ts';
import type { CitedFile } from '../lines/cited-files.ts';
import type { ReportPart } from '../../contract/index.ts';
import type { ReportPlan } from '../report-request.ts';
import type { CountedIssues, ReportInput, Rows } from '../report-input.ts';
import { CSV_START, csvLine } from '../text/csv.ts';
import { sortedJson } from '../text/sorted-json.ts';
import { utcText } from '../text/time.ts';

type Cells = Parameters<typeof csvLine>[0];

const utc = (ms: number | null): string | null => (ms === null ? null : utcText(ms));

/** Writes the tables about the case as a whole. Issues, accounts and files are streamed, never held together. */
export async function writeCaseTables(
  bag: BagWriter,
  input: ReportInput,
  placed: readonly PlacedConversation[],
  cited: readonly CitedFile[],
  otherIssues: readonly CountedIssues[],
  plan: Pick<ReportPlan, 'leaveOut' | 'annotations'>,
): Promise<void> {
  const has = (part: ReportPart): boolean => !plan.leaveOut.includes(part);
  await table(
    bag,
    'exhibits.csv',
    [
      'id',
      'reference',
      'kind',
      'path',
      'files',
      'size_bytes',
      'sha256',
      'sha1',
      'md5',
      'taken_in_utc',
      'state',
      'issues',
      'file_list',
    ],
    input.exhibits(),
    (exhibit) => [
      exhibit.id,
      exhibit.reference,
      exhibit.kind,
      exhibit.path,
      exhibit.files,
      exhibit.sizeBytes,
      exhibit.sha256,
      exhibit.sha1,
      exhibit.md5,
      utc(exhibit.addedMs),
      exhibit.state,
      exhibit.issues,
      exhibitList(exhibit.id),
    ],
  );
  await table(
    bag,
    'sources.csv',
    [
      'id',
      'exhibit',
      'parser',
      'revision',
      'label',
      'variant',
      'proof',
      'root',
      'state',
      'owner',
      'owner_claim',
      'owner_assumed',
      'first_utc',
      'last_utc',
      'balanced',
      'files',
    ],
    input.sources(),
    (source) => [
      source.id,
      source.exhibitReference,
      source.parser,
      source.revision,
      source.label,
      source.variant,
      source.proof,
      source.root,
      source.state,
      source.owner?.name ?? null,
      source.owner?.claim ?? null,
      source.owner?.assumed ?? null,
      utc(source.firstMs),
      utc(source.lastMs),
      source.balanced,
      source.files.map((file) => `${file.role} ${file.path} ${file.sha256}`).join('; '),
    ],
  );
  if (has('accounts'))
    await table(
      bag,
      'accounts.csv',
      [
        'id',
        'source',
        'service',
        'identifier',
        'identifier_kind',
        'phone',
        'name',
        'names',
        'is_owner',
        'messages',
        'linked_to',
      ],
      input.accounts(),
      (account) => [
        account.id,
        account.source,
        account.service,
        account.identifier,
        account.identifierKind,
        account.phone,
        account.name,
        account.names.map((name) => `${name.name} (${name.givenBy}, ${name.column})`).join('; '),
        account.isOwner,
        account.messages,
        account.links.map((link) => `${link.identifier} (${link.method})`).join('; '),
      ],
    );
  await table(
    bag,
    'conversations.csv',
    [
      'id',
      'source',
      'exhibit',
      'type',
      'identifier',
      'title',
      'title_from',
      'participants',
      'messages_in_case',
      'deleted_in_case',
      'first_utc',
      'last_utc',
      'archived',
      'hidden',
      'draft',
      'first_line',
      'last_line',
      'lines',
      'participant_names',
    ],
    placed.filter((place) => place.of !== null),
    (place) => {
      const { conversation, participants } = place.of ?? missing();
      return [
        conversation.id,
        conversation.sourceLabel,
        conversation.exhibitReference,
        conversation.type,
        conversation.identifier,
        conversation.title,
        conversation.titleFrom,
        conversation.participants,
        conversation.messages,
        conversation.deleted,
        utc(conversation.firstMs),
        utc(conversation.lastMs),
        conversation.archived,
        conversation.hidden,
        conversation.draft,
        place.firstLine,
        place.lastLine,
        place.lines,
        participants
          .map(
            (participant) =>
              `${participant.name} <${participant.identifier}> ${participant.role} ${participant.membership}`,
          )
          .join('; '),
      ];
    },
  );
  if (has('ledger'))
    await table(
      bag,
      'ledger.csv',
      ['source', 'file', 'file_sha256', 'table', 'rows', 'used', 'skipped', 'claimed', 'balanced'],
      input.ledger(),
      (row) => {
        const skipped = Object.entries(row.skipped);
        const left = skipped.reduce((sum, [, count]) => sum + count, 0);
        return [
          row.source,
          row.path,
          row.file,
          row.table,
          row.rows,
          row.used,
          skipped.map(([reason, count]) => `${count} ${reason}`).join('; '),
          row.claimed,
          row.claimed ? row.rows === row.used + left : null,
        ];
      },
    );
  await table(bag, 'files-cited.csv', ['mark', 'exhibit', 'path', 'sha256'], cited, (file) => [
    file.mark,
    file.exhibit,
    file.path,
    file.sha256,
  ]);
  if (has('issues'))
    await table(bag, 'issues-elsewhere.csv', ['severity', 'code', 'issues'], otherIssues, (counted) => [
      counted.severity,
      counted.code,
      counted.issues,
    ]);
  for await (const exhibit of input.exhibits()) {
    await writeExhibitList(bag, input, exhibit.id);
    await writeExhibitTable(bag, input, exhibit.id);
  }
  if (plan.annotations) await writeAnnotations(bag, input);
  if (has('custody'))
    await bag.file('custody.jsonl', async (file) => {
      for await (const entry of input.custody()) file.write(`${sortedJson(entry)}\n`);
    });
}

async function writeAnnotations(bag: BagWriter, input: ReportInput): Promise<void> {
  const head = ['id', 'from_utc', 'before_utc', 'name', 'note', 'named_by', 'named_utc'];
  await table(bag, 'annotations.csv', head, input.annotations(), (one) => [
    one.id,
    utc(one.fromMs),
    utc(one.toMs),
    one.name,
    one.note,
    one.actor,
    utc(one.createdMs),
  ]);
}

/** Name of an exhibit's file list; its number is the case's, since references are free text. */
function exhibitList(exhibit: number): string {
  return `exhibits/exhibit-${exhibit}.sha256`;
}

/** The same files with what else intake noted of each. */
async function writeExhibitTable(bag: BagWriter, input: ReportInput, exhibit: number): Promise<void> {
  const head = ['path', 'sha256', 'size_bytes', 'modified_utc', 'modified_without_zone', 'name_bytes_hex'];
  await table(bag, `exhibits/exhibit-${exhibit}.csv`, head, input.exhibitFiles(exhibit), (entry) => [
    entry.path,
    entry.sha256,
    entry.sizeBytes,
    utc(entry.modifiedMs),
    entry.modifiedLocal ?? null,
    entry.storedName ?? null,
  ]);
}

// The form of `sha256sum`, which escapes a name with a backslash or line break and marks the line with a backslash.
async function writeExhibitList(bag: BagWriter, input: ReportInput, exhibit: number): Promise<void> {
  await bag.file(exhibitList(exhibit), async (file) => {
    for await (const entry of input.exhibitFiles(exhibit)) {
      const escaped = entry.path.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
      file.write(`${escaped === entry.path ? '' : '\\'}${entry.sha256}  ${escaped}\n`);
    }
  });
}

async function table<Row>(
  bag: BagWriter,
  name: string,
  head: readonly string[],
  rows: Rows<Row>,
  cells: (row: Row) => Cells,
): Promise<void> {
  await bag.file(name, async (file) => {
    file.write(CSV_START + csvLine(head));
    for await (const row of rows) file.write(csvLine(cells(row)));
  });
}

function missing(): never {
  throw new Error('a placed conversation without conversation');
}
