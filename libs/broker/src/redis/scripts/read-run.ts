import { script } from '../script.ts';

export const readState = script(`
-- Reads a run's document, and whether its writer's lease ran out without being released.
-- KEYS: run
-- Replies: {'state', last whole document, patch that leads on, version, '1' or '0', what the index knows of the run};
--          {'absent'}
local stood = redis.call('HMGET', KEYS[1], 'state', 'patch', 'stateVersion', 'leaseExpiresAt', 'indexed')
if not stood[1] then return {'absent'} end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local lost = stood[4] and tonumber(stood[4]) <= now
return {'state', stood[1], stood[2] or '', stood[3], lost and '1' or '0', stood[5] or ''}
`);

export const readEvents = script(`
-- Reads the next events of a run, or its document where they are not kept or the history is not the one that was seen.
-- KEYS: run, events
-- ARGV: version after which, id of the event that had it or nothing, how many at most, '1' where patches have nothing to be
--       folded on
-- Replies: {'events', entries from the last whole document on, entries}; {'snapshot', last whole document,
--          patch that leads on, its version, version, id}; {'unknown-run'}
local stood = redis.call('HMGET', KEYS[1], 'version', 'lastId')
if not stood[1] then return {'unknown-run'} end

local function snapshot()
  local state = redis.call('HMGET', KEYS[1], 'state', 'patch', 'stateVersion')
  return {'snapshot', state[1], state[2] or '', state[3], stood[1], stood[2]}
end

local function field(entry, name)
  for i = 1, #entry[2], 2 do
    if entry[2][i] == name then return entry[2][i + 1] end
  end
end

local after = tonumber(ARGV[1])
local version = tonumber(stood[1])
-- The watcher is ahead, because Redis came back with less than it had …
if after > version then return snapshot() end
local after_id = string.format('%.0f-0', after)
if ARGV[2] ~= '' then
  -- … or has been overtaken since by other events of the same versions.
  local seen = redis.call('XRANGE', KEYS[2], after_id, after_id)
  if seen[1] and field(seen[1], 'id') ~= ARGV[2] then return snapshot() end
end
if after == version then return {'events', {}, {}} end
local entries = redis.call('XRANGE', KEYS[2], string.format('%.0f-0', after + 1), '+', 'COUNT', ARGV[3])
-- Trimmed past.
if #entries == 0 or entries[1][1] ~= string.format('%.0f-0', after + 1) then return snapshot() end
if ARGV[4] ~= '1' then return {'events', {}, entries} end
for _, entry in ipairs(entries) do
  local kind = field(entry, 'type')
  if kind == 'state' then break end
  if kind == 'patch' then
    local whole = field(entry, 'snapshot') .. '-0'
    local before = redis.call('XRANGE', KEYS[2], whole, after_id)
    if #before == 0 or before[1][1] ~= whole then return snapshot() end
    return {'events', before, entries}
  end
end
return {'events', {}, entries}
`);
