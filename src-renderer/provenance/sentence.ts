import type { LocatorView, ProvenanceView } from '../../src-main/contract/index.ts';
import type { SaidPart } from '../messages/engine-words.ts';
import type { Messages } from '../messages/en.ts';
import { readTemplate } from '../messages/template.ts';

/** Where an item was read, as one sentence in the language of the window. */
export function provenanceSentence(view: ProvenanceView, m: Messages): readonly SaidPart[] {
  const { exhibit, parser, locators, places } = view;
  return filled(m.provenance.read, {
    where: placeOf(locators[0], m),
    further: [{ kind: 'words', text: m.provenance.further(Math.max(0, places - 1)) }],
    exhibit: value(exhibit.reference),
    parser: value(parser.id),
    revision: value(String(parser.revision)),
    variant: value(parser.variant),
    proof: [{ kind: 'words', text: m.words.proof[parser.proof] ?? parser.proof }],
  });
}

function placeOf(view: LocatorView | undefined, m: Messages): readonly SaidPart[] {
  if (view === undefined) return [{ kind: 'words', text: m.provenance.places.none }];
  const { locator } = view;
  const path = value(view.path);
  switch (locator.kind) {
    case 'row': {
      const row = value(String(locator.rowid ?? locator.key ?? '?'));
      return filled(m.provenance.places.row, { path, row, table: value(locator.table) });
    }
    case 'bytes': {
      const { length, offset } = locator;
      return filled(m.provenance.places.bytes, { path, length: value(String(length)), offset: value(String(offset)) });
    }
    case 'node':
      return filled(m.provenance.places.node, { path, node: value(locator.path) });
  }
}

function value(text: string): readonly SaidPart[] {
  return [{ kind: 'value', text }];
}

function filled(template: string, values: Readonly<Record<string, readonly SaidPart[]>>): readonly SaidPart[] {
  const { literals, holes } = readTemplate(template);
  return literals.flatMap((literal, at) => [
    { kind: 'words' as const, text: literal },
    ...(values[holes[at]?.name ?? ''] ?? []),
  ]);
}
