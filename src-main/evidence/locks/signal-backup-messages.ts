import {
  fieldAt,
  integerOf,
  readProtobuf,
  textOf,
  type ProtobufField,
  type ProtobufMessage,
} from '../decode/protobuf.ts';
import { readSignalStatement, type SignalStatement } from './signal-backup-statements.ts';

/** Which file a payload is. */
export type PayloadOf = 'attachment' | 'sticker' | 'avatar';

/** What a frame says. `unknown`: another field than those that are known, several, or one that cannot be read. */
export type SignalMessage =
  | { readonly is: 'statement'; readonly statement: SignalStatement }
  | { readonly is: 'preference'; readonly stored: Readonly<Record<string, unknown>> }
  | { readonly is: 'payload'; readonly of: PayloadOf; readonly name: string; readonly statedBytes: number }
  | { readonly is: 'setting'; readonly key: string; readonly type: string; readonly value: Buffer | string | number | bigint }
  | { readonly is: 'version'; readonly version: number }
  | { readonly is: 'end' }
  | { readonly is: 'unknown' }; // prettier-ignore

/** Fields of a frame. Source, as for the fields below: signalapp/Signal-Android, Backups.proto. */
const FIELDS = {
  statement: 2,
  preference: 3,
  attachment: 4,
  version: 5,
  end: 6,
  avatar: 7,
  sticker: 8,
  setting: 9,
} as const;

const UNKNOWN: SignalMessage = { is: 'unknown' };

/** Reads the body of a frame, which is one field. */
export function readSignalMessage(body: Buffer): SignalMessage {
  const whole = readProtobuf(body);
  const [field, ...others] = whole.fields;
  if (field === undefined || others.length > 0 || whole.damage !== null) return UNKNOWN;
  if (field.number === FIELDS.end) return integerOf(field) === 1n ? { is: 'end' } : UNKNOWN;
  if (field.value.wire !== 'bytes') return UNKNOWN;
  const { bytes } = field.value;
  if (field.number === FIELDS.statement) {
    const statement = readSignalStatement(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    return statement === null ? UNKNOWN : { is: 'statement', statement };
  }
  const message = readProtobuf(bytes);
  if (message.damage !== null) return UNKNOWN;
  switch (field.number) {
    case FIELDS.preference:
      return preferenceOf(message);
    case FIELDS.version: {
      const version = integerOf(fieldAt(message, 1));
      return version === null || version > 0x7fff_ffffn ? UNKNOWN : { is: 'version', version: Number(version) };
    }
    case FIELDS.attachment:
      return payloadOf('attachment', integerOf(fieldAt(message, 1)), fieldAt(message, 3));
    case FIELDS.sticker:
      return payloadOf('sticker', integerOf(fieldAt(message, 1)), fieldAt(message, 2));
    case FIELDS.avatar:
      return payloadOf('avatar', textOf(fieldAt(message, 3)) ?? textOf(fieldAt(message, 1)), fieldAt(message, 2));
    case FIELDS.setting:
      return settingOf(message);
    default:
      return UNKNOWN;
  }
}

function payloadOf(of: PayloadOf, name: bigint | string | null, length: ProtobufField | null): SignalMessage {
  const stated = integerOf(length);
  if (name === null || stated === null || stated > 0xffff_ffffn) return UNKNOWN;
  return { is: 'payload', of, name: String(name), statedBytes: Number(stated) };
}

/** A setting of one of the app's preference files, by the names of its fields. */
function preferenceOf(message: ProtobufMessage): SignalMessage {
  const [file, key] = [textOf(fieldAt(message, 1)), textOf(fieldAt(message, 2))];
  if (file === null || key === null) return UNKNOWN;
  const value = textOf(fieldAt(message, 3));
  const flag = integerOf(fieldAt(message, 4));
  const set = message.fields.filter(({ number }) => number === 5).map((field) => textOf(field));
  const isSet = integerOf(fieldAt(message, 6)) === 1n;
  const stored = {
    file,
    key,
    ...(value !== null && { value }),
    ...(flag !== null && { booleanValue: flag !== 0n }),
    ...((isSet || set.length > 0) && { stringSetValue: set }),
  };
  return { is: 'preference', stored };
}

/** A setting of the app's store of settings: its value stands in the field of its type. */
function settingOf(message: ProtobufMessage): SignalMessage {
  const key = textOf(fieldAt(message, 1));
  const field = message.fields.find(({ number }) => number >= 2 && number <= 7);
  if (key === null || field === undefined) return UNKNOWN;
  const { value } = field;
  const setting = (type: string, stored: Buffer | string | number | bigint | null): SignalMessage =>
    stored === null ? UNKNOWN : { is: 'setting', key, type, value: stored };
  switch (field.number) {
    case 2:
      return setting('blob', value.wire === 'bytes' ? Buffer.from(value.bytes) : null);
    case 3:
      return setting('boolean', integerOf(field));
    case 4:
      return setting('float', value.wire === 'fixed32' ? Buffer.from(value.bytes).readFloatLE() : null);
    case 5:
      return setting('integer', integerOf(field, true));
    case 6:
      return setting('long', integerOf(field, true));
    default:
      return setting('string', textOf(field));
  }
}
