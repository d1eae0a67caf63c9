import { posix } from 'node:path';
import type { ExhibitView, LayerView } from '../contract/index.ts';
import type { BareLayer } from './bare-layer.ts';
import { shellQuote } from './check-command.ts';
import { signalAndroidLines, signalDesktopLines, wechatDatLines } from './layer-ciphers.ts';
import { androidLines, iosLines, iosPlainLines, signalLines, snapshotLines } from './layer-backups.ts';
import { derivedLines } from './layer-derived.ts';
import { sqlcipherLines, unlockArchiveLine, untarLine, unzipLine, whatsappLines, type Ends } from './layer-programs.ts';

type Told = Pick<LayerView, 'commands' | 'note'>;

/** Settings as they are found never hold more than such characters; what a changed case holds instead must not reach a shell. */
function plainSettings(settings: BareLayer['settings']): BareLayer['settings'] {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => /^[\w .,:+/-]*$/u.test(value)));
}

/**
 * Lines for a POSIX shell that take a file out of what it lies in and print its SHA-256, with tools that are not ours. What came
 * out of a layer stands in the current folder, under its own name with a number before it: none is that of a file that is read from,
 * were it in this folder, and none reads like an option. Keys are in variables: none is printed.
 */
export class LayerCommands {
  readonly #exhibit: ExhibitView;
  /** What the current folder holds: the path in the case, and the name that it has there. */
  readonly #made = new Map<string, string>();

  constructor(exhibit: ExhibitView) {
    this.#exhibit = exhibit;
  }

