import { textOf } from './model.ts';
import type { Model } from './model.ts';

/** Fields that hold what opens something, by the type of their model. Source: the models of SEilers/UFEDLib (commit 87099ef7). */
const SECRETS: Readonly<Record<string, ReadonlySet<string>>> = {
  Password: new Set(['Data']),
  UserAccount: new Set(['Password']),
  WirelessNetwork: new Set(['Password']),
  CreditCard: new Set(['CreditCardNumber', 'CVV']),
  Cookie: new Set(['Value']),
};

/** Names of fields, and keys of pairs, that say so of themselves: for types that are not known. */
const SAYS_SO =
  /passw(?:or)?d|passcode|passphrase|secret$|secret[ _-]?key|(?:access|auth|refresh|session)[ _-]?token|private[ _-]?key|^(?:pin|cvv|puk)$/iu;

/** True for a value that is kept out of the case: it stays in the report, at the bytes of its model. */
export function isSecret(model: Model, field: string): boolean {
  if (SECRETS[model.type]?.has(field) === true || SAYS_SO.test(field)) return true;
  return field === 'Value' && SAYS_SO.test(textOf(model, 'Key') ?? textOf(model, 'Category') ?? '');
}
