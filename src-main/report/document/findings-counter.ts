import type { ItemView, LedgerRow, SourceView } from '../../contract/index.ts';
import type { MediaPlace } from '../lines/attachment-block.ts';
import type { CountedIssues, OpenedLock } from '../report-input.ts';
import type { Findings } from './method.ts';

/** Counts, while the report is written, what its method and limits statement has to say. */
export class FindingsCounter {
  readonly #sources: readonly SourceView[];
  readonly #locks: readonly OpenedLock[];
  readonly #withheld: number;
  readonly #issues = new Map<string, { note: number; warning: number; error: number }>();
  readonly #unclaimed: LedgerRow[] = [];
  readonly #unbalanced: LedgerRow[] = [];
  readonly #counts = {
    named: 0,
    absent: 0,
    kept: 0,
    unkept: 0,
    nameAndSize: 0,
    recovered: 0,
    deleted: 0,
    unstated: 0,
    undated: 0,
  };

  constructor(sources: readonly SourceView[], locks: readonly OpenedLock[], withheld: number) {
    this.#locks = locks;
    this.#sources = sources;
    this.#withheld = withheld;
  }

  item(item: ItemView, media: (sha256: string) => MediaPlace | null): void {
    const counts = this.#counts;
    if (item.state === 'recovered') counts.recovered += 1;
    if (item.state === 'marked-deleted' || item.deleted !== null) counts.deleted += 1;
    if (item.timeMs === null) counts.undated += 1;
    else if (item.timeZone === 'unstated') counts.unstated += 1;
    for (const attachment of item.attachments) {
      counts.named += 1;
      if (attachment.presence === 'absent') counts.absent += 1;
      if (attachment.matchedBy === 'name-and-size') counts.nameAndSize += 1;
      if (attachment.presence !== 'present' || attachment.sha256 === null) continue;
      if (media(attachment.sha256)?.kept === true) counts.kept += 1;
      else counts.unkept += 1;
    }
  }

  issues({ severity, code, issues }: CountedIssues): void {
    const known = this.#issues.get(code) ?? { note: 0, warning: 0, error: 0 };
    known[severity] += issues;
    this.#issues.set(code, known);
  }

  ledger(row: LedgerRow): void {
    const left = Object.values(row.skipped).reduce((sum, count) => sum + count, 0);
    if (!row.claimed) this.#unclaimed.push(row);
    else if (row.rows !== row.used + left) this.#unbalanced.push(row);
  }

  findings(lines: number): Findings {
    const { named, absent, kept, unkept, nameAndSize, recovered, deleted, unstated, undated } = this.#counts;
    return {
      sources: this.#sources,
      locks: this.#locks,
      unclaimed: this.#unclaimed,
      unbalanced: this.#unbalanced,
      issues: this.#issues,
      attachments: { named, absent, kept, unkept },
      recovered,
      deleted,
      lines,
      withheld: this.#withheld,
      zoneUnstated: unstated,
      undated,
      nameAndSize,
      ownersAssumed: this.#sources.filter((source) => source.owner?.assumed === true).length,
    };
  }
}
