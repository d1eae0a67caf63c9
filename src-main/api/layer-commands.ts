import { posix } from 'node:path';
import type { ExhibitView, LayerView } from '../contract/index.ts';
import { shellQuote } from './check-command.ts';
import {
  androidLine,
  sqlcipherLines,
  unlockArchiveLine,
  untarLine,
  unzipLine,
  whatsappLines,
} from './layer-programs.ts';

type Layer = Omit<LayerView, 'commands' | 'note'>;
type Told = Pick<LayerView, 'commands' | 'note'>;

/**
 * Lines for a POSIX shell that take a file out of what it lies in and print its SHA-256, with tools that are not ours. What came
 * out of the layer before stands under its own name in the current folder. Keys are in variables: none is printed.
 */
export function commandsOf(layer: Layer, exhibit: ExhibitView): Told {
  const from = shellQuote(layer.outer.path === '' ? exhibit.path : placeOf(layer, exhibit));
  const to = shellQuote(nameOf(layer.file.path));
  const check = `sha256sum ${from} ${to}  # ${layer.outer.sha256}, ${layer.file.sha256}`;
  const ends = { from, to };
  switch (layer.kind) {
    case 'zip':
      return { commands: [unzipLine(layer.inner, ends), check], note: ENTRY };
    case 'tar':
      return { commands: [untarLine(layer.inner, ends), check], note: ENTRY };
    case 'whatsapp-backup':
      return told(whatsappLines(layer.settings, ends), check, layer.settings.generation === 'crypt15' ? ROOT : DEVICE);
    case 'sqlcipher':
      return told(
        sqlcipherLines(layer.settings, ends),
        check,
        layer.settings.kdf_algorithm === 'none' ? RAW : PASSPHRASE,
      );
    case 'zip-password':
      return { commands: [unlockArchiveLine(layer.inner, ends), check], note: 'KEY holds the password.' };
    case 'android-backup':
      return layer.key === null
        ? { commands: [androidLine(ends)], note: ANDROID_PLAIN }
        : { commands: [], note: ANDROID_LOCKED };
    case 'ios-backup':
      return { commands: [], note: layer.key === null ? IOS_PLAIN : IOS_LOCKED };
  }
}

function told(lines: readonly string[], check: string, note: string): Told {
  return lines.length === 0 ? { commands: [], note: UNTOLD } : { commands: [...lines, check], note };
}

const ENTRY =
  'The path is the one that the case lists; where an archive holds it twice, or in another encoding, name the entry as the archive does.';
const ROOT = 'ROOT holds the 64 digits of the key: the last 32 bytes of the file encrypted_backup.key.';
const DEVICE = 'KEY holds 64 digits: the last 32 bytes of the app’s file named key.';
const RAW =
  'KEY holds the 64 digits of the key. The lines ask openssl once a page and authenticate none; the program sqlcipher gives the same rows in another file.';
const PASSPHRASE =
  'PASSPHRASE holds the passphrase. The lines ask openssl once a page and authenticate none; the program sqlcipher gives the same rows in another file.';
const UNTOLD =
  'No lines are given: the settings under which it was opened are not among those that they are written for.';
const ANDROID_PLAIN =
  'The header without a password is 24 bytes; a backup that is not packed needs no inflating. Entries are listed there as apps/PACKAGE/…';
const ANDROID_LOCKED =
  'No standard tool opens it: the format is that of the Android Open Source Project (BackupManagerService), which public programs read.';
const IOS_PLAIN =
  'The file lies in the backup under the SHA-1 of its domain, a hyphen and its path; Manifest.db, a SQLite database, lists them (table Files).';
const IOS_LOCKED =
  'No standard tool opens it: the keybag in Manifest.plist gives a key for each file, which public programs read.';

/** Files of a folder lie at their path; what came out of another layer, in the current folder. */
function placeOf({ outer }: Layer, exhibit: ExhibitView): string {
  if (exhibit.kind === 'file' && !outer.path.includes('!/')) return exhibit.path;
  if (outer.path.includes('!/') || exhibit.kind !== 'folder') return nameOf(outer.path);
  return posix.join(exhibit.path, outer.path);
}

function nameOf(path: string): string {
  return posix.basename(path);
}
