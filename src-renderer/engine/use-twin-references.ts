import { useQueries } from '@tanstack/react-query';
import { ask, useEngine } from './use-engine.ts';

/** An account or conversation as a list names it. */
export interface Named {
  readonly kind: 'account' | 'conversation';
  readonly ref: number;
  readonly label: string;
}

/** Beyond so many names that occur twice, the rest stay without a reference. */
const MOST_ASKED = 200;

/**
 * Exhibit references for names that occur more than once, such as one group on two devices; by `nameKey`. Names that
 * occur once need none and are left out.
 */
export function useTwinReferences(names: readonly Named[]): ReadonlyMap<string, string> {
  const twins = twinsOf(names).slice(0, MOST_ASKED);
  const sources = useEngine('source.list', twins.some(({ kind }) => kind === 'account') ? {} : null);
  const found = useQueries({
    queries: twins.map(({ kind, ref }) => ({
      queryKey: [kind === 'account' ? 'account.page' : 'conversation.get', 'reference', ref],
      queryFn: () => sourceOrReference(kind, ref),
    })),
  });
  return new Map(
    twins.flatMap((name, index) => {
      const told = found[index]?.data;
      const reference =
        typeof told === 'number' ? sources.data?.find((source) => source.id === told)?.exhibitReference : told;
      return reference === undefined || reference === null ? [] : [[nameKey(name), reference] as const];
    }),
  );
}

/** The names whose label another one of the same kind has too. */
export function twinsOf(names: readonly Named[]): readonly Named[] {
  const counts = new Map<string, number>();
  const word = ({ kind, label }: Named): string => `${kind} ${label}`;
  for (const name of names) counts.set(word(name), (counts.get(word(name)) ?? 0) + 1);
  return names.filter((name) => (counts.get(word(name)) ?? 0) > 1);
}

export function nameKey({ kind, ref }: Pick<Named, 'kind' | 'ref'>): string {
  return `${kind} ${ref}`;
}

/** The exhibit reference of a conversation, the source's number of an account; null where it is not found. */
async function sourceOrReference(kind: Named['kind'], ref: number): Promise<string | number | null> {
  if (kind === 'conversation') {
    const { conversation } = await ask('conversation.get', { conversation: ref });
    return conversation.exhibitReference;
  }
  const page = await ask('account.page', { at: { item: ref }, limit: 1 });
  return page.rows.find((row) => row.id === ref)?.source ?? null;
}
