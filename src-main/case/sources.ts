import type { AppPlace, LedgerRow, SourceView } from '../contract/index.ts';
import type { Issue, IssueSeverity, Proof, Sha256 } from '../model/index.ts';
import { noSql, sql, type CaseDb } from '../sqlite/index.ts';
import { CaseFailure } from './case-failure.ts';
import { nextId } from './ids.ts';
import { locatorsText } from './writer/case-writer.ts';

/** A file of a source, with what ingest needs to find it again. */
export interface SourceFile {
  readonly path: string;
  readonly sha256: Sha256;
  readonly sizeBytes: number;
  readonly modifiedMs: number | null;
  readonly derivedFrom?: { readonly file: Sha256; readonly method: string };
}

/** A data store that was found in an exhibit. */
export interface NewSource {
  readonly exhibit: number;
  readonly parser: string;
  readonly revision: number;
  readonly label: string;
  readonly variant: string;
  readonly proof: Proof;
  readonly root: string;
  /** Absent: nobody looked. */
  readonly app?: AppPlace;
  readonly files: Readonly<Record<string, SourceFile>>;
  readonly locked: { readonly kind: string; readonly hint: string } | null;
  readonly questions: readonly Omit<SourceView['questions'][number], 'answer' | 'applied' | 'isPending'>[];
}

/**
 * Keeps a found source; one that is known already keeps its id and answers. `labels` are those of all stores that the same
 * parser finds now: a known store whose label is none of them goes by another one since more was found beside it.
 */
export function addSource(db: CaseDb, source: NewSource, labels: ReadonlySet<string> = new Set()): number {
  return db.transaction(() => {
    const known = knownSource(db, source) ?? renamedSource(db, source, labels);
    const state = source.locked === null ? 'found' : 'locked';
    const id = known ?? nextId(db, 'source');
    if (known === null)
      db.run(sql`INSERT INTO source (id, exhibit, parser, revision, label, variant, proof, root, state, key_kind, key_hint, questions, app)
      VALUES (${id}, ${source.exhibit}, ${source.parser}, ${source.revision}, ${source.label}, ${source.variant}, ${source.proof},
        ${source.root}, ${state}, ${source.locked?.kind ?? null}, ${source.locked?.hint ?? null},
        ${JSON.stringify(source.questions)}, ${JSON.stringify(source.app ?? {})})`);
    else
      db.run(sql`UPDATE source SET label = ${source.label}, root = ${source.root},
        app = ${JSON.stringify(source.app ?? {})} WHERE id = ${id}`);
    for (const [role, file] of Object.entries(source.files))
      db.run(sql`INSERT OR REPLACE INTO source_file (source, role, path, sha256, size_bytes, modified_ms, derived_from, derived_method)
        VALUES (${id}, ${role}, ${file.path}, ${file.sha256}, ${file.sizeBytes}, ${file.modifiedMs},
          ${file.derivedFrom?.file ?? null}, ${file.derivedFrom?.method ?? null})`);
    return id;
  }, 'immediate');
}

/**
 * The source that was found here before: the same store has the same files in the roles that both times were filled. Several
 * stores can share all else, as exported conversations in one folder do.
 */
function knownSource(db: CaseDb, source: NewSource): number | null {
  const alike = db.all<{ id: number; role: string; path: string }>(sql`
    SELECT source.id, role, path FROM source JOIN source_file ON source_file.source = source.id
    WHERE exhibit = ${source.exhibit} AND parser = ${source.parser} AND root = ${source.root}
      AND variant = ${source.variant} AND label = ${source.label} ORDER BY source.id`);
  return withSameFiles(source, alike);
}

/** The source with the same files under a label that no store has now. */
function renamedSource(db: CaseDb, source: NewSource, labels: ReadonlySet<string>): number | null {
  if (labels.size === 0) return null;
  const others = db.all<{ id: number; role: string; path: string; label: string }>(sql`
    SELECT source.id, role, path, label FROM source JOIN source_file ON source_file.source = source.id
    WHERE exhibit = ${source.exhibit} AND parser = ${source.parser} AND variant = ${source.variant} ORDER BY source.id`);
  return withSameFiles(
    source,
    others.filter(({ label }) => !labels.has(label)),
  );
}

function withSameFiles(
  source: NewSource,
  rows: readonly { readonly id: number; readonly role: string; readonly path: string }[],
): number | null {
  for (const [id, files] of Map.groupBy(rows, (row) => row.id)) {
    const shared = files.filter(({ role }) => Object.hasOwn(source.files, role));
    if (shared.length > 0 && shared.every(({ role, path }) => source.files[role]?.path === path)) return id;
  }
  return null;
}

/**
 * Keeps an issue that no reading of a source gives: of an exhibit as a whole, or of a source. One that was found with the
 * source stays when the source is read again, any other goes with what was read.
 */
