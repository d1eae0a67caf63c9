import type { EvidenceFile, EvidenceTree } from '../tree.ts';
import type { FoundLock, OfferedKey } from './opener.ts';
import { offerWechatKeys } from './offer-wechat-keys.ts';
import { readSmall } from './read-small.ts';
import { LARGEST_KEY_FILE, readStoredKey } from './stored-key.ts';
import { offerTelegramKeys } from './telegram-key.ts';

/** Where an app keeps the key of a database, from the folder that `at` finds before the database's name: Signal stores one. */
const KEPT: readonly { readonly at: RegExp; readonly keys: string }[] = [
  { at: /^(?<folder>.*)sql\/db\.sqlite$/u, keys: 'config.json' },
  { at: /^(?<folder>.*)databases\/signal[^/]*\.db$/u, keys: 'shared_prefs/org.thoughtcrime.securesms_preferences.xml' },
];

/** How tools name the keychain of an iPhone that they save beside its files. */
const KEYCHAIN = /keychain[^/]*\.plist$/iu;

/**
 * The settings file of the app in which the database's key lies, or in which it lies sealed: such a one does not fit. Of WeChat
 * the keys that follow from its settings, of Telegram its key files; of Signal for iOS the keychain, wherever in the exhibit it lies.
 */
export async function* offerSqlcipherKeys(tree: EvidenceTree, lock: FoundLock): AsyncGenerator<OfferedKey> {
  if (lock.facts.app === 'wechat-android') {
    yield* offerWechatKeys(tree, lock);
    return;
  }
  if (lock.facts.app === 'signal-ios') {
    for await (const file of tree.glob('**/*.plist'))
      if (KEYCHAIN.test(file.path) && file.sizeBytes <= LARGEST_KEY_FILE) yield* offerIn(tree, file);
    return;
  }
  yield* offerTelegramKeys(tree, lock);
  for (const { at, keys } of KEPT) {
    const folder = at.exec(lock.file.path)?.groups?.folder;
    const file = folder === undefined ? null : await tree.get(folder + keys);
    if (file === null || file.sizeBytes > LARGEST_KEY_FILE) continue;
    yield* offerIn(tree, file);
  }
}

async function* offerIn(tree: EvidenceTree, file: EvidenceFile): AsyncGenerator<OfferedKey> {
  const stored = readStoredKey(await readSmall(tree, file));
  if (stored !== null) yield { file, what: stored.what, fits: stored.key === null ? false : null };
}
