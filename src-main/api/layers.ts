import { exhibitFiles, getLock, listKeys, type CaseFile, type CaseFileRow, type ExhibitFiles } from '../case/index.ts';
import type { ExhibitView, LayerView } from '../contract/index.ts';
import { cipherAround, isDeciphered, sealedPictureAt } from '../evidence/index.ts';
import { CIPHER_SCHEMES, type CipherScheme } from '../model/index.ts';
import type { BareLayer } from './bare-layer.ts';
import { LayerCommands } from './layer-commands.ts';

/** No chain is longer: locks are looked for five deep, and archives are listed one deep. */
const MOST = 12;

/**
 * What lies between an exhibit and a file of it, from the outside in: each archive, backup and encrypted file with what came
 * out of it. The last one gives the file. Empty for a file that lies in a folder, or is the exhibit.
 */
export function layersOf(file: CaseFile, exhibit: ExhibitView, path: string): readonly LayerView[] {
  const files = exhibitFiles(file.db, exhibit.id);
  const layers: { readonly bare: BareLayer; readonly storedName: string | null }[] = [];
  for (let row = files.get(path); row !== null && layers.length < MOST;) {
    const [bare, outer] = layerAround(file, exhibit, files, row);
    if (bare !== null) layers.unshift({ bare, storedName: nameOf(row) });
    row = outer;
  }
  const commands = new LayerCommands(exhibit);
  return layers.map(({ bare, storedName }) => ({ ...bare, ...commands.of(bare, storedName) }));
}

/** The name as its container stores it, where the path is another one. */
function nameOf({ storedName }: CaseFileRow): string | null {
  return typeof storedName === 'string' ? Buffer.from(storedName, 'hex').toString('utf8') : null;
}

/** The layer that a file came out of, and the file that this lies in. */
function layerAround(
  { db }: CaseFile,
  exhibit: ExhibitView,
  files: ExhibitFiles,
  row: CaseFileRow,
): readonly [BareLayer | null, CaseFileRow | null] {
  const file = { path: row.path, sha256: row.sha256, sizeBytes: row.sizeBytes };
  const opener = row.lock ?? null;
  // What lay in an archive that came out of a lock came out of that archive first.
  const isEntry = /^(?:zip|tar) entry$/u.test(row.derivedFrom?.method ?? '');
  if (opener !== null && !isEntry && !isDeciphered(row)) {
    const lock = getLock(db, opener);
    const inner = row.path.slice(lock.path.length + 2);
    // Each picture came out of a file of its own, not of the one that the lock is called after.
    const outer = lock.path === '' ? null : files.get(lock.kind === 'wechat-pictures' ? sealedPictureAt(lock.path, inner) : lock.path); // prettier-ignore
    const { path, sha256, sizeBytes } = lock.kind === 'wechat-pictures' && outer !== null ? outer : lock;
    const key = listKeys(db).find(({ id }) => id === row.openedKey) ?? null;
    const layer: BareLayer = {
      kind: lock.kind,
      outer: { path, sha256, sizeBytes },
      inner,
      method: row.derivedFrom?.method ?? '',
      file,
      key: key === null ? null : { form: key.form, fingerprint: key.fingerprint, from: key.from },
      settings: lock.opened?.settings ?? {},
    };
    return [layer, outer];
  }
  const cipher = cipherAround(row);
  if (row.derivedFrom !== undefined) {
    const outer = archiveAround(files, row.path, row.derivedFrom.file);
    const path = outer?.path ?? '';
    const layer: BareLayer = {
      kind: isScheme(cipher) ? cipher : row.derivedFrom.method.startsWith('zip') ? 'zip' : 'tar',
      outer: { path, sha256: row.derivedFrom.file, sizeBytes: outer?.sizeBytes ?? 0 },
      inner: row.path.startsWith(`${path}!/`) ? row.path.slice(path.length + 2) : row.path,
      method: row.derivedFrom.method,
      file,
      key: null,
      settings: {},
    };
    return [layer, outer];
  }
  if (exhibit.kind === 'folder' || exhibit.kind === 'file') return [null, null];
  const layer: BareLayer = {
    kind: exhibit.kind === 'zip' ? 'zip' : 'tar',
    outer: { path: '', sha256: exhibit.sha256, sizeBytes: exhibit.sizeBytes },
    inner: row.path,
    method: `${exhibit.kind} entry`,
    file,
    key: null,
    settings: {},
  };
  return [layer, null];
}

function isScheme(name: string | null): name is CipherScheme {
  return (CIPHER_SCHEMES as readonly (string | null)[]).includes(name);
}

/** The archive that a file is listed below. Another one with the same bytes may be anywhere: the path decides, then the hash. */
function archiveAround(files: ExhibitFiles, path: string, sha256: string): CaseFileRow | null {
  for (let at = path.lastIndexOf('!/'); at > 0; at = path.lastIndexOf('!/', at - 1)) {
    const found = files.get(path.slice(0, at));
    if (found?.sha256 === sha256) return found;
  }
  return files.withHash(sha256);
}
