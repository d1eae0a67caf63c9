/** One value as a media file holds it; `offset` and `length` are its bytes in the file. */
export interface MediaFact {
  /** Where it lies in the file's own structure, for example `moov/mvhd`. */
  readonly within: string;
  readonly name: string;
  /** As stored, texts cut at 400 characters; what a number means stands behind it. */
  readonly value: string;
  readonly offset: number;
  readonly length: number;
}

/** What the structure of a sound or film says, as stored and checked against nothing. */
export interface MediaStructure {
  readonly form: 'ISO base media' | 'Ogg' | 'ID3' | 'AMR' | 'SILK';
  readonly facts: readonly MediaFact[];
  /** Values beyond the limit, or outside the bytes. */
  readonly leftOut: number;
}

/** Reads bytes of a file from an offset; fewer at its end. */
export type ReadBytes = (offset: number, length: number) => Promise<Uint8Array>;

const MOST_FACTS = 300;
const MOST_CHARACTERS = 400;

/** Gathers facts up to a limit. */
export class FactList {
  readonly facts: MediaFact[] = [];
  leftOut = 0;

  add(within: string, name: string, value: string, offset: number, length: number): void {
    if (this.facts.length >= MOST_FACTS) {
      this.leftOut += 1;
      return;
    }
    const text = value.length <= MOST_CHARACTERS ? value : `${value.slice(0, MOST_CHARACTERS)}…`;
    this.facts.push({ within, name, value: text, offset, length });
  }
}
