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

type Known = Facet & { readonly id: number };

/** Gives each combination its number. */
export class FacetIds {
  readonly #db: CaseDb;
  readonly #source: number;
  /** By stored type, whose few combinations are told apart by comparing: faster than making a name of each. */
  readonly #known = new Map<string, Known[]>();
  #count = 0;

  constructor(db: CaseDb, source: number) {
    this.#db = db;
    this.#source = source;
  }

  idOf(facet: Facet): number {
    const known = this.#known.get(facet.typeStored);
    if (known !== undefined) for (const one of known) if (isSame(one, facet)) return one.id;
    const id = this.#find(facet) ?? this.#make(facet);
    if (this.#count >= MOST_FACETS) this.forget();
    this.#count += 1;
    if (known === undefined || this.#count === 1) this.#known.set(facet.typeStored, [{ ...facet, id }]);
    else known.push({ ...facet, id });
    return id;
  }

  /** Forgets numbers given in a transaction that was rolled back. */
  forget(): void {
    this.#known.clear();
    this.#count = 0;
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

function isSame(a: Facet, b: Facet): boolean {
  return (
    a.type === b.type &&
    a.direction === b.direction &&
    a.state === b.state &&
    a.logState === b.logState &&
    a.status === b.status &&
    a.class === b.class &&
    a.typeStored === b.typeStored
  );
}
