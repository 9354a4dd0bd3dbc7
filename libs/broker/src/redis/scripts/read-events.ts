import { script } from '../script.ts';

export const readEvents = script(`
-- Reads the next events of a run, or its document where they are not kept.
-- KEYS: run, events
-- ARGV: version after which, how many at most
-- Replies: {'events', {{id, {field, value, …}}, …}}; {'snapshot', version, document}; {'unknown-run'}
local stood = redis.call('HMGET', KEYS[1], 'version', 'state')
if not stood[1] then return {'unknown-run'} end
local after = tonumber(ARGV[1])
if after == tonumber(stood[1]) then return {'events', {}} end
local next_id = string.format('%.0f-0', after + 1)
local entries = {}
if after < tonumber(stood[1]) then
  entries = redis.call('XRANGE', KEYS[2], next_id, '+', 'COUNT', ARGV[2])
end
-- Trimmed past; or the watcher is ahead, because Redis came back with less than it had.
if #entries == 0 or entries[1][1] ~= next_id then return {'snapshot', stood[1], stood[2]} end
return {'events', entries}
`);
