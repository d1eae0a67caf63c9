import { readProtobuf, type ProtobufField } from '../decode/protobuf.ts';

/** What an encrypted backup of WhatsApp says of itself before its ciphertext. */
export interface WhatsappHeader {
  readonly generation: 'crypt12' | 'crypt14' | 'crypt15';
  /** 16 bytes, as AES-GCM is used here. */
  readonly iv: Buffer;
  /** Where the ciphertext starts. */
  readonly dataAt: number;
  /** Which device key it wants; null for crypt15. */
  readonly wants: { readonly version: number; readonly serverSalt: Buffer; readonly googleIdSalt: Buffer } | null;
  readonly appVersion: string | null;
  /** Last two digits of the owner's number. */
  readonly numberEnds: string | null;
  readonly backupVersion: number | null;
}

/** As many bytes of a file's start as any header takes. */
export const WHATSAPP_HEADER_BYTES = 2 + 255;

/** Bytes at the end of a crypt12 file: `--` and two digits of the owner's number. */
export const NUMBER_BYTES = 4;

/**
 * Reads the header of a backup from its first bytes and, for crypt12, its last four. Null when it is none. Layouts:
 * ElDavoo/wa-crypt-tools, andreas-mausch/whatsapp-viewer; offsets checked on the public samples.
 */
export function readWhatsappHeader(head: Uint8Array, tail: Uint8Array): WhatsappHeader | null {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  const number = /^--(?<digits>\d\d)$/u.exec(Buffer.from(tail).toString('latin1'))?.groups?.digits;
  const twelve = number === undefined ? null : readTwelve(bytes, number);
  return twelve ?? readLater(bytes);
}

function readTwelve(bytes: Buffer, number: string): WhatsappHeader | null {
  if (bytes.length < 67 || bytes.readUInt16BE(0) !== 1 || bytes.readUInt8(2) > 9) return null;
  return {
    generation: 'crypt12',
    iv: bytes.subarray(51, 67),
    dataAt: 67,
    wants: { version: bytes.readUInt8(2), serverSalt: bytes.subarray(3, 35), googleIdSalt: bytes.subarray(35, 51) },
    appVersion: null,
    numberEnds: number,
    backupVersion: null,
  };
}

/** The first byte is the length of a protobuf message; a byte 01 between says that it lists features. */
function readLater(bytes: Buffer): WhatsappHeader | null {
  const length = bytes[0] ?? 0;
  const from = bytes[1] === 1 ? 2 : 1;
  const { fields, damage } = readProtobuf(bytes.subarray(from, from + length));
  if (length === 0 || bytes.length < from + length || damage !== null) return null;
  const device = messageAt(fields, 2);
  const root = messageAt(fields, 3);
  const info = messageAt(fields, 4) ?? [];
  const shared = {
    dataAt: from + length,
    appVersion: bytesAt(info, 1)?.toString('utf8') ?? null,
    numberEnds: bytesAt(info, 3)?.toString('utf8') ?? null,
    backupVersion: numberAt(info, 4),
  };
  const rootIv = root === null ? null : bytesAt(root, 1);
  if (rootIv?.length === 16) return { generation: 'crypt15', iv: rootIv, wants: null, ...shared };
  if (device === null) return null;
  const [version, serverSalt, googleIdSalt, iv] = [2, 3, 4, 5].map((number) => bytesAt(device, number));
  if (iv?.length !== 16 || serverSalt?.length !== 32 || googleIdSalt?.length !== 16) return null;
  const wants = { version: Number(version?.toString('latin1') ?? Number.NaN), serverSalt, googleIdSalt };
  return { generation: 'crypt14', iv, wants, ...shared };
}

function bytesAt(fields: readonly ProtobufField[], number: number): Buffer | null {
  const value = fields.find((field) => field.number === number)?.value;
  return value?.wire === 'bytes' ? Buffer.from(value.bytes) : null;
}

function messageAt(fields: readonly ProtobufField[], number: number): readonly ProtobufField[] | null {
  const bytes = bytesAt(fields, number);
  const message = bytes === null ? null : readProtobuf(bytes);
  return message?.damage === null ? message.fields : null;
}

function numberAt(fields: readonly ProtobufField[], number: number): number | null {
  const value = fields.find((field) => field.number === number)?.value;
  return value?.wire === 'varint' ? Number(value.unsigned) : null;
}
