import { posix } from 'node:path';
import type { ExhibitView, LayerView } from '../contract/index.ts';
import { shellQuote } from './check-command.ts';

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
  switch (layer.kind) {
    case 'zip':
      return {
        commands: [`unzip -p ${from} ${shellQuote(layer.inner.replaceAll(/[[\]*?\\]/gu, '\\$&'))} > ${to}`, check],
        note: ENTRY,
      };
    case 'tar':
      return { commands: [`tar -xOf ${from} ${shellQuote(layer.inner)} > ${to}`, check], note: ENTRY };
    case 'whatsapp-backup':
      return whatsapp(layer, from, to, check);
    case 'sqlcipher':
      return sqlcipher(layer, from, to, check);
    case 'zip-password':
      return {
        commands: [`7z x -so -p"$KEY" ${from} ${shellQuote(layer.inner)} > ${to}`, check],
        note: 'KEY holds the password.',
      };
    case 'android-backup':
      return layer.key === null
        ? { commands: [`tail -c +25 ${from} | ${INFLATE} | tar -tvf -`], note: ANDROID_PLAIN }
        : { commands: [], note: ANDROID_LOCKED };
    case 'ios-backup':
      return { commands: [], note: layer.key === null ? IOS_PLAIN : IOS_LOCKED };
  }
}

const ENTRY =
  'The path is the one that the case lists; where an archive holds it twice, or in another encoding, name the entry as the archive does.';
const INFLATE = `python3 -c 'import sys,zlib; sys.stdout.buffer.write(zlib.decompress(sys.stdin.buffer.read()))'`;
const ANDROID_PLAIN =
  'The header of version 1 to 5 without a password is 24 bytes; a backup that is not packed needs no inflating. Entries are listed there as apps/PACKAGE/…';
const ANDROID_LOCKED =
  'No standard tool opens it: the format is that of the Android Open Source Project (BackupManagerService), which public programs read.';
const IOS_PLAIN =
  'The file lies in the backup under the SHA-1 of its domain, a hyphen and its path; Manifest.db, a SQLite database, lists them (table Files).';
const IOS_LOCKED =
  'No standard tool opens it: the keybag in Manifest.plist gives a key for each file, which public programs read.';

/** Files of a folder lie at their path; what came out of another layer, in the current folder. */
function placeOf({ outer }: Layer, exhibit: ExhibitView): string {
  if (outer.path.includes('!/') || exhibit.kind !== 'folder')
    return exhibit.kind === 'file' ? exhibit.path : nameOf(outer.path);
  return posix.join(exhibit.path, outer.path);
}

function nameOf(path: string): string {
  return posix.basename(path);
}

/**
 * AES-256-GCM is AES in counter mode behind an authentication tag: openssl gives the bytes, and the first counter follows from
 * the IV of 16 bytes (NIST SP 800-38D, section 7.1). The tag is not asked for; the hash of what comes out is.
 */
function whatsapp({ settings }: Layer, from: string, to: string, check: string): Told {
  const { iv, dataAt, tagAt, generation, packed } = settings;
  if (iv === undefined || dataAt === undefined || tagAt === undefined) return { commands: [], note: null };
  const derive = `KEY=$(printf %s "$ROOT" | python3 -c 'import hmac,sys; h=lambda k,m:hmac.new(k,m,"sha256").digest(); print(h(h(bytes(32),bytes.fromhex(sys.stdin.read())),b"backup encryption\\x01").hex())')`;
  const first = `IV=$(printf '${'00'.repeat(16)}' | python3 -c 'import sys; sys.stdout.buffer.write(bytes.fromhex(sys.stdin.read()))' | openssl enc -aes-256-ecb -nopad -K "$KEY" | python3 -c '${COUNTER}' ${iv})`;
  const bytes = Number(tagAt) - Number(dataAt);
  const unpack =
    packed === 'zlib'
      ? ` | python3 -c 'import sys,zlib; sys.stdout.buffer.write(zlib.decompressobj().decompress(sys.stdin.buffer.read()))'`
      : '';
  return {
    commands: [
      ...(generation === 'crypt15' ? [derive] : []),
      first,
      `tail -c +${Number(dataAt) + 1} ${from} | head -c ${bytes} | openssl enc -d -aes-256-ctr -K "$KEY" -iv "$IV"${unpack} > ${to}`,
      check,
    ],
    note:
      generation === 'crypt15'
        ? 'ROOT holds the 64 digits of the key: the last 32 bytes of the file encrypted_backup.key.'
        : 'KEY holds 64 digits: the last 32 bytes of the app’s file named key.',
  };
}

/** GHASH of an IV of 16 bytes under the hash key on standard input, and one more. */
const COUNTER = [
  'import sys; H=int.from_bytes(sys.stdin.buffer.read(),"big"); v=int(sys.argv[1],16)',
  'def mul(x,y):',
  ' z=0',
  ' for i in range(127,-1,-1):',
  '  if x>>i&1: z^=y',
  '  y=y>>1^(0xe1<<120 if y&1 else 0)',
  ' return z',
  'j=mul(mul(v,H)^128,H); print("%032x"%(j>>32<<32|(j+1)&0xffffffff))',
].join('\n');

/** Page by page, as SQLCipher writes them: IV and MAC in the reserve, which stays as it is; the salt gives way to the signature. */
function sqlcipher({ settings }: Layer, from: string, to: string, check: string): Told {
  const { pageSize, reserve, kdf, iterations, plainHeaderBytes } = settings;
  if (pageSize === undefined || reserve === undefined || plainHeaderBytes !== undefined)
    return { commands: [], note: null };
  const hash = kdf?.replace('PBKDF2-HMAC-', '').toLowerCase();
  const derive =
    hash === undefined || iterations === undefined
      ? []
      : [
          `KEY=$(printf %s "$PASSPHRASE" | python3 -c 'import hashlib,sys; p=sys.stdin.buffer.read(); s=open(sys.argv[1],"rb").read(16); print(hashlib.pbkdf2_hmac("${hash}",p,s,${iterations},32).hex())' ${from})`,
        ];
  return {
    commands: [...derive, `KEY="$KEY" python3 -c '${PAGES}' ${from} ${pageSize} ${reserve} > ${to}`, check],
    note: `${derive.length === 0 ? 'KEY holds the 64 digits of the key' : 'PASSPHRASE holds the passphrase'}. It asks openssl once a page and authenticates none; the program sqlcipher gives the same rows (sqlcipher_export), in another file.`,
  };
}

const PAGES = [
  'import os,subprocess,sys',
  'f=open(sys.argv[1],"rb"); size,reserve=map(int,sys.argv[2:4]); n=0',
  'while True:',
  ' p=f.read(size)',
  ' if len(p)<size: break',
  ' n+=1; a=16 if n==1 else 0; e=size-reserve; out=p',
  ' if any(p): out=(b"SQLite format 3\\0" if a else b"")+subprocess.run(["openssl","enc","-d","-aes-256-cbc","-nopad","-K",os.environ["KEY"],"-iv",p[e:e+16].hex()],input=p[a:e],stdout=subprocess.PIPE,check=True).stdout+p[e:]',
  ' sys.stdout.buffer.write(out)',
].join('\n');
