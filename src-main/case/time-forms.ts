import type { TimeEncoding, TimeMeaning, Timestamp } from '../model/index.ts';
import { sql, type CaseDb } from '../sqlite/index.ts';

interface TimeForm {
  readonly encoding: TimeEncoding;
  readonly meaning: TimeMeaning;
  readonly zone: Timestamp['zone'];
}

/** A time as one JSON text: `[utcMs, form]`, and as third element the stored digits where the first two do not give them. */
export type TimeText = string;

/** The few combinations of encoding, meaning and zone that a case holds, each stored once. */
export class TimeForms {
  readonly #db: CaseDb;
  /** The few forms met so far; told apart by comparing, which is faster than making a name of each. */
  #known: (TimeForm & { readonly id: number })[] = [];
  readonly #forms = new Map<number, TimeForm>();

  constructor(db: CaseDb) {
    this.#db = db;
  }

  /** The form's number; makes it when it is new. */
  idOf(time: TimeForm): number {
    const { encoding, meaning, zone } = time;
    for (const known of this.#known)
      if (known.encoding === encoding && known.meaning === meaning && known.zone === zone) return known.id;
    this.#db
      .run(sql`INSERT INTO time_form (encoding, meaning, zone) VALUES (${time.encoding}, ${time.meaning}, ${time.zone})
      ON CONFLICT DO NOTHING`);
    const id = this.#db.value<number>(sql`SELECT id FROM time_form
      WHERE encoding = ${time.encoding} AND meaning = ${time.meaning} AND zone = ${time.zone}`);
    if (id === null) throw new Error(`time form ${encoding} ${meaning} ${zone} was not kept`);
    this.#known.push({ id, encoding, meaning, zone });
    return id;
  }

  encode(time: Timestamp | null): TimeText | null {
    if (time === null) return null;
    const stored = storedOf(time);
    return stored === null
      ? `[${time.utcMs},${this.idOf(time)}]`
      : JSON.stringify([time.utcMs, this.idOf(time), stored]);
  }

  encodeAll(times: readonly Timestamp[]): string | null {
    return times.length === 0 ? null : `[${times.map((time) => this.encode(time)).join(',')}]`;
  }

  decode(text: TimeText | null): Timestamp | null {
    return text === null ? null : this.read(JSON.parse(text) as TimeParts);
  }

  decodeAll(text: string | null): readonly Timestamp[] {
    return text === null ? [] : (JSON.parse(text) as TimeParts[]).map((parts) => this.read(parts));
  }

  read([utcMs, id, stored]: TimeParts): Timestamp {
    const form = this.form(id);
    return { utcMs, stored: stored ?? digitsOf(utcMs, form.encoding) ?? '', ...form };
  }

  form(id: number): TimeForm {
    const known = this.#forms.get(id);
    if (known !== undefined) return known;
    const form = this.#db.get<TimeForm>(sql`SELECT encoding, meaning, zone FROM time_form WHERE id = ${id}`);
    if (form === null) throw new Error(`the case has no time form ${id}`);
    this.#forms.set(id, form);
    return form;
  }
}

type TimeParts = [utcMs: number, form: number, stored?: string];

/** The stored digits, or null when `digitsOf` gives the same. */
export function storedOf(time: Timestamp): string | null {
  return digitsOf(time.utcMs, time.encoding) === time.stored ? null : time.stored;
}

/** How a whole second or millisecond is written in the encodings where that is certain; null for all others. */
function digitsOf(utcMs: number, encoding: TimeEncoding): string | null {
  if (encoding === 'unix-ms') return String(utcMs);
  if (encoding === 'unix-s') return utcMs % 1000 === 0 ? String(utcMs / 1000) : null;
  return null;
}

/** Milliseconds UTC of a time column; null when it is empty. */
export function msOf(text: TimeText | null): number | null {
  return text === null ? null : (JSON.parse(text) as TimeParts)[0];
}
