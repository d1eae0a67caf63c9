import { readPiece } from '../byte-source.ts';
import type { ContentCipher } from './content-cipher.ts';

/** A run of a content in the file that holds it. */
export interface Piece {
  readonly offset: number;
  readonly length: number;
}

const PIECE_BYTES = 10;

/** Pieces as the place of a content keeps them: of each six bytes of offset and four of length. */
export function writePieces(pieces: readonly Piece[]): string {
  return Buffer.concat(
    pieces.map(({ offset, length }) => {
      const bytes = Buffer.alloc(PIECE_BYTES);
      bytes.writeUIntBE(offset, 0, 6);
      bytes.writeUInt32BE(length, 6);
      return bytes;
    }),
  ).toString('hex');
}

function readPieces(bytes: Buffer): readonly Piece[] {
  return Array.from({ length: Math.floor(bytes.length / PIECE_BYTES) }, (_, n) => ({
    offset: bytes.readUIntBE(n * PIECE_BYTES, 6),
    length: bytes.readUInt32BE(n * PIECE_BYTES + 6),
  }));
}

/** A content that lies in a cell of a database, not in a file: nothing is encrypted, its pieces stand where a key would. */
export const cellBytes: ContentCipher = {
  scheme: 'cell',
  name: 'cell',
  keyBytes: null,
  // Ingest lists such contents itself, by the ranges of their cell.
  // eslint-disable-next-line require-yield
  *unseal() {
    return { ended: 'no-key' };
  },
  read(stored, key, into, offset, sizeBytes) {
    const end = Math.min(sizeBytes, offset + into.length);
    let [at, done] = [0, 0];
    for (const piece of readPieces(key)) {
      const from = Math.max(at, offset);
      const to = Math.min(at + piece.length, end);
      if (from < to) {
        const bytes = readPiece(stored, piece.offset + from - at, to - from);
        into.set(bytes, from - offset);
        done += bytes.length;
      }
      at += piece.length;
    }
    return done;
  },
};
