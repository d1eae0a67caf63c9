import { createHash } from 'node:crypto';
import { shellQuote } from './check-command.ts';
import type { BareLayer } from './bare-layer.ts';
import { untarLine, type Ends } from './layer-programs.ts';

type Settings = Readonly<Record<string, string>>;

/** AES in CBC by openssl, without taking padding off; `k` and `iv` are bytes. */
const AES = [
  'def aes(k,iv,d,mode="-aes-256-cbc"):',
  ' return subprocess.run(["openssl","enc","-d",mode,"-nopad","-K",k.hex()]+(["-iv",iv.hex()] if iv else []),input=d,stdout=subprocess.PIPE,check=True).stdout',
].join('\n');

/**
 * Takes an entry out of an Android backup: its header gives the key of the rest, which is a tar. The password stands in
 * PASSWORD. Format: AOSP, BackupManagerService.
 */
export function androidLines(
  { passwordBytes, tarSha256 }: Settings,
  { from, to, tar }: Ends & { readonly tar: string },
  entry: string,
): readonly string[] {
  const check = tarSha256 === undefined ? [] : [`sha256sum ${tar}  # ${tarSha256}`];
  const password = passwordBytes === 'low-bytes' ? 'bytes(ord(c)&255 for c in os.environ["PASSWORD"])' : 'os.environb[b"PASSWORD"]'; // prettier-ignore
  const program = [
    'import hashlib,os,subprocess,sys,zlib',
    AES,
    'f=open(sys.argv[1],"rb"); line=lambda:f.readline().strip().decode(); field=lambda:bytes.fromhex(line())',
    'while line()!="ANDROID BACKUP": pass',
    'version,packed,kind=line(),line(),line()',
    'if kind!="none":',
    ' salt,check,rounds,iv,blob=field(),field(),int(line()),field(),field()',
    ` m=aes(hashlib.pbkdf2_hmac("sha1",${password},salt,rounds,32),iv,blob)`,
    'os.lseek(f.fileno(),f.tell(),0)',
    'p=subprocess.Popen(["cat"] if kind=="none" else ["openssl","enc","-d","-aes-256-cbc","-K",m[18:50].hex(),"-iv",m[1:17].hex()],stdin=f,stdout=subprocess.PIPE)',
    'z=zlib.decompressobj()',
    'for piece in iter(lambda:p.stdout.read(1<<20),b""): sys.stdout.buffer.write(z.decompress(piece) if packed=="1" else piece)',
  ].join('\n');
  return [
    `PASSWORD="$PASSWORD" python3 -c '${program}' ${from} > ${tar}`,
    ...check,
    untarLine(entry, { from: tar, to }),
  ];
}

/** Copies a file of a backup that is not encrypted: its payload is named by the SHA-1 of domain, hyphen and path. */
export function iosPlainLines({ outer, inner }: BareLayer, to: string): readonly string[] {
  const { domain, path } = partsOf(inner);
  const id = createHash('sha1').update(`${domain}-${path}`).digest('hex');
  const isLegacy = outer.path.endsWith('.mbdb');
  return [`cp -- "$BACKUP"/${isLegacy ? '' : `${id.slice(0, 2)}/`}${id} ${to}`];
}

/**
 * Takes a file out of an encrypted backup: PBKDF2 of the password unwraps the class keys of the keybag (RFC 3394), these the keys of
 * the manifest and of the file. None for backups before iOS 10, whose manifest is no database, and for the manifest itself.
 */
export function iosLines({ outer, inner, file }: BareLayer, to: string): readonly string[] {
  const { domain, path } = partsOf(inner);
  if (outer.path.endsWith('.mbdb') || path === '') return [];
  return [
    `PASSWORD="$PASSWORD" python3 -c '${IOS}' "$BACKUP" ${shellQuote(domain)} ${shellQuote(path)} ${file.sizeBytes} > ${to}`,
  ];
}

