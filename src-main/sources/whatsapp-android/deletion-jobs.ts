import type { Extracted, Stored } from '../../model/index.ts';
import type { Run } from '../parser.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { integer, reference, text } from '../stored-cells.ts';
import { scan } from '../scan-rows.ts';
import { Table } from './scan.ts';

interface Job {
  readonly upTo: number | bigint;
  readonly starredUpTo: number | bigint;
  readonly categories: string | null;
  readonly categoryUpTo: number | bigint;
  readonly categoryStarredUpTo: number | bigint;
  readonly single: ReadonlySet<string>;
}

/**
 * Deletions that the owner ordered and the app has not finished: rows are still in the table and the app no longer shows
 * them. The rule is that of the view `available_message_view` in two real databases.
 */
export class DeletionJobs {
  readonly #jobs = new Map<number | bigint, Job[]>();

  *read(run: Run, db: EvidenceDb): Generator<Extracted> {
    const table = new Table(db, 'deleted_chat_job', []);
    const at = (name: string) => table.place(name);
    yield* scan(run, table, (row) => {
      const chat = reference(row[at('chat_row_id')]);
      if (chat === null) return 'row without conversation';
      const job: Job = {
        upTo: integer(row[at('deleted_message_row_id')]) ?? 1,
        starredUpTo: integer(row[at('deleted_starred_message_row_id')]) ?? 1,
        categories: text(row[at('deleted_message_categories')]),
        categoryUpTo: integer(row[at('deleted_categories_message_row_id')]) ?? 1,
        categoryStarredUpTo: integer(row[at('deleted_categories_starred_message_row_id')]) ?? 1,
        single: new Set((text(row[at('singular_message_delete_rows_id')]) ?? '').match(/\d{1,18}/g) ?? []),
      };
      this.#jobs.set(chat, [...(this.#jobs.get(chat) ?? []), job]);
      return undefined;
    });
  }

  /** True when a job covers this message. */
  hides(chat: Stored | undefined, id: number | bigint, isStarred: boolean, type: number | null): boolean {
    if (this.#jobs.size === 0 || (typeof chat !== 'number' && typeof chat !== 'bigint')) return false;
    return (this.#jobs.get(chat) ?? []).some(
      (job) =>
        id <= (isStarred ? job.starredUpTo : job.upTo) ||
        job.single.has(String(id)) ||
        (job.categories?.includes(`"${String(type)}"`) === true &&
          id <= (isStarred ? job.categoryStarredUpTo : job.categoryUpTo)),
    );
  }
}
