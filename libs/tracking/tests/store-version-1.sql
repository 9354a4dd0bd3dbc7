-- A store that version 1 wrote, as SQLite dumps it.
PRAGMA foreign_keys = OFF;
BEGIN TRANSACTION;
CREATE TABLE checkpoints (
  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  path TEXT NOT NULL,
  weights_hash TEXT NOT NULL,
  time REAL NOT NULL,
  PRIMARY KEY (run, step)
) STRICT, WITHOUT ROWID;
INSERT INTO "checkpoints" VALUES(1,3,'runs/aaa/checkpoints/3','abc',1.0);
CREATE TABLE contexts (id INTEGER PRIMARY KEY, json TEXT NOT NULL UNIQUE) STRICT;
INSERT INTO "contexts" VALUES(1,'{}');
INSERT INTO "contexts" VALUES(2,'{"subset":"test"}');
CREATE TABLE metrics (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
INSERT INTO "metrics" VALUES(1,'train/loss');
INSERT INTO "metrics" VALUES(2,'eval/mean_reward');
CREATE TABLE points (
  series INTEGER NOT NULL REFERENCES series (id) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  time REAL NOT NULL,
  value REAL,
  special TEXT CHECK (special IN ('NaN', '-0')),
  PRIMARY KEY (series, step)
) STRICT, WITHOUT ROWID;
INSERT INTO "points" VALUES(1,1,1700000000001.0,NULL,'NaN');
INSERT INTO "points" VALUES(1,2,1700000000002.0,0.0,'-0');
INSERT INTO "points" VALUES(1,3,1700000000003.0,-9e999,NULL);
INSERT INTO "points" VALUES(2,2,1700000000002.0,1.5,NULL);
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
INSERT INTO "runs" VALUES(1,'aaa','default','finished','ppo','CartPole-v1',7,'{"env":"CartPole-v1","algo":"ppo","seed":7,"preset":"tuned","set":{},"experiment":"default","tags":[],"evalEpisodes":20,"evalEvery":0,"checkpointEvery":0}','{"learning_rate":0.0003,"normalize":true}',0,1000,1700000000000.0,1700000000000.0,NULL,NULL,'{"evalMean":{"$float":"NaN"}}');
INSERT INTO "runs" VALUES(2,'bbb','default','created','ppo','CartPole-v1',7,'{"env":"CartPole-v1","algo":"ppo","seed":7,"preset":"tuned","set":{},"experiment":"default","tags":[],"evalEpisodes":20,"evalEvery":0,"checkpointEvery":0}','{"learning_rate":0.0003,"normalize":true}',0,1000,1700000000000.0,1700000000000.0,NULL,NULL,'{}');
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
INSERT INTO "sqlite_sequence" VALUES('runs',2);
INSERT INTO "sqlite_sequence" VALUES('series',2);
COMMIT;
PRAGMA application_id = 1668772467;
PRAGMA user_version = 1;