/** Layout of keybag and manifest: jsharkey13/iphone_backup_decrypt and dinosec/iphone-dataprotection, which agree. */
const IOS = [
  'import hashlib,os,plistlib,sqlite3,subprocess,sys,tempfile',
  AES,
  'def unwrap(k,w):',
  ' a=int.from_bytes(w[:8],"big"); r=[w[i:i+8] for i in range(8,len(w),8)]; n=len(r)',
  ' for t in range(6*n,0,-1):',
  '  b=aes(k,None,(a^t).to_bytes(8,"big")+r[(t-1)%n],"-aes-256-ecb"); a=int.from_bytes(b[:8],"big"); r[(t-1)%n]=b[8:]',
  ' if a!=0xa6a6a6a6a6a6a6a6: sys.exit("the password does not open the key")',
  ' return b"".join(r)',
  'folder,domain,path=sys.argv[1:4]; p=plistlib.load(open(folder+"/Manifest.plist","rb"))',
  'v=p["BackupKeyBag"]; parts=[{}]; i=0',
  'while i<len(v):',
  ' tag=v[i:i+4]; n=int.from_bytes(v[i+4:i+8],"big")',
  ' if tag==b"UUID" and tag in parts[0]: parts.append({})',
  ' parts[-1][tag]=v[i+8:i+8+n]; i+=8+n',
  'bag=parts[0]; number=lambda x:int.from_bytes(x,"big"); k=os.environb[b"PASSWORD"]',
  'if b"DPSL" in bag: k=hashlib.pbkdf2_hmac("sha256",k,bag[b"DPSL"],number(bag[b"DPIC"]),32)',
  'k=hashlib.pbkdf2_hmac("sha1",k,bag[b"SALT"],number(bag[b"ITER"]),32)',
  'wrapped={number(c[b"CLAS"])&15:c[b"WPKY"] for c in parts[1:]}',
  'def plain(key,name):',
  ' return aes(unwrap(unwrap(k,wrapped[int.from_bytes(key[:4],"little")]),key[4:]),bytes(16),open(folder+"/"+name,"rb").read())',
  't=tempfile.NamedTemporaryFile(); t.write(plain(p["ManifestKey"],"Manifest.db")); t.flush()',
  'name,blob=sqlite3.connect(t.name).execute("SELECT fileID,file FROM Files WHERE domain=? AND relativePath=? AND flags=1",(domain,path)).fetchone()',
  'o=plistlib.loads(blob); o,root=o["$objects"],o["$top"]["root"].data',
  'd=plain(o[o[root]["EncryptionKey"].data]["NS.data"],name[:2]+"/"+name)',
  'sys.stdout.buffer.write(d[:int(sys.argv[4])])',
].join('\n');

function partsOf(inner: string): { readonly domain: string; readonly path: string } {
  const slash = inner.indexOf('/');
  return slash === -1 ? { domain: inner, path: '' } : { domain: inner.slice(0, slash), path: inner.slice(slash + 1) };
}

/** Where a payload lies, as its method states it. */
const PLACE = /: (?<size>\d+) bytes at byte (?<offset>\d+), counter (?<counter>\d+)$/u;

/** SHA-512 250,000 times over the digits, then HKDF (RFC 5869). Source: signalapp/Signal-Android, BackupPassphrase and FullBackupBase. */
const DERIVE = [
  'import hashlib,hmac,os,sys',
  'p="".join(c for c in os.environ["PASSPHRASE"] if c.isdigit()).encode(); d=hashlib.sha512(bytes.fromhex(sys.argv[1])+p+p).digest()',
  'for _ in range(249999): d=hashlib.sha512(d+p).digest()',
  'h=lambda k,m:hmac.new(k,m,"sha256").digest(); print(h(h(bytes(32),d[:32]),b"Backup Export\\x01").hex())',
].join('\n');

/**
 * Takes an attachment, sticker or avatar out of a backup of Signal: its bytes lie in one run, under a counter of their own. The
 * passphrase stands in PASSPHRASE. None for what is put together from many frames.
 */
export function signalLines(
  { method, settings: { iv, salt } }: Pick<BareLayer, 'method' | 'settings'>,
  { from, to }: Ends,
): readonly string[] {
  const { size, offset, counter } = PLACE.exec(method)?.groups ?? {};
  if (iv === undefined || size === undefined || offset === undefined || counter === undefined) return [];
  const block = Number(counter).toString(16).padStart(8, '0') + iv.slice(8);
  return [
    `KEY=$(PASSPHRASE="$PASSPHRASE" python3 -c '${DERIVE}' '${salt ?? ''}')`,
    `tail -c +${Number(offset) + 1} ${from} | head -c ${Number(size)} | openssl enc -d -aes-256-ctr -K "$KEY" -iv ${block} > ${to}`,
  ];
}

/** Derives the key of a snapshot's messages out of the recovery key, deciphers and unpacks them. */
export function snapshotLines(
  { iv, backupId }: Readonly<Record<string, string | undefined>>,
  { from, to }: Ends,
): readonly string[] {
  if (iv === undefined || backupId === undefined) return [];
  const info = Buffer.from('20241007_SIGNAL_BACKUP_ENCRYPT_MESSAGE_BACKUP:').toString('hex') + backupId;
  return [
    'ROOT=$(openssl kdf -keylen 32 -kdfopt digest:SHA256 -kdfopt key:"$KEY" -kdfopt info:20240801_SIGNAL_BACKUP_KEY -binary HKDF | xxd -p -c 32)',
    `AES=$(openssl kdf -keylen 64 -kdfopt digest:SHA256 -kdfopt hexkey:"$ROOT" -kdfopt hexinfo:${info} -binary HKDF | tail -c 32 | xxd -p -c 32)`,
    `tail -c +17 ${from} | head -c -32 | openssl enc -d -aes-256-cbc -K "$AES" -iv ${iv} | gunzip 2>/dev/null > ${to}`,
  ];
}
