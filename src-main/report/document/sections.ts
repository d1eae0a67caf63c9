import type {
  AnnotationView,
  CustodyEntry,
  IssueView,
  LedgerRow,
  SourceView,
  ExhibitView,
} from '../../contract/index.ts';
import type { CitedFile } from '../lines/cited-files.ts';
import { data, joined } from '../lines/phrase.ts';
import type { CountedIssues } from '../report-input.ts';
import type { ReportPlan } from '../report-request.ts';
import { printTime } from '../text/time.ts';
import { words } from '../words.ts';
import { limitStatements, methodStatements, type Findings } from './method.ts';
import { codeCell, dataCell, plain, type Cell, type PlacedConversation, type Section } from './section.ts';

const { field, parts } = words;

/** Rows that a page prints at most; beyond it the section says how many there are and which table holds them. */
export const PRINTED_ROWS = 500;

export function exhibitSection(exhibits: readonly ExhibitView[], zone: string): Section {
  return {
    id: 'exhibits',
    title: parts.exhibits,
    parts: [
      {
        as: 'table',
        columns: [
          { head: field.reference, width: 3 },
          { head: field.kind, width: 2 },
          { head: field.path, width: 6 },
          { head: field.filesCount, right: true, width: 2 },
          { head: field.size, right: true, width: 3 },
          { head: field.sha256, width: 7 },
          { head: field.added, width: 5 },
        ],
        rows: exhibits.map((exhibit) => [
          dataCell(exhibit.reference),
          plain(exhibit.kind),
          codeCell(exhibit.path),
          plain(exhibit.files),
          plain(exhibit.sizeBytes),
          codeCell(exhibit.sha256),
          plain(timeText(exhibit.addedMs, zone)),
        ]),
      },
    ],
  };
}

export function sourceSection(sources: readonly SourceView[], zone: string): Section {
  return {
    id: 'sources',
    title: parts.sources,
    parts: [
      {
        as: 'table',
        columns: [
          { head: field.source, width: 4 },
          { head: field.reference, width: 2 },
          { head: field.parser, width: 5 },
          { head: field.proof, width: 4 },
          { head: field.owner, width: 5 },
          { head: field.period, width: 5 },
          { head: field.counts, width: 4 },
        ],
        rows: sources.map((source) => [
          plain(`${source.id} · ${source.label} (${source.state})`),
          dataCell(source.exhibitReference),
          plain(`${source.parser} r${source.revision}, ${source.variant}`),
          plain(words.proof[source.proof]),
          ownerCell(source),
          plain(
            source.firstMs === null || source.lastMs === null
              ? null
              : `${timeText(source.firstMs, zone)} – ${timeText(source.lastMs, zone)}`,
          ),
          plain(
            Object.entries(source.counts)
              .filter(([, count]) => count > 0)
              .map(([name, count]) => words.counted(count, name))
              .join(', '),
          ),
        ]),
      },
    ],
  };
}

function ownerCell({ owner }: SourceView): Cell {
  if (owner === null) return plain(words.notStated);
  return {
    says: [data(owner.name), ` (${owner.assumed ? words.ownerAssumed : words.owner}: `, data(owner.claim), ')'],
  };
}

export function citedSection(files: readonly CitedFile[]): Section {
  return {
    id: 'files',
    title: parts.files,
    parts: [
      {
        as: 'table',
        columns: [
          { head: field.file, width: 1 },
          { head: field.reference, width: 2 },
          { head: field.path, width: 8 },
          { head: field.sha256, width: 8 },
        ],
        rows: files.map((file) => [
          plain(file.mark),
          dataCell(file.exhibit),
          codeCell(file.path),
          codeCell(file.sha256),
        ]),
      },
    ],
  };
}

export function conversationSection(placed: readonly PlacedConversation[], order: ReportPlan['order']): Section {
  return {
    id: 'conversations',
    title: parts.conversations,
    parts: [
      ...(order === 'time' ? [{ as: 'text' as const, says: [words.placesByTime] }] : []),
      {
        as: 'table',
        columns: [
          { head: field.title2, width: 6 },
          { head: field.type, width: 2 },
          { head: field.reference, width: 2 },
          { head: field.source, width: 4 },
          { head: field.participants, right: true, width: 2 },
          { head: field.lines, right: true, width: 2 },
          { head: field.firstLine, right: true, width: 3 },
        ],
        rows: placed.map((place) => {
          const shown = place.of?.conversation ?? null;
          return [
            shown === null ? plain(parts.other) : dataCell(shown.title),
            plain(shown?.type ?? null),
            dataCell(shown?.exhibitReference ?? null),
            plain(shown?.sourceLabel ?? null),
            plain(shown?.participants ?? null),
            plain(place.lines),
            { says: [[place.firstLine, place.lastLine].join(order === 'time' ? ' … ' : '–')], line: place.firstLine },
          ];
        }),
      },
    ],
  };
}

