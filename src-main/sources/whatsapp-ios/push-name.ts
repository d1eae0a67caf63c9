import { fieldsOf, textField } from './protobuf-fields.ts';

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** The bytes of a base64 text whose content is a protocol-buffer message; null for anything else, so for ordinary names. */
export function payloadOf(stored: string): Uint8Array | null {
  if (stored.length < 4 || stored.length % 4 !== 0 || !BASE64.test(stored)) return null;
  const bytes = Buffer.from(stored, 'base64');
  const fields = fieldsOf(bytes);
  if (fields === null || fields.length === 0) return null;
  // A four-letter name may decode to one valid field by chance; the app's payloads begin with a field number below 64.
  return fields.every((field) => field.number < 64) && (stored.endsWith('=') || bytes.length >= 6) ? bytes : null;
}

/** A stored name as text. Null when it is a payload: which of its fields holds a name is not known. */
export function nameInPayload(stored: string): string | null {
  return payloadOf(stored) === null ? stored : null;
}

/** The owner's identifier in the payload of an own message's `ZPUSHNAME` (field 3). Observed in the public iOS 15 image. */
export function ownerInPayload(stored: string): string | null {
  const bytes = payloadOf(stored);
  const fields = bytes === null ? null : fieldsOf(bytes);
  const jid = fields === null ? null : textField(fields, 3);
  return jid?.endsWith('@s.whatsapp.net') === true ? jid : null;
}
