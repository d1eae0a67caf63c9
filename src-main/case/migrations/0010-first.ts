import type { Migration } from '../migrate.ts';

/**
 * The first case schema. Ids are integers given in reading order. Closed lists are stored as the small numbers of
 * `codes.ts`, except in `facet`, which holds each combination once, in words. Times are milliseconds UTC.
 * Every record's bytes are in `locator`, its uninterpreted columns in `stored`, both by record kind and id.
 */
export const first: Migration = {
  version: 10,
  script: `
CREATE TABLE case_info (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  id TEXT NOT NULL,
  number TEXT NOT NULL,
  examiner TEXT NOT NULL,
  authority_kind TEXT NOT NULL,
  authority_reference TEXT NOT NULL,
  authority_issuer TEXT NOT NULL,
  zone TEXT NOT NULL,
  note TEXT,
  created_ms INTEGER NOT NULL,
  custody_count INTEGER NOT NULL DEFAULT 0,
  custody_head TEXT NOT NULL DEFAULT ''
);

CREATE TABLE custody (
  seq INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  parameters TEXT NOT NULL,
  result TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE
);
CREATE TRIGGER custody_no_update BEFORE UPDATE ON custody BEGIN SELECT RAISE(ABORT, 'custody is append-only'); END;
CREATE TRIGGER custody_no_delete BEFORE DELETE ON custody BEGIN SELECT RAISE(ABORT, 'custody is append-only'); END;

CREATE TABLE exhibit (
  id INTEGER PRIMARY KEY,
  reference TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  path TEXT NOT NULL,
  files INTEGER NOT NULL DEFAULT 0,
  size_bytes INTEGER NOT NULL DEFAULT 0,
  sha256 TEXT,
  sha1 TEXT,
  md5 TEXT,
  added_ms INTEGER NOT NULL,
  limits TEXT NOT NULL DEFAULT '{}',
  complete INTEGER NOT NULL DEFAULT 0,
  verified_ms INTEGER,
  verified_differences INTEGER
);

CREATE TABLE file (
  id INTEGER PRIMARY KEY,
  exhibit INTEGER NOT NULL,
  path TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  modified_ms INTEGER,
  modified_local TEXT,
  stored_name TEXT,
  sha1 TEXT,
  md5 TEXT,
  derived_from TEXT,
  derived_method TEXT,
  place TEXT NOT NULL,
  UNIQUE (exhibit, path)
);
CREATE INDEX file_sha256 ON file (sha256);
CREATE INDEX file_size ON file (exhibit, size_bytes);

CREATE TABLE source (
  id INTEGER PRIMARY KEY,
  exhibit INTEGER NOT NULL,
  parser TEXT NOT NULL,
  revision INTEGER NOT NULL,
  label TEXT NOT NULL,
  variant TEXT NOT NULL,
  proof TEXT NOT NULL,
  root TEXT NOT NULL,
  state TEXT NOT NULL,
  key_kind TEXT,
  key_hint TEXT,
  questions TEXT NOT NULL,
  answers TEXT NOT NULL DEFAULT '{}',
  owner INTEGER,
  owner_claim TEXT,
  owner_assumed INTEGER,
  first_ms INTEGER,
  last_ms INTEGER,
  counts TEXT NOT NULL DEFAULT '{}',
  UNIQUE (exhibit, parser, root, variant, label)
);
CREATE TABLE source_file (
  source INTEGER NOT NULL,
  role TEXT NOT NULL,
  path TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  modified_ms INTEGER,
  derived_from TEXT,
  derived_method TEXT,
  PRIMARY KEY (source, role)
) WITHOUT ROWID;

CREATE TABLE account (
  id INTEGER PRIMARY KEY, source INTEGER NOT NULL,
  key TEXT NOT NULL,
  service TEXT NOT NULL,
  identifier TEXT NOT NULL,
  identifier_kind TEXT NOT NULL,
  phone TEXT,
  name TEXT NOT NULL,
  is_owner INTEGER NOT NULL DEFAULT 0,
  messages INTEGER NOT NULL DEFAULT 0,
  state INTEGER NOT NULL, log INTEGER NOT NULL, recovery TEXT,
  seen INTEGER NOT NULL,
  UNIQUE (source, key)
);
CREATE INDEX account_name_order ON account (name COLLATE NOCASE, id);
CREATE TABLE account_name (
  account INTEGER NOT NULL,
  n INTEGER NOT NULL,
  name TEXT NOT NULL,
  given_by TEXT NOT NULL,
  stored_in TEXT NOT NULL,
  PRIMARY KEY (account, n)
) WITHOUT ROWID;
CREATE TABLE account_link (
  id INTEGER PRIMARY KEY, source INTEGER NOT NULL,
  a INTEGER NOT NULL,
  b INTEGER NOT NULL,
  method TEXT NOT NULL,
  state INTEGER NOT NULL, log INTEGER NOT NULL, recovery TEXT
);
CREATE INDEX account_link_a ON account_link (a);
CREATE INDEX account_link_b ON account_link (b);

CREATE TABLE conversation (
  id INTEGER PRIMARY KEY, source INTEGER NOT NULL,
  key TEXT NOT NULL,
  type TEXT NOT NULL,
  identifier TEXT NOT NULL,
  stored_title TEXT,
  title TEXT NOT NULL,
  title_from TEXT NOT NULL,
  account INTEGER,
  parent INTEGER,
  created TEXT,
  archived INTEGER,
  hidden INTEGER,
  description TEXT,
  draft TEXT,
  disappearing_s INTEGER,
  participants INTEGER NOT NULL DEFAULT 0,
  messages INTEGER NOT NULL DEFAULT 0,
  deleted INTEGER NOT NULL DEFAULT 0,
  first_ms INTEGER,
  last_ms INTEGER,
  last_item INTEGER,
  state INTEGER NOT NULL, log INTEGER NOT NULL, recovery TEXT,
  seen INTEGER NOT NULL,
  withheld INTEGER NOT NULL DEFAULT 0,
  UNIQUE (source, key)
);
CREATE TABLE participant (
  id INTEGER PRIMARY KEY, source INTEGER NOT NULL,
  conversation INTEGER NOT NULL,
  account INTEGER NOT NULL,
  role TEXT NOT NULL,
  membership TEXT NOT NULL,
  joined_time TEXT,
  left_time TEXT,
  state INTEGER NOT NULL, log INTEGER NOT NULL, recovery TEXT
);
CREATE INDEX participant_conversation ON participant (conversation, account);
CREATE INDEX participant_account ON participant (account, conversation);

CREATE TABLE facet (
  id INTEGER PRIMARY KEY, source INTEGER NOT NULL,
  class TEXT NOT NULL,
  type TEXT NOT NULL,
  type_stored TEXT NOT NULL,
  direction TEXT NOT NULL,
  state TEXT NOT NULL,
  log_state TEXT NOT NULL,
  status TEXT,
  UNIQUE (source, class, type, type_stored, direction, state, log_state, status)
);
CREATE TABLE time_form (
  id INTEGER PRIMARY KEY,
  encoding TEXT NOT NULL,
  meaning TEXT NOT NULL,
  zone TEXT NOT NULL,
  UNIQUE (encoding, meaning, zone)
);

CREATE TABLE item (
  id INTEGER PRIMARY KEY, source INTEGER NOT NULL,
  facet INTEGER NOT NULL,
  conversation INTEGER,
  sender INTEGER,
  time_ms INTEGER,
  time_form INTEGER,
  time_stored TEXT,
  place NUMERIC,
  key TEXT NOT NULL,
  server_id TEXT,
  body TEXT,
  flags INTEGER NOT NULL,
  times TEXT,
  more TEXT,
  withheld INTEGER NOT NULL,
  sort_ms INTEGER AS (ifnull(time_ms, 9007199254740991)) VIRTUAL
);

CREATE TABLE quote (
  id INTEGER PRIMARY KEY, source INTEGER NOT NULL,
  item INTEGER,
  target INTEGER,
  target_key TEXT,
  target_server_id TEXT,
  sender INTEGER,
  time TEXT,
  type TEXT NOT NULL,
  body TEXT,
  state INTEGER NOT NULL, log INTEGER NOT NULL, recovery TEXT
);
CREATE TABLE version (
  id INTEGER PRIMARY KEY, source INTEGER NOT NULL,
  item INTEGER,
  role TEXT NOT NULL,
  body TEXT NOT NULL,
  time TEXT,
  verbatim INTEGER NOT NULL,
  state INTEGER NOT NULL, log INTEGER NOT NULL, recovery TEXT
);
CREATE TABLE attachment (
  id INTEGER PRIMARY KEY, source INTEGER NOT NULL,
  item INTEGER,
  type TEXT NOT NULL,
  media_type TEXT,
  name TEXT,
  caption TEXT,
  path TEXT,
  stored_sha256 TEXT,
  size_bytes INTEGER,
  duration_s REAL,
  width INTEGER,
  height INTEGER,
  thumbnail BLOB,
  transcript TEXT,
  presence INTEGER NOT NULL,
  matched_by INTEGER,
  content INTEGER,
  state INTEGER NOT NULL, log INTEGER NOT NULL, recovery TEXT
);
CREATE TABLE reaction (
  id INTEGER PRIMARY KEY, source INTEGER NOT NULL,
  item INTEGER,
  account INTEGER,
  emoji TEXT,
  count INTEGER NOT NULL,
  time TEXT,
  state INTEGER NOT NULL, log INTEGER NOT NULL, recovery TEXT
);
CREATE TABLE receipt (
  id INTEGER PRIMARY KEY, source INTEGER NOT NULL,
  item INTEGER,
  account INTEGER,
  delivered_time TEXT,
  read_time TEXT,
  played_time TEXT,
  state INTEGER NOT NULL, log INTEGER NOT NULL, recovery TEXT
);
CREATE TABLE mention (
  id INTEGER PRIMARY KEY, source INTEGER NOT NULL,
  item INTEGER,
  account INTEGER NOT NULL,
  name TEXT,
  state INTEGER NOT NULL, log INTEGER NOT NULL, recovery TEXT
);
CREATE TABLE detail (
  id INTEGER PRIMARY KEY, source INTEGER NOT NULL,
  item INTEGER,
  type TEXT NOT NULL,
  content TEXT NOT NULL,
  state INTEGER NOT NULL, log INTEGER NOT NULL, recovery TEXT
);

CREATE TABLE pending (
  source INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  record INTEGER NOT NULL,
  key TEXT NOT NULL,
  PRIMARY KEY (source, kind, record)
) WITHOUT ROWID;

CREATE TABLE issue (
  id INTEGER PRIMARY KEY,
  source INTEGER,
  exhibit INTEGER,
  severity TEXT NOT NULL,
  code TEXT NOT NULL,
  place TEXT NOT NULL,
  stored TEXT,
  detail TEXT NOT NULL,
  at TEXT NOT NULL,
  item INTEGER
);
CREATE INDEX issue_source ON issue (source, severity);
CREATE INDEX issue_item ON issue (item) WHERE item IS NOT NULL;

CREATE TABLE tally (
  source INTEGER NOT NULL,
  file TEXT NOT NULL,
  name TEXT NOT NULL,
  rows INTEGER NOT NULL,
  used INTEGER NOT NULL,
  skipped TEXT NOT NULL,
  claimed INTEGER NOT NULL,
  PRIMARY KEY (source, file, name)
) WITHOUT ROWID;

CREATE TABLE place_name (id INTEGER PRIMARY KEY, file TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (file, name));
CREATE TABLE locator (
  kind INTEGER NOT NULL,
  record INTEGER NOT NULL,
  n INTEGER NOT NULL,
  form INTEGER NOT NULL,
  place INTEGER NOT NULL,
  row INTEGER,
  key TEXT,
  range_place INTEGER,
  page INTEGER,
  offset INTEGER,
  length INTEGER,
  more TEXT,
  PRIMARY KEY (kind, record, n)
) WITHOUT ROWID;
CREATE TABLE stored_shape (id INTEGER PRIMARY KEY, columns TEXT NOT NULL UNIQUE);
CREATE TABLE stored (
  kind INTEGER NOT NULL,
  record INTEGER NOT NULL,
  shape INTEGER NOT NULL,
  vals TEXT NOT NULL,
  PRIMARY KEY (kind, record)
) WITHOUT ROWID;

CREATE TABLE activity_quarter (
  quarter INTEGER NOT NULL,
  facet INTEGER NOT NULL,
  items INTEGER NOT NULL,
  PRIMARY KEY (quarter, facet)
) WITHOUT ROWID;
CREATE TABLE activity_day (
  day INTEGER NOT NULL,
  facet INTEGER NOT NULL,
  items INTEGER NOT NULL,
  PRIMARY KEY (day, facet)
) WITHOUT ROWID;
CREATE TABLE activity_sender (
  id INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL,
  sender INTEGER NOT NULL,
  facet INTEGER NOT NULL,
  items INTEGER NOT NULL,
  first_ms INTEGER,
  last_ms INTEGER,
  UNIQUE (conversation, sender, facet)
);
CREATE TABLE activity_block (
  id INTEGER PRIMARY KEY,
  source INTEGER NOT NULL,
  first_ms INTEGER NOT NULL,
  last_ms INTEGER NOT NULL,
  items INTEGER NOT NULL,
  times BLOB NOT NULL,
  groups BLOB NOT NULL,
  ids BLOB NOT NULL
);
CREATE INDEX activity_block_time ON activity_block (source, first_ms, last_ms, items);

CREATE TABLE report (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  items INTEGER NOT NULL,
  files INTEGER NOT NULL,
  size_bytes INTEGER NOT NULL,
  seal TEXT NOT NULL
);
`,
};