  /** The lines of the next layer inwards. `storedName` is the entry's own name where its path is not. */
  of(layer: BareLayer, storedName: string | null): Told {
    const from = shellQuote(this.#placeOf(layer.outer.path));
    const to = shellQuote(this.#nameOf(layer.file.path));
    const check = `sha256sum ${from} ${to}  # ${layer.outer.sha256}, ${layer.file.sha256}`;
    const settings = plainSettings(layer.settings);
    const ends = { from, to };
    switch (layer.kind) {
      case 'zip':
        return { commands: [unzipLine(layer.inner, ends), check], note: ENTRY };
      case 'tar':
        return { commands: [untarLine(layer.inner, ends), check], note: ENTRY };
      case 'whatsapp-backup':
        return told(this.#whatsapp({ ...layer, settings }, ends), check, settings.generation === 'crypt15' ? ROOT : DEVICE);
      case 'sqlcipher':
        if (/-(?:wal|journal)$/u.test(layer.file.path)) return { commands: [], note: LOG };
        return this.#sqlcipher(layer, sqlcipherLines(settings, ends), check);
      case 'zip-password':
        return { commands: [unlockArchiveLine(layer.inner, ends), check], note: 'KEY holds the password.' };
      case 'android-backup':
        return told(
          androidLines(settings, { ...ends, tar: shellQuote(this.#nameOf(`${layer.outer.path}.tar`)) }, storedName ?? layer.inner),
          check,
          layer.key === null ? ANDROID_PLAIN : ANDROID_LOCKED,
        );
      case 'signal-backup': {
        const lines = signalLines({ ...layer, settings }, ends);
        return lines.length === 0 ? { commands: [], note: SIGNAL_REBUILT } : told(lines, check, SIGNAL_PAYLOAD);
      }
      case 'signal-snapshot':
        return told(snapshotLines(settings, ends), check, SIGNAL_SNAPSHOT);
      case 'signal-desktop':
        return told(signalDesktopLines(layer, ends), check, SIGNAL_DESKTOP);
      case 'signal-android':
        return told(signalAndroidLines(ends), check, SIGNAL_ANDROID);
      case 'cell':
        return { commands: [], note: CELL };
      case 'wechat-dat':
        return told(wechatDatLines(ends), check, WECHAT_DAT);
      case 'wechat-pictures':
        return told(wechatDatLines(ends), check, WECHAT_PICTURES);
      case 'wecom-envelopes':
        return { commands: [], note: WECOM };
      case 'ufdr':
        return { commands: [], note: UFDR };
      case 'ios-backup': {
        const lines = layer.key === null ? iosPlainLines(layer, to) : iosLines(layer, to);
        return told(lines.length === 0 ? [] : [...this.#backupFolder(layer), ...lines], check, layer.key === null ? IOS_PLAIN : IOS_LOCKED);
      }
    }
  } // prettier-ignore

  /** Before the lines of a database those that derive its passphrase, where it was derived. */
  #sqlcipher({ key, settings }: BareLayer, lines: readonly string[], check: string): Told {
    if (lines.length === 0 || key?.from.kind !== 'derived')
      return told(lines, check, settings.kdf_algorithm === 'none' ? RAW : PASSPHRASE);
    const isOpen = ['folder', 'file'].includes(this.#exhibit.kind);
    const place = (path: string): string => (isOpen || path.includes('!/') ? this.#placeOf(path) : this.#nameOf(path));
    return told([...derivedLines(key.from.inputs, this.#exhibit, place), ...lines], check, DERIVED);
  }

  /** Of a backup that came out as a zip, the files that lie in that are listed below it. */
  #whatsapp({ inner, outer, settings }: BareLayer, { from, to }: Ends): readonly string[] {
    const at = inner.indexOf('!/');
    if (at === -1) return whatsappLines(settings, { from, to });
    const zip = shellQuote(this.#nameOf(`${outer.path}!/${inner.slice(0, at)}`));
    const lines = whatsappLines(settings, { from, to: zip });
    return lines.length === 0 ? [] : [...lines, unzipLine(inner.slice(at + 2), { from: zip, to })];
  }

  /** Sets BACKUP where the backup lies in a folder; from an archive it is to be unpacked whole. */
  #backupFolder({ outer }: BareLayer): readonly string[] {
    if (this.#exhibit.kind !== 'folder' || outer.path.includes('!/')) return [];
    return [`BACKUP=${shellQuote(posix.dirname(posix.join(this.#exhibit.path, outer.path)))}`];
  }

  /** Files of a folder lie at their path; what came out of another layer, in the current folder. */
  #placeOf(path: string): string {
    const made = this.#made.get(path);
    if (made !== undefined) return made;
    const { kind, path: exhibit } = this.#exhibit;
    if (path === '' || kind === 'file') return exhibit;
    return kind === 'folder' ? posix.join(exhibit, path) : asName(posix.basename(path));
  }

  #nameOf(path: string): string {
    const name = `${this.#made.size + 1}-${posix.basename(path)}`;
    this.#made.set(path, name);
    return name;
  }
}

/** A name that no program takes for an option. */
function asName(base: string): string {
  return base.startsWith('-') ? `./${base}` : base;
}

function told(lines: readonly string[], check: string, note: string): Told {
  return lines.length === 0 ? { commands: [], note: UNTOLD } : { commands: [...lines, check], note };
}

const ENTRY =
  'The path is the one that the case lists; where an archive holds it twice, or in another encoding, name the entry as the archive does.';
const ROOT = 'ROOT holds the 64 digits of the key: the last 32 bytes of the file encrypted_backup.key.';
const DEVICE = 'KEY holds 64 digits: the last 32 bytes of the app’s file named key.';
const RAW =
  'KEY holds the 64 digits of the key. The lines authenticate no page; the program sqlcipher gives the same rows in another file.';
const PASSPHRASE =
  'PASSPHRASE holds the passphrase. The lines authenticate no page; the program sqlcipher gives the same rows in another file.';
const DERIVED =
  'The first lines read the values from which the passphrase follows, and print the hashes of their files. The others authenticate no page; the program sqlcipher (PRAGMA cipher_compatibility as the settings say) gives the same rows in another file.';
const UNTOLD =
  'No lines are given: the settings under which it was opened are not among those that they are written for.';
const LOG =
  'No lines are given for the log of the database: its pages are decrypted as those of the database are, each behind the header of its frame, and the sums of its frames were made anew.';
const ANDROID_PLAIN =
  'The header is a few lines of text, and the rest is a tar, deflated where the third line is 1. Entries bear their names in the backup, which begin with apps/ or shared/.';
const ANDROID_LOCKED =
  'PASSWORD holds the password. Lines of the header give salts, rounds and the encrypted key (format: BackupManagerService of the Android Open Source Project); the rest is a tar. Entries bear their names in the backup.';
const SIGNAL_PAYLOAD =
  'PASSPHRASE holds the 30 digits. The lines authenticate nothing: the ten bytes behind the run are the first of an HMAC-SHA256 over its first block and itself.';
const SIGNAL_SNAPSHOT =
  'KEY holds the 64 characters of the recovery key, small letters without blanks. The lines authenticate nothing: the last 32 bytes of the file are an HMAC-SHA256 of all before them.';
const SIGNAL_REBUILT =
  'No lines are given: the file was put together from what many frames of the backup hold, and no common tool writes the same bytes. Each frame is authenticated; signalbackup-tools reads the same rows.';
const SIGNAL_DESKTOP =
  'KEY holds 128 digits: the 64 bytes that stand in the row that names the file, in base64 as localKey (base64 -d | xxd -p -c 64) or as bytes in encryptionKey on an iPhone. The first line prints the HMAC-SHA256 made anew and the stored one.';
const SIGNAL_ANDROID =
  'SECRET holds the 64 digits of modernKey in the attachment secret of the device, RANDOM_HEX those of data_random in the row that names the file. The lines authenticate nothing: the app stores a hash of the content in data_hash_end.';
const CELL =
  'The content is no file: it stands in a cell of the database. The place of the attachment in its row gives the bytes, page by page.';
const WECHAT_DAT =
  'KEY holds two digits, the byte of the XOR; for versions 1 and 2, whose files begin with 07 08 56 31 or 32, behind them the 32 digits of the AES key, which of version 1 is 63666364323038343935643536356566, and of version 2 what printf %s NUMBERACCOUNT | md5sum | head -c 16 | xxd -p prints, with the number in a name kvcomm/key_NUMBER_….statistic and the account as in the name of its folder, without the four digits. The byte follows from the first or last bytes of the file, which are those of a picture.';
const WECHAT_PICTURES =
  'KEY holds two digits, the byte of the XOR that the method states (00 where it states none), and behind them 32: the 16 characters of the key as printf %s KEY | xxd -p prints them, or the digits that were given.';
const WECOM =
  'The list is made of all envelopes of the file. Of one: what stands under encrypt_random_key, decoded from base64, into openssl pkeyutl -decrypt -inkey KEY -pkeyopt rsa_padding_mode:pkcs1, whose output has the length and SHA-256 that the list gives. OpenSSL 3.2 and later give invented bytes where the padding does not hold, unless told otherwise (-pkeyopt rsa_pkcs1_implicit_rejection:0).';
const UFDR =
  'The file lies in the folder of the report under the name that the method states; report.xml gives it beside the path on the device (taggedFiles, Local Path).';
const IOS_PLAIN =
  'BACKUP is the folder of the backup, unpacked where it lies in an archive. A file lies there under the SHA-1 of its domain, a hyphen and its path; Manifest.db, a SQLite database, lists them (table Files).';
const IOS_LOCKED =
  'PASSWORD holds the password of the backup, and BACKUP is its folder, unpacked where it lies in an archive. The keybag in Manifest.plist gives a key for each file; the derivation takes seconds, and openssl is asked once for each step.';
