import type { PlistMap, PlistValue } from '../decode/plist.ts';

/** Names of `Info.plist` that say which device it was, in the order in which they are told; in `Manifest.plist` they are written alike. */
const DEVICE_FACTS: readonly (readonly [info: string, lockdown: string | null])[] = [
  ['Device Name', 'DeviceName'],
  ['Product Name', null],
  ['Product Type', 'ProductType'],
  ['Product Version', 'ProductVersion'],
  ['Build Version', 'BuildVersion'],
  ['Serial Number', 'SerialNumber'],
  ['Unique Identifier', 'UniqueDeviceID'],
  ['IMEI', null],
  ['IMEI 2', null],
  ['MEID', null],
  ['ICCID', null],
  ['ICCID 2', null],
  ['Phone Number', null],
  ['Last Backup Date', null],
  ['iTunes Version', null],
  ['macOS Version', null],
];

/** Characters of a fact: a device's name can be any text. */
const LONGEST_FACT = 200;

/** What a backup says of its device and of itself in `Manifest.plist`, `Info.plist` and `Status.plist`, by the names of `Info.plist`. */
export function deviceFacts(
  main: PlistMap | null,
  info: PlistMap | null,
  status: PlistMap | null,
): Record<string, string> {
  const lockdown = main?.get('Lockdown');
  const facts: Record<string, string> = {};
  const keep = (name: string, value: PlistValue | undefined): void => {
    const text = value === undefined ? null : textOf(value);
    if (text !== null && text !== '') facts[name] = text;
  };
  for (const [name, inLockdown] of DEVICE_FACTS)
    keep(name, info?.get(name) ?? (lockdown instanceof Map && inLockdown !== null ? (lockdown as PlistMap).get(inLockdown) : undefined)); // prettier-ignore
  keep('Snapshot State', status?.get('SnapshotState'));
  keep('Backup Encrypted', main?.get('IsEncrypted'));
  keep('Passcode Set', main?.get('WasPasscodeSet'));
  return facts;
}

/** Bundle ids of the apps that `Info.plist` names. */
export function installedApps(info: PlistMap | null): readonly string[] {
  const apps = info?.get('Installed Applications');
  return Array.isArray(apps) ? (apps as readonly PlistValue[]).filter((app) => typeof app === 'string') : [];
}

/** True for an `Info.plist` or `Status.plist` of a backup. */
export function tellsOfBackup(plist: PlistMap): boolean {
  return plist.has('Unique Identifier') || plist.has('SnapshotState');
}

function textOf(value: PlistValue): string | null {
  if (typeof value === 'string') return value.slice(0, LONGEST_FACT);
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (value === null || typeof value !== 'object' || !('dateMs' in value)) return null;
  return Math.abs(value.dateMs) <= 8.64e15 ? new Date(value.dateMs).toISOString() : null;
}
