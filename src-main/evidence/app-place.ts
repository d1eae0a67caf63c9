import { androidUserKind, type UserKind } from './android-user.ts';
import type { EvidenceTree } from './tree.ts';

/** What the exhibit says of the app and the device user whose files lie at a path. Null: it does not say. */
export interface AppPlace {
  /** Of iOS: the app or group of apps, by the metadata of the container or by its name in a backup. */
  readonly container: string | null;
  /** The UUID that the folder of the container bears. */
  readonly containerId: string | null;
  /** Of Android: the package, as its private folder is called. */
  readonly package: string | null;
  /** The number of the device user. Numbers alone do not say what kind of user it is. */
  readonly user: string | null;
  readonly userKind: UserKind | null;
}

/**
 * An app's private folder: `data/data/<package>`, `data/user/<n>/<package>`, `user_de` in place of `user`, and the same below
 * `data_mirror` (AOSP, libs of installd).
 */
const ANDROID =
  /^(?<before>.*?)(?<=^|\/)(?<!Android\/)(?:(?:data\/)?(?:data|user(?:_de)?\/(?<user>\d{1,5}))|data_mirror\/data_[cd]e\/[^/]+\/(?<mirrored>\d{1,5}))\/(?<name>\w+(?:\.\w+)+)\//u;
const IOS =
  /(?:^|\/)Containers\/(?:Shared\/AppGroup|Data\/(?:Application|PluginKitPlugin))\/(?<id>[0-9A-Fa-f-]{36})\//u;

/** Looks at the path, the metadata of iOS containers, and Android's records of device users. */
export async function appPlaceOf(
  tree: Pick<EvidenceTree, 'get' | 'bytes' | 'containerOf'>,
  path: string,
): Promise<AppPlace> {
  const android = ANDROID.exec(path)?.groups;
  if (android !== undefined) {
    const { before = '', user, mirrored, name = '' } = android;
    const number = mirrored ?? user ?? '0';
    const userKind = number === '0' ? null : await androidUserKind(tree, before.replace(/\/$/u, ''), number);
    return { container: null, containerId: null, package: name, user: number, userKind };
  }
  const containerId = IOS.exec(path)?.groups?.id ?? null;
  const container = await tree.containerOf(path.slice(0, Math.max(0, path.lastIndexOf('/'))));
  return { container, containerId, package: null, user: null, userKind: null };
}
