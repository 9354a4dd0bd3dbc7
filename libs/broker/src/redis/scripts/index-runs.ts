import { script } from '../script.ts';

/** Milliseconds since the epoch by the server's clock. */
const now = `
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
`;

export const announceChange = script(`
-- KEYS: changing
-- ARGV: run id and request id
${now}
redis.call('ZADD', KEYS[1], now, ARGV[1])
`);

export const forgetChange = script(`
-- Takes an announcement away that is older than any call can be under way.
-- KEYS: changing
-- ARGV: run id and request id, age in ms
${now}
local at = redis.call('ZSCORE', KEYS[1], ARGV[1])
if at and tonumber(at) <= now - tonumber(ARGV[2]) then redis.call('ZREM', KEYS[1], ARGV[1]) end
`);

export const leaveFacet = script(`
-- Takes a run out of a facet, unless a newer document put it there.
-- KEYS: facet
-- ARGV: run id, version of the document that does not have the facet
local version = redis.call('ZSCORE', KEYS[1], ARGV[1])
if version and tonumber(version) <= tonumber(ARGV[2]) then redis.call('ZREM', KEYS[1], ARGV[1]) end
`);

export const markIndexed = script(`
-- Notes what the index knows of a run, unless its document has changed since.
-- KEYS: run
-- ARGV: version of the document, facets in JSON
if redis.call('HGET', KEYS[1], 'stateVersion') == ARGV[1] then redis.call('HSET', KEYS[1], 'indexed', ARGV[2]) end
`);
