-- A store that version 2 wrote, as SQLite dumps it; its 5,000 points of one series are made here.
PRAGMA foreign_keys = OFF;
BEGIN TRANSACTION;
CREATE TABLE batches (
  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  first_step INTEGER NOT NULL,
  last_step INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;
INSERT INTO "batches" VALUES(1,1,2,2,1);
INSERT INTO "batches" VALUES(1,2,1,1,1);
INSERT INTO "batches" VALUES(1,3,0,4999,5000);
CREATE TABLE checkpoints (
  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  path TEXT NOT NULL,
  weights_hash TEXT NOT NULL,
  time REAL NOT NULL,
  PRIMARY KEY (run, step)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE contexts (id INTEGER PRIMARY KEY, json TEXT NOT NULL UNIQUE) STRICT;
INSERT INTO "contexts" VALUES(1,'{"subset":"test"}');
INSERT INTO "contexts" VALUES(2,'{}');
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
INSERT INTO "cursors" VALUES(1,'aim aim://127.0.0.1:53800',1,'{}',NULL,1700000000000.0,'x',1700000000000.0);
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
INSERT INTO "entries" VALUES(1,2,'text','note','{}',1,1.0,'{"text":"hello"}',NULL);
CREATE TABLE metrics (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
INSERT INTO "metrics" VALUES(1,'eval/mean_reward');
INSERT INTO "metrics" VALUES(2,'train/loss');
CREATE TABLE points (
  series INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  time REAL NOT NULL,
  value REAL,
  special TEXT CHECK (special IN ('NaN', '-0')),
  batch INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (series, step)
) STRICT, WITHOUT ROWID;
INSERT INTO "points" VALUES(1,2,1700000000002.0,1.5,NULL,1);
INSERT INTO "points" WITH RECURSIVE steps (step) AS (SELECT 0 UNION ALL SELECT step + 1 FROM steps WHERE step < 4999)
SELECT 2, step, 1700000000000.0 + step, (step * 7919) % 1009, NULL, 3 FROM steps;
CREATE TABLE run_tags (
  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  tag TEXT NOT NULL,
  PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;
INSERT INTO "run_tags" VALUES(1,0,'t');
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
INSERT INTO "runs" VALUES(1,'aaa','default','finished','ppo','CartPole-v1',7,'{"env":"CartPole-v1","algo":"ppo","seed":7,"preset":"tuned","set":{},"experiment":"default","tags":[],"evalEpisodes":20,"evalEvery":0,"checkpointEvery":0}','{"learning_rate":0.0003,"normalize":true}',0,1000,1700000000000.0,1700000000000.0,NULL,NULL,'{}');
CREATE TABLE series (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  metric INTEGER NOT NULL REFERENCES metrics (id),
  context INTEGER NOT NULL REFERENCES contexts (id),
  UNIQUE (run, metric, context)
) STRICT;
INSERT INTO "series" VALUES(1,1,1,1);
INSERT INTO "series" VALUES(2,1,2,2);
CREATE INDEX runs_by_age ON runs (created_at, id);
CREATE INDEX run_tags_by_tag ON run_tags (tag);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('runs',1);
INSERT INTO "sqlite_sequence" VALUES('series',2);
COMMIT;
PRAGMA application_id = 1668772467;
PRAGMA user_version = 2;
