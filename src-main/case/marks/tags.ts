import type { MarkChange, TagColour, TagsTaken, TagView } from '../../contract/index.ts';
import { sql, type CaseDb } from '../../sqlite/index.ts';
import { CaseFailure } from '../case-failure.ts';
import { MARK_KINDS, codeOf } from '../codes.ts';
import { appendCustody } from '../custody.ts';
import { enter, type Hand } from './change-marks.ts';

const TAG = codeOf(MARK_KINDS, 'tag');

/** What a tag is made of. */
export interface TagParts {
  readonly name: string;
  readonly colour: TagColour;
  readonly key: number | null;
  readonly meaning: string;
}

/** The tags of the case by number key, those without one last, then by name. */
export function listTags(db: CaseDb): readonly TagView[] {
  const countsBy = (rows: readonly { tag: number; marks: number }[]): ReadonlyMap<number, number> =>
    new Map(rows.map(({ tag, marks }) => [tag, marks]));
  const standing = countsBy(
    db.all(sql`SELECT tag, count(*) AS marks FROM mark WHERE kind = ${TAG} AND removed IS NULL GROUP BY tag`),
  );
  const unfound = countsBy(
    db.all(sql`SELECT tag, count(*) AS marks FROM marked CROSS JOIN mark ON mark.record = marked.id
      WHERE marked.item IS NULL AND kind = ${TAG} AND removed IS NULL GROUP BY tag`),
  );
  const withheld = countsBy(
    db.all(sql`SELECT tag, count(*) AS marks FROM item CROSS JOIN marked ON marked.item = item.id
      CROSS JOIN mark ON mark.record = marked.id
      WHERE item.withheld <> 0 AND kind = ${TAG} AND mark.removed IS NULL GROUP BY tag`),
  );
  const rows = db.all<Omit<TagView, 'items' | 'unfound'>>(
    sql`SELECT id AS tag, name, colour, number_key AS "key", meaning FROM tag WHERE removed IS NULL
      ORDER BY ifnull(number_key, 10), name COLLATE NOCASE, id`,
  );
  return rows.map((row) => {
    const lost = unfound.get(row.tag) ?? 0;
    return { ...row, items: (standing.get(row.tag) ?? 0) - lost - (withheld.get(row.tag) ?? 0), unfound: lost };
  });
}

/** Fails with `tag-taken` when a tag has the name or the key. */
export function createTag(db: CaseDb, hand: Hand, parts: TagParts): TagView {
  return db.transaction(() => {
    refuseTaken(db, null, parts);
    const { lastRowid } = db.run(sql`INSERT INTO tag (name, colour, number_key, meaning, added)
      VALUES (${parts.name}, ${parts.colour}, ${parts.key}, ${parts.meaning}, (SELECT count(*) + 1 FROM custody))`);
    note(db, hand, 'tag.create', { tag: lastRowid, colour: parts.colour, key: parts.key });
    return getTag(db, lastRowid);
  });
}

/** Makes those of a set of tags whose name the case does not have; a key that is taken is left away. */
export function importTags(db: CaseDb, hand: Hand, set: readonly TagParts[]): TagsTaken {
  return db.transaction(() => {
    const taken = { made: 0, withoutKey: 0, kept: 0 };
    for (const parts of set) {
      const { name, key } = takenBy(db, null, parts);
      if (name) {
        taken.kept += 1;
        continue;
      }
      createTag(db, hand, key ? { ...parts, key: null } : parts);
      taken.made += 1;
      if (key) taken.withoutKey += 1;
    }
    return taken;
  });
}

/** Changes what is given. Fails with `not-found` and `tag-taken`. */
export function changeTag(db: CaseDb, hand: Hand, tag: number, parts: Partial<TagParts>): TagView {
  return db.transaction(() => {
    const { name, colour, key, meaning } = getTag(db, tag);
    const after = { name, colour, key, meaning, ...parts };
    refuseTaken(db, tag, after);
    db.run(sql`UPDATE tag SET name = ${after.name}, colour = ${after.colour}, number_key = ${after.key},
      meaning = ${after.meaning} WHERE id = ${tag}`);
    note(db, hand, 'tag.change', {
      tag,
      colour: { before: colour, after: after.colour },
      key: { before: key, after: after.key },
      isRenamed: after.name !== name,
      isRedefined: after.meaning !== meaning,
    });
    return getTag(db, tag);
  });
}

/** Takes the tag off its records and out of the list. Fails with `not-found`. */
export function removeTag(db: CaseDb, hand: Hand, tag: number): MarkChange {
  return db.transaction(() => {
    getTag(db, tag);
    return enter(db, hand, 'tag.remove', { tag }, null, (seq) => {
      const taken = db.run(
        sql`UPDATE mark SET removed = ${seq} WHERE kind = ${TAG} AND tag = ${tag} AND removed IS NULL`,
      ).changes;
      db.run(sql`UPDATE tag SET removed = ${seq} WHERE id = ${tag}`);
      return taken + 1;
    });
  });
}

function getTag(db: CaseDb, tag: number): TagView {
  const found = listTags(db).find((view) => view.tag === tag);
  if (found === undefined) throw new CaseFailure('not-found', { subject: `tag ${tag}` });
  return found;
}

function refuseTaken(db: CaseDb, own: number | null, parts: TagParts): void {
  const taken = takenBy(db, own, parts);
  if (taken.name) throw new CaseFailure('tag-taken', { subject: parts.name });
  if (taken.key) throw new CaseFailure('tag-taken', { subject: String(parts.key) });
}

/** Whether a tag other than `own` has the name or the key. */
function takenBy(
  db: CaseDb,
  own: number | null,
  { name, key }: TagParts,
): { readonly name: boolean; readonly key: boolean } {
  const others = sql`SELECT 1 FROM tag WHERE removed IS NULL AND id IS NOT ${own} AND`;
  return {
    name: db.value<number>(sql`${others} name = ${name} COLLATE NOCASE`) !== null,
    key: key !== null && db.value<number>(sql`${others} number_key = ${key}`) !== null,
  };
}

function note(db: CaseDb, hand: Hand, action: string, parameters: Readonly<Record<string, unknown>>): void {
  appendCustody(db, hand.atMs, { actor: hand.actor, action, parameters, result: {} });
}
