import { script } from '../script.ts';
import { appendEvent } from './append-event.ts';

export const sendCommand = script(`
-- Puts a command there that waits for its outcome, and one event.
-- KEYS: run, events, commands, pending, outcomes
-- ARGV: command id, command, history limit, wake-up channel, that of commands
-- Replies: {'sent'}, also for the same command again; {'unknown-run'}
${appendEvent}
if redis.call('EXISTS', KEYS[1]) == 0 then return {'unknown-run'} end
if redis.call('HEXISTS', KEYS[4], ARGV[1]) == 1 or redis.call('HEXISTS', KEYS[5], ARGV[1]) == 1 then return {'sent'} end
local version = next_version(KEYS[1])
redis.call('XADD', KEYS[3], version .. '-0', 'data', ARGV[2])
redis.call('HSET', KEYS[4], ARGV[1], version .. '-0')
append_event(KEYS[1], KEYS[2], ARGV[3], ARGV[4], version, ARGV[1], 'type', 'command', 'data', ARGV[2])
redis.call('PUBLISH', ARGV[5], version)
return {'sent'}
`);

export const settleCommand = script(`
-- Puts the outcome of a command there, unless one stands, and one event.
-- KEYS: run, events, commands, pending, outcomes, settled
-- ARGV: command id, outcome, history limit, wake-up channel, outcomes that are kept
-- Replies: {'settled', outcome that stands}; {'unknown-command'}; {'unknown-run'}
${appendEvent}
if redis.call('EXISTS', KEYS[1]) == 0 then return {'unknown-run'} end
local standing = redis.call('HGET', KEYS[5], ARGV[1])
if standing then return {'settled', standing} end
local entry = redis.call('HGET', KEYS[4], ARGV[1])
if not entry then return {'unknown-command'} end
local version = next_version(KEYS[1])
redis.call('XDEL', KEYS[3], entry)
redis.call('HDEL', KEYS[4], ARGV[1])
redis.call('HSET', KEYS[5], ARGV[1], ARGV[2])
redis.call('ZADD', KEYS[6], version, ARGV[1])
if redis.call('ZCARD', KEYS[6]) > tonumber(ARGV[5]) then
  redis.call('HDEL', KEYS[5], redis.call('ZPOPMIN', KEYS[6])[1])
end
append_event(KEYS[1], KEYS[2], ARGV[3], ARGV[4], version, 'outcome ' .. ARGV[1], 'type', 'command-outcome', 'data', ARGV[2])
return {'settled', ARGV[2]}
`);

export const readPendingCommands = script(`
-- KEYS: run, commands
-- Replies: {'commands', {{id, {'data', command}}, …}}; {'unknown-run'}
if redis.call('EXISTS', KEYS[1]) == 0 then return {'unknown-run'} end
return {'commands', redis.call('XRANGE', KEYS[2], '-', '+')}
`);
