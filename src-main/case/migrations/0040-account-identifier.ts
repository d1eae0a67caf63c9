import type { Migration } from '../migrate.ts';

/** Accounts by what the app calls them: one-to-one conversations find their other end so. */
export const accountIdentifier: Migration = {
  version: 40,
  script: `
CREATE INDEX account_identifier ON account (source, identifier);
`,
};
