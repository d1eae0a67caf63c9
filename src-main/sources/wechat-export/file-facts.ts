import type { EvidenceFile } from '../../evidence/tree.ts';
import type { Locator, Stored } from '../../model/index.ts';
import type { ConversationStated, MemberStated } from './exported.ts';

/** Members that one file may list: more are in the exhibit alone. The app lets a group have 500. */
const MOST_MEMBERS = 20_000;

/** What a file says of its conversations, its accounts and the tool, apart from messages. */
export class FileFacts {
  readonly file: EvidenceFile;
  /** The conversation of the whole file; null where each message names its own. */
  conversation: ConversationStated | null = null;
  /** By the number that stands in the path of its messages. */
  readonly conversations = new Map<number, ConversationStated>();
  /** The account whose data was exported, where a statement names it. */
  owner: string | null = null;
  /** False where what the export says does not tell who of the two is the owner; found by the first pass. */
  isTwoSided = true;
  /** True where statements contradict each other: then no conversation and no owner is taken from them. */
  isTorn = false;
  #claimed: string | null = null;
  /** What is said of the tool and the export. */
  readonly stored: Record<string, Stored> = {};
  /** Where the statements stand. */
  readonly at: Locator[] = [];
  readonly #members = new Map<string, MemberStated & { readonly at: Locator }>();
  /** Accounts by number, where messages name them so. */
  readonly numbered = new Map<number, MemberStated['person']>();

  constructor(file: EvidenceFile) {
    this.file = file;
  }

  get members(): ReadonlyMap<string, MemberStated & { readonly at: Locator }> {
    return this.#members;
  }

  addMember(member: MemberStated, at: Locator): void {
    // A second mention that says more of the account is kept beside the first.
    const key = JSON.stringify([member.person.identifier, member.person.names]);
    if (this.#members.size < MOST_MEMBERS && !this.#members.has(key)) this.#members.set(key, { ...member, at });
  }

  /** Takes note of what a statement says that the file is of; another one that says otherwise makes it doubtful. */
  claim(what: string): void {
    if (this.#claimed !== null && this.#claimed !== what) this.isTorn = true;
    this.#claimed = what;
  }

  /** Forgets statements that contradict each other. */
  forget(): void {
    this.conversation = null;
    this.conversations.clear();
    this.owner = null;
  }

  /** The name of the file without its ending, and of the folder around it. */
  get name(): string {
    const name = this.file.path.slice(this.file.path.lastIndexOf('/') + 1);
    return name.replace(/\.[A-Za-z]{3,5}$/u, '');
  }

  get folder(): string {
    return this.file.path.split('/').at(-2) ?? '';
  }
}
