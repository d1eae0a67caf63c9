import type { MarkedItem, TagRef, UnfoundView } from '../../contract/index.ts';
import { sql, type CaseDb, type Sql } from '../../sqlite/index.ts';
import { MARK_KINDS, codeOf } from '../codes.ts';
import { idList } from '../queries/names.ts';

type ItemMarks = Omit<MarkedItem, 'id'>;

const NO_MARKS: ItemMarks = { tags: [], notes: 0, bookmarked: false };

interface MarkRow {
  readonly record: number;
  readonly kind: number;
  readonly tag: number;
  readonly name: string;
  readonly colour: TagRef['colour'];
  readonly key: number | null;
  readonly text: string | null;
}

/** The marks of items, asked for by id. */
export function readMarks(db: CaseDb, items: readonly number[]): (item: number) => ItemMarks {
  const rows = Map.groupBy(standing(db, sql`marked.item`, sql`marked.item IN (${idList(items)})`), (row) => row.record);
  return (item) => {
    const found = rows.get(item);
    return found === undefined
      ? NO_MARKS
      : { tags: tagsOf(found), notes: ofKind(found, 'note').length, bookmarked: ofKind(found, 'bookmark').length > 0 };
  };
}

/** Texts of the notes of items, by item. */
export function readNoteTexts(db: CaseDb, items: readonly number[]): (item: number) => readonly string[] {
  const rows = Map.groupBy(standing(db, sql`marked.item`, sql`marked.item IN (${idList(items)})`), (row) => row.record);
  return (item) => textsOf(rows.get(item) ?? []);
}

/** Records with marks that are not in the case now, after the one with number `after`. */
export function listUnfound(
  db: CaseDb,
  after: number,
  limit: number,
): { readonly rows: readonly UnfoundView[]; readonly total: number } {
  const unfound = sql`marked.item IS NULL
    AND EXISTS (SELECT 1 FROM mark WHERE mark.record = marked.id AND mark.removed IS NULL)`;
  const rows = db.all<Omit<UnfoundView, 'tags' | 'notes' | 'bookmarked'>>(
    sql`SELECT marked.id, marked.source, ifnull(source.state, '') AS sourceState, marked.class,
        ifnull(place_name.file, '') AS file,
        ifnull((SELECT min(path) FROM source_file WHERE source_file.source = marked.source AND sha256 = place_name.file), '') AS path,
        iif(marked.row IS NULL, NULL, place_name.name) AS "table",
        ifnull(concat_ws(' ', marked.row, marked.node, marked.offset), '') AS at
      FROM marked LEFT JOIN place_name ON place_name.id = marked.place LEFT JOIN source ON source.id = marked.source
      WHERE ${unfound} AND marked.id > ${after} ORDER BY marked.id LIMIT ${limit}`,
  );
  const ids = rows.map(({ id }) => id);
  const marks = Map.groupBy(standing(db, sql`marked.id`, sql`marked.id IN (${idList(ids)})`), (row) => row.record);
  return {
    rows: rows.map((row) => {
      const found = marks.get(row.id) ?? [];
      return { ...row, tags: tagsOf(found), notes: textsOf(found), bookmarked: ofKind(found, 'bookmark').length > 0 };
    }),
    total: db.value<number>(sql`SELECT count(*) FROM marked WHERE ${unfound}`) ?? 0,
  };
}

/** Marks that stand, of the `marked` rows that meet a condition: tags by number key and name, then the others by age. */
function standing(db: CaseDb, of: Sql, where: Sql): readonly MarkRow[] {
  return db.all<MarkRow>(sql`SELECT ${of} AS record, mark.kind, mark.tag, tag.name, tag.colour, tag.number_key AS "key", mark.text
    FROM marked CROSS JOIN mark ON mark.record = marked.id AND mark.removed IS NULL LEFT JOIN tag ON tag.id = mark.tag
    WHERE ${where} ORDER BY mark.kind, ifnull(tag.number_key, 10), tag.name COLLATE NOCASE, mark.id`);
}

function ofKind(rows: readonly MarkRow[], kind: (typeof MARK_KINDS)[number]): readonly MarkRow[] {
  const code = codeOf(MARK_KINDS, kind);
  return rows.filter((row) => row.kind === code);
}

function tagsOf(rows: readonly MarkRow[]): readonly TagRef[] {
  return ofKind(rows, 'tag').map(({ tag, name, colour, key }) => ({ tag, name, colour, key }));
}

function textsOf(rows: readonly MarkRow[]): readonly string[] {
  return ofKind(rows, 'note').flatMap(({ text }) => text ?? []);
}