export function addIssue(
  db: CaseDb,
  at: { readonly exhibit: number; readonly source: number | null; readonly isFound?: boolean },
  issue: Issue,
): void {
  db.run(sql`INSERT INTO issue (id, source, exhibit, severity, code, place, stored, detail, at, found)
    VALUES (${nextId(db, 'issue')}, ${at.source}, ${at.exhibit}, ${issue.severity}, ${issue.code}, ${issue.where},
      ${issue.stored?.slice(0, 200) ?? null}, ${issue.detail}, ${locatorsText(issue)}, ${at.isFound === true ? 1 : 0})`);
}

/** Keeps an issue of an exhibit as a whole, unless the same is said of it already. */
export function addIssueOnce(db: CaseDb, exhibit: number, issue: Issue): void {
  const known = db.value<number>(sql`SELECT 1 FROM issue WHERE exhibit = ${exhibit} AND source IS NULL
    AND severity = ${issue.severity} AND code = ${issue.code} AND place = ${issue.where} AND detail = ${issue.detail} LIMIT 1`);
  if (known === null) addIssue(db, { exhibit, source: null }, issue);
}

/** The numbers of the sources that were found in an exhibit. */
export function sourceIds(db: CaseDb, exhibit: number): ReadonlySet<number> {
  const rows = db.all<{ id: number }>(sql`SELECT id FROM source WHERE exhibit = ${exhibit}`);
  return new Set(rows.map(({ id }) => id));
}

/** A source that was found before: its variant, the paths of its files, and whether it was read. */
export interface FoundSource {
  readonly id: number;
  readonly variant: string;
  readonly paths: readonly string[];
  readonly isRead: boolean;
}

/** The sources of one parser that were found in an exhibit before. */
export function foundSources(db: CaseDb, exhibit: number, parser: string): readonly FoundSource[] {
  const rows = db.all<{
    id: number;
    variant: string;
    state: SourceView['state'];
    path: string;
  }>(sql`SELECT source.id, variant, state, path FROM source
    JOIN source_file ON source_file.source = source.id WHERE exhibit = ${exhibit} AND parser = ${parser} ORDER BY source.id`);
  return [...Map.groupBy(rows, ({ id }) => id)].map(([id, files]) => ({
    id,
    variant: files[0]?.variant ?? '',
    paths: files.map(({ path }) => path),
    isRead: files.some(({ state }) => state !== 'found' && state !== 'locked'),
  }));
}

/** Keeps the examiner's answer. Fails with `not-found` for an unknown source, `bad-parameters` for an unknown question or choice. */
export function answerQuestion(db: CaseDb, source: number, question: string, value: string): SourceView {
  const view = getSource(db, source);
  const asked = view.questions.find(({ id }) => id === question);
  if (asked === undefined) throw new CaseFailure('bad-parameters', { subject: question });
  if (asked.choices.length > 0 && !asked.choices.some((choice) => choice.value === value))
    throw new CaseFailure('bad-parameters', { subject: value });
  db.run(sql`UPDATE source SET answers = json_set(answers, ${`$."${question}"`}, ${value}) WHERE id = ${source}`);
  return getSource(db, source);
}

/** Fails with `not-found`. */
export function getSource(db: CaseDb, source: number): SourceView {
  const [view] = listSources(db, source);
  if (view === undefined) throw new CaseFailure('not-found', { subject: `source ${source}` });
  return view;
}

interface SourceRow extends Omit<
  SourceView,
  'app' | 'files' | 'keyRequest' | 'questions' | 'owner' | 'counts' | 'issues' | 'balanced' | 'claimsNothing'
> {
  readonly app: string;
  readonly keyKind: string | null;
  readonly keyHint: string | null;
  readonly questions: string;
  readonly answers: string;
  readonly readAnswers: string | null;
  readonly owner: number | null;
  readonly ownerName: string | null;
  readonly ownerClaim: string | null;
  readonly ownerAssumed: number | null;
  readonly counts: string;
  readonly isOpen: number;
  readonly hasClaims: number;
  readonly isDamaged: number;
}

const NO_PLACE: AppPlace = { container: null, containerId: null, package: null, user: null, userKind: null };

