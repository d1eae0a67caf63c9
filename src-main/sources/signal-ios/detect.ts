import { looksEncrypted } from '../../evidence/locks/find-sqlcipher.ts';
import type { EvidenceFile, EvidenceTree } from '../../evidence/tree.ts';
import type { Issue } from '../../model/index.ts';
import { brokenStore } from '../broken-store.ts';
import type { Detection } from '../parser.ts';
import { PARSER_ID, UNREADABLE } from './variants.ts';

/** Where the app keeps its database, as it lies there or as it came out of its lock. Source: signalapp/Signal-iOS, Storage/Database/GRDBDatabaseStorageAdapter.swift @06f1e2e. */
const OWN_PLACE = /(?:^|\/)grdb[^/]*\/signal\.sqlite(?:!\/signal\.sqlite)?$/u;

const HEAD_BYTES = 4096;
const SMALLEST_DATABASE = 512;

/** Every database with the app's tables, whatever it is called. One that is still locked is in the list of locks. */
export async function detect(tree: EvidenceTree): Promise<readonly Detection[]> {
  const found: Detection[] = [];
  for await (const file of tree.glob('**')) {
    if (/-(?:wal|shm|journal)$/u.test(file.path)) continue;
    const isOwnPlace = OWN_PLACE.test(file.path);
    if (!isOwnPlace && file.sizeBytes < SMALLEST_DATABASE && (await tree.logOf(file)) === null) continue;
    const schema = await tree.schemaOf(file);
    if (schema === null) {
      if (isOwnPlace && !(await isLocked(tree, file))) found.push(broken(file));
      continue;
    }
    const variant = variantOf(schema);
    if (variant !== null) found.push(detection(file, variant, []));
  }
  return found;
}

/** The generation of the schema; null for another app's. Either of the two main tables tells the app. */
function variantOf(schema: ReadonlyMap<string, readonly string[]>): string | null {
  const interactions = schema.get('model_TSInteraction');
  const threads = schema.get('model_TSThread');
  const isSignals = interactions?.includes('recordType') === true || threads?.includes('recordType') === true;
  if (!isSignals && (interactions === undefined || threads === undefined)) return null;
  const isNew = schema.has('MessageAttachmentReference') || schema.has('Attachment');
  return isNew ? 'attachment-references' : 'attachment-table';
}

async function isLocked(tree: EvidenceTree, file: EvidenceFile): Promise<boolean> {
  return looksEncrypted(Buffer.from(await tree.head(file, HEAD_BYTES)));
}

/** A store that cannot be read: named with an issue instead of being passed over. */
function broken(file: EvidenceFile): Detection {
  return detection(file, UNREADABLE, [brokenStore(file)]);
}

function detection(file: EvidenceFile, variant: string, issues: readonly Issue[]): Detection {
  const outer = outerOf(file.path);
  const isOwnPlace = OWN_PLACE.test(file.path);
  const name = outer.slice(outer.lastIndexOf('/') + 1);
  return {
    parser: PARSER_ID,
    variant,
    root: folderOf(isOwnPlace ? folderOf(outer) : outer),
    label: isOwnPlace ? 'Signal for iOS' : `Signal for iOS, ${name}`,
    files: { messages: file },
    locked: null,
    issues,
    questions: [],
  };
}

/** The locked file that a database of the same name came out of; else the database's own path. */
function outerOf(path: string): string {
  const at = path.lastIndexOf('!/');
  const outer = path.slice(0, Math.max(0, at));
  return at !== -1 && outer.slice(outer.lastIndexOf('/') + 1) === path.slice(at + 2) ? outer : path;
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}
