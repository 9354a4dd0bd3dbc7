/**
 * The part of the scripts that puts an event into the run's history: raises the version, appends, trims, wakes.
 * `%.0f` because Lua 5.1 writes large numbers with an exponent.
 */
export const appendEvent = `
local function next_version(run)
  return string.format('%.0f', redis.call('HINCRBY', run, 'version', 1))
end

local function append_event(run, events, limit, channel, version, id, ...)
  redis.call('HSET', run, 'lastId', id)
  redis.call('XADD', events, 'MAXLEN', '~', limit, version .. '-0', 'id', id, ...)
  redis.call('PUBLISH', channel, version)
end
`;
