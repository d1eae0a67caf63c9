import type { Stored } from '../../model/index.ts';
import type { Fields } from './protobuf-fields.ts';
import { integerField, messageField, messageFields, textField } from './protobuf-fields.ts';

/** Words and prices of a business message, by what they are. */
export interface Business {
  /** The words that the message shows; null when it shows none. */
  readonly text: string | null;
  readonly values: Readonly<Record<string, Stored>>;
}

/**
 * Forms of a business message: the field it lies in, and the fields of its buttons, each the place of a repeated one and of the
 * button's label and address in it. Origin of this and all fields below: sepinf-inc/IPED ExtractorIOS.java at ad1a836.
 */
const FORMS: readonly { readonly field: number; readonly button: number; readonly parts: readonly number[] }[] = [
  { field: 24, button: 8, parts: [1, 2] },
  { field: 43, button: 5, parts: [1] },
  { field: 51, button: 9, parts: [1] },
];
const TITLE_TEXT_FOOTER = [2, 6, 7];

/** What `ZWAMEDIAITEM.ZMETADATA` holds of a business message; null when it holds none. */
export function businessOf(fields: Fields): Business | null {
  const values: Record<string, Stored> = {};
  let text: string | null = null;
  for (const { field, button, parts } of FORMS) {
    const outer = messageField(fields, field);
    const form = outer === null ? null : messageField(outer, 1);
    if (form === null) continue;
    const words = TITLE_TEXT_FOOTER.map((number) => textField(form, number)).filter((one) => (one ?? '') !== '');
    if (words.length > 0) values.text = text = words.join('\n');
    for (const [index, row] of messageFields(form, button).entries()) {
      const label = messageField(row, 2);
      const said = label === null ? [] : parts.map((number) => textField(label, number)).filter((one) => one !== null);
      if (said.length > 0) values[`button ${index + 1}`] = said.join(' ');
    }
  }
  Object.assign(values, productOf(fields));
  return Object.keys(values).length === 0 ? null : { text, values };
}

/** A product of a catalogue: 26.1.1 with 3 title, 4 description, 5 currency, 6 price; 26.1.2 the seller. */
function productOf(fields: Fields): Readonly<Record<string, Stored>> {
  const outer = messageField(fields, 26);
  const offer = outer === null ? null : messageField(outer, 1);
  if (offer === null) return {};
  const product = messageField(offer, 1);
  const read: Readonly<Record<string, Stored>> = {
    'product title': product === null ? null : textField(product, 3),
    'product description': product === null ? null : textField(product, 4),
    'product currency': product === null ? null : textField(product, 5),
    'product price as stored': product === null ? null : integerField(product, 6),
    'product seller': textField(offer, 2),
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== null && value !== ''));
}
