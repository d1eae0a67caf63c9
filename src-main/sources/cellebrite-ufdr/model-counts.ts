import type { EvidenceFile } from '../../evidence/index.ts';
import type { Issue, Tally } from '../../model/index.ts';
import { reportIssue } from './context.ts';
import { countTypes } from './model.ts';
import type { Model } from './model.ts';

const TWICE = 'model with the id of one read before';
const CUT = 'part of a model that holds more parts than are kept';
const UNFINISHED = 'model without an end: the report ends or is damaged in it';

/** The account of the `model` elements of a report, by their types. */
export class ModelCounts {
  readonly #file: EvidenceFile;
  readonly #rows = new Map<string, number>();
  readonly #used = new Map<string, number>();
  readonly #twice = new Map<string, number>();
  readonly #unfinished = new Map<string, number>();
  /** Types of models without a form of their own here, with how many were kept. */
  readonly #others = new Map<string, number>();
  #cut = 0;
  #models = 0;

  constructor(file: EvidenceFile) {
    this.#file = file;
  }

  /** How many `model` elements began. */
  get models(): number {
    return this.#models;
  }

  begun(type: string): void {
    this.#models += 1;
    add(this.#rows, type);
  }

  /** A model and all in it made a record or are values of one. */
  used(model: Model): void {
    countTypes(model, this.#used);
    if (model.isCut) this.#cut += 1;
  }

  /** A model with all in it repeats one that was read. */
  twice(model: Model): void {
    countTypes(model, this.#twice);
  }

  other(type: string): void {
    add(this.#others, type);
  }

  /** Models that were open at the end, with the parts that they had taken. */
  unfinished(models: readonly Model[]): void {
    for (const model of models) countTypes(model, this.#unfinished);
  }

  *issues(): Generator<Issue> {
    for (const [type, count] of [...this.#others].sort(byName))
      yield reportIssue(this.#file, 'note', 'unknown-code', type, `${count} models are of a type that has no form of its own here; each is kept as an event with its stored values.`); // prettier-ignore
    if (this.#cut > 0)
      yield reportIssue(this.#file, 'warning', 'size-limit', null, `${this.#cut} models hold more parts than are kept; the rest is in the report at their bytes.`); // prettier-ignore
  }

  *tallies(): Generator<Tally> {
    for (const [type, rows] of [...this.#rows].sort(byName)) {
      const used = this.#used.get(type) ?? 0;
      const twice = this.#twice.get(type) ?? 0;
      const unfinished = this.#unfinished.get(type) ?? 0;
      // Parts that a cut model did not take are known by what is left; without a cut model, anything left stays open and is told so.
      const rest = this.#cut > 0 ? rows - used - twice - unfinished : 0;
      const skipped: Record<string, number> = {};
      if (twice > 0) skipped[TWICE] = twice;
      if (unfinished > 0) skipped[UNFINISHED] = unfinished;
      if (rest > 0) skipped[CUT] = rest;
      yield {
        kind: 'tally',
        file: this.#file.sha256,
        table: `model ${type === '' ? '-' : type}`,
        rows,
        used,
        skipped,
      };
    }
  }
}

function add(counts: Map<string, number>, type: string): void {
  counts.set(type, (counts.get(type) ?? 0) + 1);
}

function byName(a: readonly [string, number], b: readonly [string, number]): number {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
}
