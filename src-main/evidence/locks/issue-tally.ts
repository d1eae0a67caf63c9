import type { Issue } from '../../model/index.ts';

/** Issues of one kind are listed this often; a backup that lacks a hundred thousand files makes one more with their number. */
const LISTED = 200;

/** Keeps the issues of one kind about files of a container from outnumbering its files. */
export class IssueTally {
  readonly #told = new Map<string, { readonly issue: Issue; count: number }>();

  /** The issue, or nothing when enough of its kind (its code, or what `kind` says) are listed. */
  *list(issue: Issue, kind: string): Generator<Issue> {
    const told = this.#told.get(`${issue.code} ${kind}`) ?? { issue, count: 0 };
    told.count += 1;
    this.#told.set(`${issue.code} ${kind}`, told);
    if (told.count <= LISTED) yield issue;
  }

  /** One issue for each kind of which more were met than listed. */
  *rest(where: string): Generator<Issue> {
    for (const { issue, count } of this.#told.values())
      if (count > LISTED)
        yield {
          ...issue,
          where,
          stored: null,
          detail: `${count - LISTED} further files have an issue of the same kind. The first: ${issue.detail}`,
        };
  }
}