export function ledgerSection(rows: readonly LedgerRow[], total: number): Section {
  return {
    id: 'ledger',
    title: parts.ledger,
    parts: [
      ...cut(rows.length, total, 'ledger.csv'),
      {
        as: 'table',
        columns: [
          { head: field.source, right: true, width: 1 },
          { head: field.file, width: 6 },
          { head: field.table, width: 5 },
          { head: field.rows, right: true, width: 2 },
          { head: field.used, right: true, width: 2 },
          { head: field.skipped, width: 7 },
        ],
        rows: rows.map((row) => [
          plain(row.source),
          codeCell(row.path),
          codeCell(row.table),
          plain(row.rows),
          row.claimed ? plain(row.used) : plain(null),
          row.claimed
            ? {
                says: joined(
                  Object.entries(row.skipped).map(([reason, count]) => [`${count} `, reason]),
                  '; ',
                ),
              }
            : plain(words.unclaimed),
        ]),
      },
    ],
  };
}

/** `others` concern items that the report does not show: counted, so that none of the case's issues is passed over. */
export function issueSection(
  issues: readonly IssueView[],
  total: number,
  others: readonly CountedIssues[] = [],
): Section {
  return {
    id: 'issues',
    title: parts.issues,
    parts: [
      ...(others.length === 0 ? [] : otherIssues(total, others)),
      ...(total > issues.length ? [{ as: 'text' as const, says: [words.moreIssues(issues.length, total)] }] : []),
      {
        as: 'table',
        columns: [
          { head: field.severity, width: 2 },
          { head: field.code, width: 4 },
          { head: field.source, right: true, width: 1 },
          { head: field.where, width: 5 },
          { head: field.detail, width: 8 },
          { head: field.stored, width: 4 },
        ],
        rows: issues.map((issue) => [
          plain(issue.severity),
          plain(issue.code),
          plain(issue.source),
          codeCell(issue.where),
          dataCell(issue.detail),
          issue.stored === null ? plain(null) : codeCell(issue.stored),
        ]),
      },
    ],
  };
}

function otherIssues(total: number, others: readonly CountedIssues[]): Section['parts'] {
  const left = others.reduce((sum, { issues }) => sum + issues, 0);
  return [
    { as: 'text', says: [words.issuesOfLines(total, left)] },
    {
      as: 'table',
      columns: [
        { head: field.severity, width: 2 },
        { head: field.code, width: 4 },
        { head: field.issuesCounted, right: true, width: 2 },
      ],
      rows: others.map(({ severity, code, issues }) => [plain(severity), plain(code), plain(issues)]),
    },
  ];
}

export function custodySection(entries: readonly CustodyEntry[], total: number, zone: string): Section {
  return {
    id: 'custody',
    title: parts.custody,
    parts: [
      { as: 'text', says: [words.custodyLead] },
      ...cut(entries.length, total, 'custody.jsonl'),
      {
        as: 'table',
        columns: [
          { head: field.seq, right: true, width: 1 },
          { head: field.time, width: 5 },
          { head: field.actor, width: 3 },
          { head: field.action, width: 3 },
          { head: field.result, width: 7 },
          { head: field.hash, width: 5 },
        ],
        rows: entries.map((entry) => [
          plain(entry.seq),
          plain(timeText(entry.atMs, zone)),
          dataCell(entry.actor),
          plain(entry.action),
          dataCell(pairs({ ...entry.parameters, ...entry.result })),
          codeCell(`${entry.hash.slice(0, 16)}…`),
        ]),
      },
    ],
  };
}

export function methodSection(found: Findings, plan: ReportPlan): Section {
  return {
    id: 'method',
    title: parts.method,
    parts: methodStatements(found, plan).map((statement) => ({ as: 'text', says: [data(statement)] })),
  };
}

export function limitSection(found: Findings): Section {
  return {
    id: 'limits',
    title: parts.limits,
    parts: [{ as: 'facts', pairs: limitStatements(found).map(([word, statement]) => [word, dataCell(statement)]) }],
  };
}

/** Instants and spans that the examiner named: assertions, not records. */
export function annotationSection(annotations: readonly AnnotationView[], zone: string): Section {
  return {
    id: 'annotations',
    title: parts.annotations,
    parts: [
      { as: 'text', says: [words.annotationLead] },
      {
        as: 'table',
        columns: [
          { head: field.from, width: 5 },
          { head: field.before, width: 5 },
          { head: field.name, width: 5 },
          { head: field.note, width: 7 },
          { head: field.actor, width: 3 },
        ],
        rows: annotations.map((one) => [
          plain(timeText(one.fromMs, zone)),
          plain(one.toMs === null ? null : timeText(one.toMs, zone)),
          dataCell(one.name),
          dataCell(one.note),
          dataCell(one.actor),
        ]),
      },
    ],
  };
}

function timeText(utcMs: number, zone: string): string {
  return printTime(utcMs, zone, 'utc').local;
}

function cut(shown: number, total: number, file: string): Section['parts'] {
  return total > shown ? [{ as: 'text', says: [words.moreRows(shown, total, file)] }] : [];
}

const LONGEST_VALUE = 120;

function pairs(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== null)
    .map(
      ([name, value]) =>
        `${name}: ${(typeof value === 'string' ? value : JSON.stringify(value)).slice(0, LONGEST_VALUE)}`,
    )
    .join('; ');
}
