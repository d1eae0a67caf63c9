import type { LegalCitation, LegalView } from '../../contract/index.ts';
import type { Phrase } from '../lines/phrase.ts';
import { data } from '../lines/phrase.ts';
import { words } from '../words.ts';
import { codeCell, dataCell, plain, type Cell, type Part, type Section } from './section.ts';

const { legal } = words;

/** General information on legal process for the owners of devices, with the documents it is taken from. */
export function legalSection(views: readonly LegalView[], more: number): Section {
  const citations = citedBy(views);
  return {
    id: 'legal',
    title: words.parts.legal,
    parts: [
      { as: 'text', says: [views[0]?.notice ?? legal.none] },
      ...views.flatMap((view) => accountParts(view, citations)),
      ...(more === 0 ? [] : [{ as: 'text', says: [legal.more(more)] } as const]),
      ...(citations.length === 0
        ? []
        : [
            { as: 'text', says: [legal.citations] } as const,
            {
              as: 'facts',
              pairs: citations.map(
                ({ title, publisher, dated }, index) =>
                  [`[${index + 1}]`, plain(`${title} · ${publisher} · ${dated ?? legal.undated}`)] as const,
              ),
            } as const,
          ]),
    ],
  };
}

function citedBy(views: readonly LegalView[]): readonly LegalCitation[] {
  return [...new Map(views.flatMap((view) => view.citations).map((one) => [one.id, one])).values()];
}

function accountParts(view: LegalView, citations: readonly LegalCitation[]): readonly Part[] {
  const marks = (ids: readonly string[]): string =>
    ids.length === 0 ? '' : ` [${ids.map((id) => citations.findIndex((one) => one.id === id) + 1).join(', ')}]`;
  return [
    {
      as: 'facts',
      pairs: [
        [legal.account, { says: nameOf(view) }],
        [legal.holder, plain(view.holder + marks(view.holderCitations))],
        [legal.why, dataCell(view.holderReason)],
        ...(view.verdict === null
          ? []
          : ([[legal.verdict, plain(`${view.verdict.title}. ${view.verdict.reason}`)]] as const)),
      ],
    },
    ...(view.verdict === null ? [] : [hintTable(view.verdict.hints)]),
    ...(view.data.length === 0 ? [] : [table(view, marks)]),
    ...(view.routes.length === 0 ? [] : [routes(view, marks)]),
  ];
}

function nameOf({ name, identifier }: LegalView): Phrase {
  return name === identifier ? [data(name)] : [data(name), ' ', data(identifier)];
}

function hintTable(hints: NonNullable<LegalView['verdict']>['hints']): Part {
  return {
    as: 'table',
    columns: [
      { head: legal.hint, width: 5 },
      { head: words.field.stored, width: 5 },
      { head: words.field.where, width: 6 },
      { head: legal.weight, width: 2 },
      { head: legal.speaksFor, width: 3 },
      { head: legal.reading, width: 8 },
    ],
    rows: hints.map((hint) => [
      plain(hint.what),
      codeCell(hint.value),
      codeCell(hint.storedIn),
      plain(hint.weight),
      plain(hint.speaksFor),
      plain(hint.reading),
    ]),
  };
}

function table(view: LegalView, marks: (ids: readonly string[]) => string): Part {
  return {
    as: 'table',
    columns: [
      { head: legal.data, width: 6 },
      { head: words.field.where, width: 6 },
      { head: legal.obtainable, width: 9 },
    ],
    rows: view.data.map(({ what, where, prospect, says, citations }) => [
      plain(what),
      plain(where),
      prospectCell(prospect, says + marks(citations)),
    ]),
  };
}

function routes(view: LegalView, marks: (ids: readonly string[]) => string): Part {
  return {
    as: 'table',
    columns: [
      { head: legal.route, width: 6 },
      { head: legal.obtainable, width: 15 },
    ],
    rows: view.routes.map(({ title, prospect, says, citations }) => [
      plain(title),
      prospectCell(prospect, says + marks(citations)),
    ]),
  };
}

function prospectCell(prospect: LegalView['data'][number]['prospect'], says: string): Cell {
  return plain(`${legal.prospects[prospect]}: ${says}`);
}