/** The sources in the order in which they were found, or the one. */
export function listSources(db: CaseDb, source: number | null = null): readonly SourceView[] {
  const rows =
    db.all<SourceRow>(sql`SELECT source.id, source.exhibit, exhibit.reference AS exhibitReference, parser, revision,
      label, variant, proof, root, app, source.state, key_kind AS keyKind, key_hint AS keyHint, questions, answers,
      read_answers AS readAnswers, owner,
      account.name AS ownerName, owner_claim AS ownerClaim, owner_assumed AS ownerAssumed, first_ms AS firstMs,
      last_ms AS lastMs, counts,
      EXISTS (SELECT 1 FROM tally WHERE tally.source = source.id AND claimed = 1 AND rows <>
        used + (SELECT ifnull(sum(value), 0) FROM json_each(skipped))) AS isOpen,
      EXISTS (SELECT 1 FROM tally WHERE tally.source = source.id AND claimed = 1) AS hasClaims,
      EXISTS (SELECT 1 FROM issue WHERE issue.source = source.id AND severity = 'error'
        AND code IN ('database-damaged', 'table-unreadable')) AS isDamaged
    FROM source JOIN exhibit ON exhibit.id = source.exhibit LEFT JOIN account ON account.id = source.owner
    ${source === null ? noSql : sql`WHERE source.id = ${source}`} ORDER BY source.id`);
  return rows.map((row) => viewOf(db, row));
}

function viewOf(db: CaseDb, row: SourceRow): SourceView {
  const {
    keyKind,
    keyHint,
    questions,
    answers,
    readAnswers,
    owner,
    ownerName,
    ownerClaim,
    ownerAssumed,
    counts,
    isOpen,
    hasClaims,
    isDamaged,
    ...view
  } = row;
  const given = JSON.parse(answers) as Readonly<Record<string, string>>;
  const read = JSON.parse(readAnswers ?? '{}') as Readonly<Record<string, string>>;
  const severities = db.all<{ severity: IssueSeverity; issues: number }>(
    sql`SELECT severity, count(*) AS issues FROM issue WHERE source = ${row.id} GROUP BY severity`,
  );
  const countOf = (severity: IssueSeverity): number =>
    severities.find((found) => found.severity === severity)?.issues ?? 0;
  return {
    ...view,
    app: { ...NO_PLACE, ...(JSON.parse(row.app) as Partial<AppPlace>) },
    files: db.all(
      sql`SELECT role, path, sha256, size_bytes AS sizeBytes FROM source_file WHERE source = ${row.id} ORDER BY role`,
    ),
    keyRequest: keyKind === null || keyHint === null ? null : { kind: keyKind, hint: keyHint },
    questions: (JSON.parse(questions) as NewSource['questions']).map((question) => {
      const answer = given[question.id] ?? null;
      const applied = row.state === 'ingested' ? (read[question.id] ?? null) : null;
      return {
        ...question,
        answer,
        applied,
        isPending: row.state === 'ingested' && isOther(question, answer, applied),
      };
    }),
    owner:
      owner === null || ownerName === null || ownerClaim === null
        ? null
        : { account: owner, name: ownerName, claim: ownerClaim, assumed: ownerAssumed === 1 },
    counts: JSON.parse(counts) as Readonly<Record<string, number>>,
    issues: { note: countOf('note'), warning: countOf('warning'), error: countOf('error') },
    balanced: hasClaims === 1 && isOpen === 0 && isDamaged === 0,
    claimsNothing: hasClaims === 0 && isDamaged === 0,
  };
}

/** Of a source that was read before answers were kept with it, an answer given may have come too late. */
function isOther(question: { readonly default: string }, answer: string | null, applied: string | null): boolean {
  return applied === null ? answer !== null : applied !== (answer ?? question.default);
}

/** The files of a source by role, as they were when it was found. */
export function sourceFiles(db: CaseDb, source: number): Readonly<Record<string, SourceFile>> {
  const rows = db.all<SourceFile & { role: string; from: string | null; method: string | null }>(
    sql`SELECT role, path, sha256, size_bytes AS sizeBytes, modified_ms AS modifiedMs, derived_from AS "from",
      derived_method AS method FROM source_file WHERE source = ${source} ORDER BY role`,
  );
  return Object.fromEntries(
    rows.map(({ role, from, method, ...file }) => [
      role,
      from === null || method === null ? file : { ...file, derivedFrom: { file: from, method } },
    ]),
  );
}

/** Every table of the source's files: rows, used, skipped with reasons; tables that no parser claims at the end. */
export function readLedger(db: CaseDb, source: number): readonly LedgerRow[] {
  const rows = db.all<Omit<LedgerRow, 'skipped' | 'claimed'> & { skipped: string; claimed: number }>(
    sql`SELECT tally.source, tally.file, ifnull((SELECT min(source_file.path) FROM source_file
        WHERE source_file.source = tally.source AND source_file.sha256 = tally.file), '') AS path,
      name AS "table", rows, used, skipped, claimed
    FROM tally WHERE tally.source = ${source} ORDER BY claimed DESC, path, name`,
  );
  return rows.map((row) => ({
    ...row,
    skipped: JSON.parse(row.skipped) as Readonly<Record<string, number>>,
    claimed: row.claimed === 1,
  }));
}
