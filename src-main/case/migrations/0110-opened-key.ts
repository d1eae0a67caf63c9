import type { Migration } from '../migrate.ts';

/**
 * The key that a file came out with: several may open parts of one lock, for example of a zip with two passwords. Files of
 * before came out with the key that their lock names.
 */
export const openedKey: Migration = {
  version: 110,
  script: `
ALTER TABLE file ADD COLUMN opened_key INTEGER;
UPDATE file SET opened_key = (SELECT opened_key FROM lock WHERE lock.id = file.lock) WHERE lock IS NOT NULL;
`,
};
