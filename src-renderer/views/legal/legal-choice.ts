/** Longest text that is looked for, in UTF-16 units. */
const MOST_NAME = 200;

/** What the legal-process view shows; lives in the address. */
export interface LegalChoice {
  readonly name: string;
  /** Every account, not only those that a device belongs to. */
  readonly isAll: boolean;
  readonly at: number | null;
}

/** Reads the choice from the view's own part of the address; what does not parse is left out. */
export function readChoice(own: string | null): LegalChoice {
  const params = new URLSearchParams(own ?? '');
  const at = params.get('at') ?? '';
  return {
    name: (params.get('name') ?? '').slice(0, MOST_NAME),
    isAll: params.get('all') === '1',
    at: /^[1-9]\d{0,14}$/u.test(at) ? Number(at) : null,
  };
}

/** Writes a choice; null where it is the usual one: owners, none chosen. */
export function writeChoice({ name, isAll, at }: LegalChoice): string | null {
  const params = new URLSearchParams();
  if (name !== '') params.set('name', name);
  if (isAll) params.set('all', '1');
  if (at !== null) params.set('at', String(at));
  const text = params.toString();
  return text === '' ? null : text;
}
