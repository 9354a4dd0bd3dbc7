import { script } from '../script.ts';

export const appendPoints = script(`
-- Puts a batch of points into the run's window; the stream's entry ids are the store's positions.
-- KEYS: run, points
-- ARGV: writer's epoch, position before the points, position after them, points as msgpack, batches that are
--       kept, 1 where an empty window may begin with these
-- Replies: {'accepted', position up to which the window reaches}, also for a batch that it holds;
--          {'behind', that position} for one that would leave a hole; {'stale', epoch}; {'unknown-run'}
local stood = redis.call('HMGET', KEYS[1], 'epoch', 'pointPosition')
if not stood[1] then return {'unknown-run'} end
if tonumber(ARGV[1]) < tonumber(stood[1]) then return {'stale', stood[1]} end
local reached = tonumber(stood[2] or '0')
if tonumber(ARGV[3]) <= reached then return {'accepted', stood[2] or '0'} end
local isJoined = tonumber(ARGV[2]) <= reached or (ARGV[6] == '1' and reached == 0)
if not isJoined then return {'behind', stood[2] or '0'} end
redis.call('HSET', KEYS[1], 'pointPosition', ARGV[3])
redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[5], ARGV[3] .. '-0', 'after', ARGV[2], 'data', ARGV[4])
return {'accepted', ARGV[3]}
`);
