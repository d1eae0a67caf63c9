import { PlistDamaged, plistAt, readPlist } from './decode/plist.ts';
import type { EvidenceFile, EvidenceTree } from './tree.ts';

/** The system's description of a container, in the folder that bears a UUID. Name and key: MobileContainerManager of iOS. */
const METADATA = '.com.apple.mobile_container_manager.metadata.plist';
/** It is a few hundred bytes. */
const MOST_BYTES = 256 * 1024;
const IDENTIFIER = /^[\w.-]{1,200}$/u;
/** How a backup names the container of an app, a group of apps or an extension. */
const DOMAIN = /^AppDomain(?:Group|Plugin)?-(?<id>[\w.-]{1,200})$/u;
/** No path to a container is deeper; what lies in one can be. */
const MOST_FOLDERS = 64;

/** Finds which app or group of apps an iOS container belongs to; what was found is kept, folder by folder. */
export class IosContainers {
  readonly #tree: Pick<EvidenceTree, 'get' | 'head'>;
  readonly #known = new Map<string, string | null>();

  constructor(tree: Pick<EvidenceTree, 'get' | 'head'>) {
    this.#tree = tree;
  }

  /** The identifier that the nearest folder around the path states: by its metadata, or by its name in a backup. Null: none does. */
  async of(path: string): Promise<string | null> {
    const parts = path.split('/').slice(0, MOST_FOLDERS);
    for (; parts.length > 0; parts.pop()) {
      const domain = DOMAIN.exec(parts.at(-1) ?? '')?.groups?.id;
      const found = domain ?? (await this.#stated(parts.join('/')));
      if (found !== null) return found;
    }
    return this.#stated('');
  }

  async #stated(folder: string): Promise<string | null> {
    const known = this.#known.get(folder);
    if (known !== undefined) return known;
    const file = await this.#tree.get(folder === '' ? METADATA : `${folder}/${METADATA}`);
    const found = file === null ? null : await this.#read(file);
    this.#known.set(folder, found);
    return found;
  }

  async #read(file: EvidenceFile): Promise<string | null> {
    try {
      const stated = plistAt(readPlist(await this.#tree.head(file, MOST_BYTES)), 'MCMMetadataIdentifier');
      return typeof stated === 'string' && IDENTIFIER.test(stated) ? stated : null;
    } catch (error) {
      if (error instanceof PlistDamaged) return null; // then nothing states it
      throw error;
    }
  }
}
