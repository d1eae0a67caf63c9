/** What a search passes over: nothing in it is a tag. */
interface Section {
  readonly begin: string;
  readonly end: string;
}

const SECTIONS: readonly Section[] = [
  { begin: '<![CDATA[', end: ']]>' },
  { begin: '<!--', end: '-->' },
  { begin: '<?', end: '?>' },
];
const DOCTYPE = '<!DOCTYPE';
const LONGEST_BEGIN = 9;
/** What a document type declares beyond this is searched: no reader goes so far. */
const LONGEST_DOCTYPE = 1 << 16;

/**
 * Looks for the next tag of one element in the bytes of a document as they come, many times faster than reading it: what lies in CDATA,
 * comments, instructions and a document type is passed over, and elsewhere, in a document written as XML, each `<` begins a tag.
 */
export class XmlSearch {
  readonly #tag: string;
  /** The last bytes of what came before: a mark may begin in them. */
  #rest: Buffer = Buffer.alloc(0);
  #inside: Section | null = null;
  /** Inside a document type: how many brackets are open in it, and how much of it was passed over. */
  #doctype: { brackets: number; length: number } | null = null;

  constructor(name: string) {
    this.#tag = `<${name}`;
  }

  /**
   * The bytes from the tag on, to the end of `chunk`; null where it is not in what came so far. After a hit the search begins anew,
   * outside of any section.
   */
  find(chunk: Buffer): Buffer | null {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    // A character for each byte: a text is searched for near marks four times as fast as bytes are.
    const text = bytes.toString('latin1');
    const tags = new Places(text, this.#tag);
    const declarations = new Places(text, '<!');
    const instructions = new Places(text, '<?');
    const most = Math.max(this.#tag.length + 1, LONGEST_BEGIN);
    let at = 0;
    for (;;) {
      if (this.#inside !== null) {
        const end = text.indexOf(this.#inside.end, at);
        if (end === -1) return this.#keep(bytes, Math.max(at, bytes.length - 2));
        at = end + this.#inside.end.length;
        this.#inside = null;
      }
      if (this.#doctype !== null) {
        at = this.#behindDoctype(text, at, this.#doctype);
        if (at === text.length) return this.#keep(bytes, at);
      }
      const tag = tags.from(at);
      const mark = Math.min(declarations.from(at), instructions.from(at));
      const next = Math.min(tag, mark);
      if (next > bytes.length - most) return this.#keep(bytes, Math.max(at, Math.min(next, bytes.length - most)));
      if (next === mark) {
        this.#inside = sectionAt(text, mark);
        if (this.#inside === null && text.startsWith(DOCTYPE, mark)) this.#doctype = { brackets: 0, length: 0 };
        at = mark + (this.#inside?.begin.length ?? 2);
      } else if (endsName(bytes[tag + this.#tag.length])) {
        this.#rest = Buffer.alloc(0);
        return bytes.subarray(tag);
      } else at = tag + 1;
    }
  }

  /** Where the search goes on; the text's end where the document type does not end in it. */
  #behindDoctype(text: string, from: number, open: { brackets: number; length: number }): number {
    for (let at = from; at < text.length; at += 1, open.length += 1) {
      const sign = text[at];
      if (sign === '[') open.brackets += 1;
      else if (sign === ']') open.brackets -= 1;
      if ((sign !== '>' || open.brackets > 0) && open.length < LONGEST_DOCTYPE) continue;
      this.#doctype = null;
      return at + 1;
    }
    return text.length;
  }

  #keep(bytes: Buffer, from: number): null {
    // A copy: the chunk's memory belongs to whoever gave it.
    this.#rest = Buffer.from(bytes.subarray(from));
    return null;
  }
}

function sectionAt(text: string, mark: number): Section | null {
  for (const section of SECTIONS) if (text.startsWith(section.begin, mark)) return section;
  return null;
}

/** Where a mark stands in a text, looked for once: places are asked for in rising order. */
class Places {
  readonly #text: string;
  readonly #mark: string;
  /** A mark of two signs is looked for by its second: the first of it begins every tag. */
  readonly #second: string | null;
  #next = -1;

  constructor(text: string, mark: string) {
    this.#text = text;
    this.#mark = mark;
    this.#second = mark.length === 2 ? mark.slice(1) : null;
  }

  /** The first place at or behind `at`; infinite without one. */
  from(at: number): number {
    if (this.#next >= at) return this.#next;
    const found = this.#find(at);
    this.#next = found === -1 ? Infinity : found;
    return this.#next;
  }

  #find(at: number): number {
    const text = this.#text;
    const second = this.#second;
    if (second === null) return text.indexOf(this.#mark, at);
    let place = text.indexOf(second, at + 1);
    while (place !== -1 && !text.startsWith(this.#mark, place - 1)) place = text.indexOf(second, place + 1);
    return place === -1 ? -1 : place - 1;
  }
}

/** `taggedFiles` is not the beginning of a longer name. */
function endsName(byte: number | undefined): boolean {
  return byte !== undefined && (byte <= 0x20 || byte === 0x3e || byte === 0x2f);
}
