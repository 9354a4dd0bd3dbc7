import { script } from '../script.ts';
import { appendEvent } from './append-event.ts';

export const publishState = script(`
-- Compare-and-set of a run's document on its version and the writer's epoch, and one event.
-- KEYS: run, events, requests
-- ARGV: expected version, schema version, writer's epoch, request id, document without its version and opening brace,
--       history limit, request limit, wake-up channel
-- Replies: {'accepted', version}, also for the same request again; {'conflict', document}; {'stale', epoch};
--          {'newer-schema', schema version}; {'unknown-run'}
${appendEvent}
local stood = redis.call('HMGET', KEYS[1], 'stateVersion', 'schemaVersion', 'epoch', 'state')
if not stood[1] then return {'unknown-run'} end
local before = redis.call('ZSCORE', KEYS[3], ARGV[4])
if before then return {'accepted', before} end
if tonumber(stood[2]) > tonumber(ARGV[2]) then return {'newer-schema', stood[2]} end
if tonumber(ARGV[3]) < tonumber(stood[3]) then return {'stale', stood[3]} end
if ARGV[1] ~= stood[1] then return {'conflict', stood[4]} end
local version = next_version(KEYS[1])
local document = '{"version":' .. version .. ',' .. ARGV[5]
redis.call('HSET', KEYS[1], 'state', document, 'stateVersion', version, 'schemaVersion', ARGV[2], 'epoch', ARGV[3])
redis.call('ZADD', KEYS[3], version, ARGV[4])
redis.call('ZREMRANGEBYRANK', KEYS[3], 0, -(tonumber(ARGV[7]) + 1))
append_event(KEYS[2], version, 'state', document, ARGV[6], ARGV[8])
return {'accepted', version}
`);
