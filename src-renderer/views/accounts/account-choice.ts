import type { Params } from '../../../src-main/contract/index.ts';

const SORTS = ['name', 'identifier', 'source', 'sent', 'conversations', 'first', 'last'] as const;
const ONLY = ['active', 'owners'] as const;
/** Longest text that is looked for, in UTF-16 units. */
const MOST_NAME = 200;

/** What the accounts view narrows and orders by besides the filter; lives in the address. */
export interface AccountChoice {
  readonly name: string;
  readonly only: (typeof ONLY)[number] | null;
  readonly sort: (typeof SORTS)[number];
  readonly descending: boolean;
  /** The account that is shown whole. */
  readonly at: number | null;
}

/** Reads the choice from the view's own part of the address; what does not parse is left out. */
export function readChoice(own: string | null): AccountChoice {
  const params = new URLSearchParams(own ?? '');
  const at = params.get('at') ?? '';
  return {
    name: (params.get('name') ?? '').slice(0, MOST_NAME),
    only: ONLY.find((only) => only === params.get('only')) ?? null,
    sort: SORTS.find((sort) => sort === params.get('sort')) ?? 'sent',
    descending: params.get('up') !== '1',
    at: /^[1-9]\d{0,14}$/u.test(at) ? Number(at) : null,
  };
}

/** Writes a choice; null where it is the usual one: most messages first. */
export function writeChoice(choice: AccountChoice): string | null {
  const params = new URLSearchParams();
  if (choice.name !== '') params.set('name', choice.name);
  if (choice.only !== null) params.set('only', choice.only);
  if (choice.sort !== 'sent') params.set('sort', choice.sort);
  if (!choice.descending) params.set('up', '1');
  if (choice.at !== null) params.set('at', String(choice.at));
  const text = params.toString();
  return text === '' ? null : text;
}

/** The choice after the head of a column is pressed: names begin at their start, numbers and times at the largest. */
export function sortedBy(choice: AccountChoice, by: string): Pick<AccountChoice, 'sort' | 'descending'> {
  const sort = SORTS.find((one) => one === by) ?? 'sent';
  if (sort === choice.sort) return { sort, descending: !choice.descending };
  return { sort, descending: !(sort === 'name' || sort === 'identifier' || sort === 'source') };
}

/** The choice as the engine is asked, without the filter and the place. */
export function requestOf(choice: AccountChoice): Omit<Params<'account.list'>, 'filter' | 'at' | 'limit'> {
  return {
    sort: choice.sort,
    descending: choice.descending,
    ...(choice.name !== '' && { name: choice.name }),
    ...(choice.only !== null && { only: choice.only }),
  };
}
