import { sql, type CaseDb } from '../../sqlite/index.ts';

/** What many items have in common. */
export interface Facet {
  readonly class: 'message' | 'event';
  readonly type: string;
  readonly typeStored: string;
  readonly direction: string;
  readonly state: string;
  readonly logState: string;
  readonly status: string | null;
}

const MOST_FACETS = 10_000;

/** Gives each combination its number. */
export class FacetIds {
  readonly #db: CaseDb;
  readonly #source: number;
  readonly #known = new Map<string, number>();

  constructor(db: CaseDb, source: number) {
    this.#db = db;
    this.#source = source;
  }

  idOf(facet: Facet): number {
    const name = `${facet.class} ${facet.type} ${facet.direction} ${facet.state} ${facet.logState} ${facet.status ?? '-'} ${facet.typeStored}`; // prettier-ignore
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const id = this.#find(facet) ?? this.#make(facet);
    if (this.#known.size >= MOST_FACETS) this.#known.clear();
    this.#known.set(name, id);
    return id;
  }

  /** Forgets numbers given in a transaction that was rolled back. */
  forget(): void {
    this.#known.clear();
  }

  #find(facet: Facet): number | null {
    return this.#db.value<number>(sql`SELECT id FROM facet WHERE source = ${this.#source} AND class = ${facet.class}
      AND type = ${facet.type} AND type_stored = ${facet.typeStored} AND direction = ${facet.direction}
      AND state = ${facet.state} AND log_state = ${facet.logState} AND status IS ${facet.status}`);
  }

  #make(facet: Facet): number {
    return this.#db.run(sql`INSERT INTO facet (source, class, type, type_stored, direction, state, log_state, status)
      VALUES (${this.#source}, ${facet.class}, ${facet.type}, ${facet.typeStored}, ${facet.direction}, ${facet.state},
        ${facet.logState}, ${facet.status})`).lastRowid;
  }
}
