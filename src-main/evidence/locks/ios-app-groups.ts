import type { PlistMap, PlistValue } from '../decode/plist.ts';

const GROUP = 'AppDomainGroup-';

/** Which app each app group belongs to, as `group = app`, sorted. */
export interface AppGroups {
  /** As `GroupContainers` of an app in `Manifest.plist` states it (name of the key: MobileBackup of iOS). */
  readonly stated: readonly string[];
  /** Where none states it: the installed app whose bundle id the group's name begins with. */
  readonly byName: readonly string[];
}

/** Finds the apps of the groups among the domains of a backup; groups that no app fits are left out. */
export function appGroups(
  domains: Iterable<string>,
  manifest: PlistMap | null,
  installed: readonly string[],
): AppGroups {
  const applications = manifest?.get('Applications');
  const apps = applications instanceof Map ? (applications as PlistMap) : new Map<string, PlistValue>();
  const owners = new Map<string, string[]>();
  for (const [app, entry] of apps)
    for (const group of groupsOf(entry)) owners.set(group, [...(owners.get(group) ?? []), app]);
  const ids = [...new Set([...apps.keys(), ...installed])].filter((id) => !id.startsWith('group.'));
  const found = { stated: [] as string[], byName: [] as string[] };
  for (const domain of domains) {
    if (!domain.startsWith(GROUP)) continue;
    const group = domain.slice(GROUP.length);
    const stated = owners.get(group);
    const named = stated === undefined ? byName(group, ids) : null;
    if (stated !== undefined) found.stated.push(`${group} = ${stated.join(', ')}`);
    else if (named !== null) found.byName.push(`${group} = ${named}`);
  }
  return { stated: found.stated.sort(), byName: found.byName.sort() };
}

function groupsOf(entry: PlistValue): readonly string[] {
  const groups = entry instanceof Map ? (entry as PlistMap).get('GroupContainers') : undefined;
  if (groups instanceof Map) return [...(groups as PlistMap).keys()];
  return Array.isArray(groups) ? groups.filter((group) => typeof group === 'string') : [];
}

/** The longest bundle id that the group's name is or begins with, part by part. */
function byName(group: string, ids: readonly string[]): string | null {
  const name = group.startsWith('group.') ? group.slice('group.'.length) : group;
  const fitting = ids.filter((id) => name === id || name.startsWith(`${id}.`));
  return fitting.sort((a, b) => b.length - a.length)[0] ?? null;
}
