/** `PRAGMA user_version` of a store. Raised whenever a table, or a JSON text in one, changes in a way that older readers miss. */
export const STORE_VERSION = 1;

/** `PRAGMA application_id`: "cwrs", Cartwheel's run store. Tells it from other programs' databases. */
export const APPLICATION_ID = 0x63777273;

/**
 * Names and contexts are kept once and referred to by number. A series is one metric of one run in one context; points
 * are clustered by series and step, so that a curve is one sequential read. The numbers of runs and series are never used
 * again, so that a writer that remembers them cannot hit another run's. Texts of `config`, `hyperparameters` and
 * `summary` are JSON with tagged floats; times are milliseconds since the epoch.
 *
 * `points.value` is a plain REAL, ±Infinity included. SQLite has no NaN and drops the sign of −0: those two are named in
 * `points.special`, beside a `value` of NULL and 0.
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

PRAGMA application_id = ${APPLICATION_ID};
PRAGMA user_version = ${STORE_VERSION};
`;
