import type { XmlTag } from './xml-tag.ts';
import type { TagElement } from './xml-tag-reader.ts';

/** A tag of a run, from its `<` to behind its `>`, counted from where the run begins. */
interface RunStep {
  readonly tag: XmlTag;
  readonly start: number;
  readonly end: number;
}

/** Tags with nothing but blanks between them that stood in a document once. */
export interface XmlRun {
  readonly steps: readonly RunStep[];
  readonly sizeBytes: number;
  /** Its bytes, four to a number; the last overlaps the one before. */
  readonly words: Int32Array;
  /** Runs that came after it, with a text or a tag of its own kind between: the last of them at the end. */
  next: readonly XmlRun[];
  /** Of the tag that came behind it and bore values of its own; null where another thing came last. */
  then: TagElement | null;
}

const MOST_STEPS = 24;
const MOST_BYTES = 2000;
const MOST_NEXT = 4;
const MOST_RUNS = 4096;

/**
 * What a document repeats between its texts: a program that writes a thousand messages writes the same tags around each. A run is
 * found again by comparing bytes with those that followed the last time, and need not be taken apart anew.
 */
export class XmlRuns {
  /** By its bytes, a character for each. */
  readonly #known = new Map<string, XmlRun>();
  #last = noRun();
  #steps: RunStep[] = [];
  #start = 0;

  /** The run that stands at `start`, where one of those is that came here before; null otherwise. */
  match(view: DataView, start: number): XmlRun | null {
    if (this.#steps.length > 0) return null;
    for (const run of this.#last.next) {
      if (!standsAt(view, start, run)) continue;
      this.#last = run;
      return run;
    }
    return null;
  }

  /** The element whose tag came behind the run before, where it bore values of its own. */
  get expected(): TagElement | null {
    return this.#steps.length > 0 ? null : this.#last.then;
  }

  /** Takes note of what came behind the run before. */
  expect(element: TagElement | null): void {
    this.#last.then = element;
  }

  /** Takes note of a tag that follows the one before directly or after blanks; ends the run where it is long. */
  add(bytes: Buffer, tag: XmlTag, start: number, end: number): void {
    if (this.#steps.length === 0) this.#start = start;
    this.#steps.push({ tag, start: start - this.#start, end: end - this.#start });
    if (this.#steps.length >= MOST_STEPS || end - this.#start > MOST_BYTES) this.end(bytes);
  }

  /** Ends the run: something else than blanks and known tags follows, or other bytes. */
  end(bytes: Buffer): void {
    const steps = this.#steps;
    const sizeBytes = steps.at(-1)?.end ?? 0;
    if (steps.length === 0) return;
    this.#steps = [];
    const at = this.#start;
    const text = bytes.toString('latin1', at, at + sizeBytes);
    const run = this.#known.get(text) ?? this.#make(text, bytes, steps, sizeBytes);
    if (!this.#last.next.includes(run)) this.#last.next = [...this.#last.next.slice(1 - MOST_NEXT), run];
    this.#last = run;
  }

  #make(text: string, bytes: Buffer, steps: readonly RunStep[], sizeBytes: number): XmlRun {
    if (this.#known.size >= MOST_RUNS) {
      this.#known.clear();
      this.#last = noRun();
    }
    const at = this.#start;
    const words = Int32Array.from({ length: Math.ceil(sizeBytes / 4) }, (_, i) =>
      bytes.readInt32LE(at + Math.min(i * 4, sizeBytes - 4)),
    );
    const run: XmlRun = { steps, sizeBytes, words, next: [], then: null };
    this.#known.set(text, run);
    return run;
  }
}

function noRun(): XmlRun {
  return { steps: [], sizeBytes: 0, words: new Int32Array(0), next: [], then: null };
}

/** A tag is three bytes or more, and a known one four. */
function standsAt(view: DataView, start: number, { words, sizeBytes }: XmlRun): boolean {
  if (start + sizeBytes > view.byteLength) return false;
  const last = words.length - 1;
  for (let i = 0; i < last; i += 1) if (view.getInt32(start + i * 4, true) !== words[i]) return false;
  return view.getInt32(start + sizeBytes - 4, true) === words[last];
}
