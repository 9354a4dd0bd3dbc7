import { script } from '../script.ts';

export const publishState = script(`
-- Compare-and-set of a run's document on its version and the writer's epoch, and one event: the patch that leads to the
-- document, or the document where there is no patch, the patch was made from another document (Redis may have lost writes
-- and given their versions again), or the last whole one is too long ago.
-- KEYS: run, events, requests
-- ARGV: expected version, schema version, writer's epoch, request id, document without its version and opening brace,
--       patch or nothing, with a character 1 for each part that is in the document too, request id that put the patched
--       document there, events up to the next whole document,
--       history limit, request limit, wake-up channel, first and last byte of each such part
-- Replies: {'accepted', version, what the index knows of the run}, also for the same request again;
--          {'conflict', document}; {'stale', epoch, document}; {'newer-schema', schema version}; {'unknown-run'}
local stood = redis.call('HMGET', KEYS[1], 'stateVersion', 'schemaVersion', 'epoch', 'stateId', 'snapshotVersion', 'indexed',
  'version')
if not stood[1] then return {'unknown-run'} end
local before = redis.call('ZSCORE', KEYS[3], ARGV[4])
if before then return {'accepted', before, stood[6] or ''} end
if tonumber(stood[2]) > tonumber(ARGV[2]) then return {'newer-schema', stood[2]} end
if tonumber(ARGV[3]) < tonumber(stood[3]) then return {'stale', stood[3], redis.call('HGET', KEYS[1], 'state')} end
if ARGV[1] ~= stood[1] then return {'conflict', redis.call('HGET', KEYS[1], 'state')} end
-- As append_event would, with one HSET for all: this script runs more often than all others.
local number = tonumber(stood[7]) + 1
local version = string.format('%.0f', number)
local document = '{"version":' .. version .. ',' .. ARGV[5]
local whole = ARGV[6] == '' or ARGV[7] ~= stood[4] or number - tonumber(stood[5]) >= tonumber(ARGV[8])
redis.call('HSET', KEYS[1], 'state', document, 'stateVersion', version, 'stateId', ARGV[4],
  'snapshotVersion', whole and version or stood[5], 'schemaVersion', ARGV[2], 'epoch', ARGV[3],
  'version', version, 'lastId', ARGV[4])
redis.call('ZADD', KEYS[3], version, ARGV[4])
-- Not each time: some more than the limit do no harm.
if number % 50 == 0 then redis.call('ZREMRANGEBYRANK', KEYS[3], 0, -(tonumber(ARGV[10]) + 1)) end
if whole then
  redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[9], version .. '-0', 'id', ARGV[4], 'type', 'state', 'data', document)
else
  local span = string.gmatch(ARGV[12], '%d+')
  local patch = string.gsub(ARGV[6], '\\1', function() return string.sub(ARGV[5], tonumber(span()), tonumber(span())) end)
  redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[9], version .. '-0', 'id', ARGV[4],
    'type', 'patch', 'from', stood[1], 'snapshot', stood[5], 'data', patch)
end
redis.call('PUBLISH', ARGV[11], version)
return {'accepted', version, stood[6] or ''}
`);
