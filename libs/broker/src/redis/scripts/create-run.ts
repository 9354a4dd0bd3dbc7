import { script } from '../script.ts';
import { appendEvent } from './append-event.ts';

export const createRun = script(`
-- Puts the first document of a run there, as version 1.
-- KEYS: run, events, commands, pending, outcomes, settled, points
-- ARGV: schema version, writer's epoch, request id, document without its version and opening brace,
--       history limit, wake-up channel
-- Replies: {'created'}, also for the same request again; {'exists'}
${appendEvent}
if redis.call('EXISTS', KEYS[1]) == 1 then
  local first = redis.call('XRANGE', KEYS[2], '1-0', '1-0')[1]
  return {first and first[2][2] == ARGV[3] and 'created' or 'exists'}
end
-- Without the run's hash the others are what is left of a run that was deleted.
redis.call('DEL', unpack(KEYS, 2))
local version = next_version(KEYS[1])
local document = '{"version":' .. version .. ',' .. ARGV[4]
redis.call('HSET', KEYS[1], 'state', document, 'patch', '', 'stateVersion', version, 'stateId', ARGV[3], 'snapshotVersion', version,
  'schemaVersion', ARGV[1], 'epoch', ARGV[2])
append_event(KEYS[1], KEYS[2], ARGV[5], ARGV[6], version, ARGV[3], 'type', 'state', 'data', document)
return {'created'}
`);

export const deleteRun = script(`
-- Takes a run away, unless somebody writes it.
-- KEYS: run, and all others of its family
-- ARGV: wake-up channel, that of commands
-- Replies: {'deleted', what the index knows of it}; {'held'}; {'absent'}
local stood = redis.call('HMGET', KEYS[1], 'stateVersion', 'leaseExpiresAt', 'indexed')
if not stood[1] then return {'absent'} end
local time = redis.call('TIME')
if stood[2] and tonumber(stood[2]) > tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000) then
  return {'held'}
end
redis.call('DEL', unpack(KEYS))
for i = 1, 2 do redis.call('PUBLISH', ARGV[i], 'deleted') end
return {'deleted', stood[3] or '[]'}
`);
