import type { Buckets, Filter } from '../../../src-main/contract/index.ts';
import type { Messages } from '../../messages/en.ts';
import { plainVisible } from '../../text/visible.ts';

/** What the bars are stacked by. */
export const BYS = ['none', 'source', 'type', 'direction', 'state', 'conversation', 'sender'] as const;
export type ChartBy = (typeof BYS)[number];

/** One colour of the chart, or one lane. */
export interface ChartSeries {
  readonly name: string;
  readonly counts: readonly number[];
  /** The colour's number; null for what is counted together. */
  readonly colour: number | null;
  /** The filter that lets through this series alone; null where the filter has no such part. */
  readonly filter: Filter | null;
}

/** What the window knows of names that an answer gives by number. */
export interface SeriesNames {
  source(id: number): string;
  /** The exhibit's reference for a conversation or account whose name occurs more than once. */
  reference(kind: 'conversation' | 'account', id: number): string | undefined;
}

/** The series of an answer with what they are called; the rest that is counted as one comes last. */
export function chartSeries(buckets: Buckets, by: ChartBy, names: SeriesNames, m: Messages): readonly ChartSeries[] {
  const named = buckets.series.map(({ name, label, counts }, index) => ({
    name: plainVisible(nameOf(name, label, by, names, m)),
    counts,
    colour: index,
    filter: filterOf(name, by),
  }));
  if (buckets.others === null) return named;
  const rest = {
    name: m.timeline.others(buckets.others.names),
    counts: buckets.others.counts,
    colour: null,
    filter: null,
  };
  return [...named, rest];
}

function nameOf(name: string, label: string | undefined, by: ChartBy, names: SeriesNames, m: Messages): string {
  switch (by) {
    case 'none':
      return m.timeline.allItems;
    case 'source':
      return names.source(Number(name));
    case 'type':
      return m.words.types[name] ?? name;
    case 'direction':
      return m.words.directions[name] ?? name;
    case 'state':
      return m.words.states[name] ?? name;
    case 'conversation':
    case 'sender': {
      if (name === '0') return by === 'sender' ? m.timeline.noSender : m.timeline.noConversation;
      const reference = names.reference(by === 'sender' ? 'account' : 'conversation', Number(name));
      return `${label ?? `#${name}`}${reference === undefined ? '' : ` · ${reference}`}`;
    }
  }
}

function filterOf(name: string, by: ChartBy): Filter | null {
  switch (by) {
    case 'none':
      return null;
    case 'source':
      return { sources: [Number(name)] };
    case 'type':
      return { types: [name] };
    case 'direction':
      return { directions: [name as NonNullable<Filter['directions']>[number]] };
    case 'state':
      return { states: [name as NonNullable<Filter['states']>[number]] };
    case 'conversation':
      return name === '0' ? null : { conversations: [Number(name)] };
    case 'sender':
      return name === '0' ? null : { senders: [Number(name)] };
  }
}
