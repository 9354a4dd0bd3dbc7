/** `PRAGMA user_version` of a store. Raised whenever a table, or a JSON text in one, changes in a way that older readers miss. */
export const STORE_VERSION = 3;

/** `PRAGMA application_id`: "cwrs", Cartwheel's run store. Tells it from other programs' databases. */
export const APPLICATION_ID = 0x63777273;

/** What version 2 added, beside `points.batch`. */
export const TABLES_OF_VERSION_2 = `
CREATE TABLE batches (
  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  first_step INTEGER NOT NULL,
  last_step INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE entries (
  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  context TEXT NOT NULL,
  step INTEGER NOT NULL,
  time REAL NOT NULL,
  meta TEXT NOT NULL,
  body BLOB,
  PRIMARY KEY (run, position),
  UNIQUE (run, kind, name, context, step)
) STRICT;

CREATE TABLE commands (
  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  command_id TEXT NOT NULL,
  command TEXT NOT NULL,
  outcome TEXT,
  sent_at REAL NOT NULL,
  PRIMARY KEY (run, command_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE console (
  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  line INTEGER NOT NULL,
  time REAL NOT NULL,
  stream TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (run, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE cursors (
  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  tracker TEXT NOT NULL,
  position INTEGER NOT NULL,
  state TEXT NOT NULL,
  error TEXT,
  updated_at REAL NOT NULL,
  owner TEXT,
  owned_until REAL NOT NULL,
  PRIMARY KEY (run, tracker)
) STRICT, WITHOUT ROWID;
`;

/**
 * What version 3 added: what lay under an error, and the host, as JSON; and extremes of each 32 points of a series, 2,048 points a row, in `blocks`: for each 32 the last step,
 * the lowest value and its step, the highest value and its step, as little-endian doubles. The rows of a series follow each
 * other without a gap, from step 0 on. NULL says that points came late between these steps: they must be read themselves.
 */
export const CHANGES_OF_VERSION_3 = `
ALTER TABLE runs ADD COLUMN error_causes TEXT;
ALTER TABLE runs ADD COLUMN host TEXT;
CREATE TABLE summaries (
  series INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE,
  from_step INTEGER NOT NULL,
  to_step INTEGER NOT NULL,
  blocks BLOB,
  PRIMARY KEY (series, to_step)
) STRICT;
`;

/**
 * Names and contexts are kept once and referred to by number. A series is one metric of one run in one context; points
 * are clustered by series and step, so that a curve is one sequential read. The numbers of runs and series are never used
 * again, so that a writer that remembers them cannot hit another run's. Texts of `config`, `hyperparameters` and
 * `summary` are JSON with tagged floats; times are milliseconds since the epoch.
 *
 * `points.value` is a plain REAL, ±Infinity included. SQLite has no NaN and drops the sign of −0: those two are named in
 * `points.special`, beside a `value` of NULL and 0.
 *
 * Every write of points, and every entry, has a position in its run's `batches`: 1, 2, 3 … Each point and entry knows the
 * position that wrote it last, so that a relay which keeps the position that it delivered gets each of them once. The
 * steps of a batch's points lie in `first_step` to `last_step`.
 */
export const CREATE_TABLES = `
CREATE TABLE runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id TEXT NOT NULL UNIQUE,
  experiment TEXT NOT NULL,
  status TEXT NOT NULL,
  algorithm TEXT NOT NULL,
  env TEXT NOT NULL,
  seed INTEGER NOT NULL,
  config TEXT NOT NULL,
  hyperparameters TEXT NOT NULL,
  timesteps INTEGER NOT NULL,
  total_timesteps INTEGER NOT NULL,
  created_at REAL NOT NULL,
  updated_at REAL NOT NULL,
  error_code TEXT,
  error_message TEXT,
  summary TEXT NOT NULL
) STRICT;
CREATE INDEX runs_by_age ON runs (created_at, id);

CREATE TABLE run_tags (
  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  tag TEXT NOT NULL,
  PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_tags_by_tag ON run_tags (tag);

CREATE TABLE metrics (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE contexts (id INTEGER PRIMARY KEY, json TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE series (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  metric INTEGER NOT NULL REFERENCES metrics (id),
  context INTEGER NOT NULL REFERENCES contexts (id),
  UNIQUE (run, metric, context)
) STRICT;

CREATE TABLE points (
  series INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  time REAL NOT NULL,
  value REAL,
  special TEXT CHECK (special IN ('NaN', '-0')),
  batch INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (series, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE checkpoints (
  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  path TEXT NOT NULL,
  weights_hash TEXT NOT NULL,
  time REAL NOT NULL,
  PRIMARY KEY (run, step)
) STRICT, WITHOUT ROWID;
${TABLES_OF_VERSION_2}
${CHANGES_OF_VERSION_3}
PRAGMA application_id = ${APPLICATION_ID};
PRAGMA user_version = ${STORE_VERSION};
`;
