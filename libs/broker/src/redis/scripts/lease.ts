import { script } from '../script.ts';

/** Milliseconds since the epoch by the server's clock, so that no writer's clock counts. */
const serverTime = `
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
`;

export const acquireLease = script(`
-- Takes the lease where it is free, expired or the owner's; another owner raises the epoch.
-- KEYS: run
-- ARGV: owner, time to live in ms
-- Replies: {'acquired' or 'held', owner, epoch, expires at}; {'unknown-run'}
${serverTime}
local stood = redis.call('HMGET', KEYS[1], 'epoch', 'leaseOwner', 'leaseExpiresAt')
if not stood[1] then return {'unknown-run'} end
if stood[2] and stood[2] ~= ARGV[1] and tonumber(stood[3]) > now then
  return {'held', stood[2], stood[1], stood[3]}
end
local epoch = stood[1]
if stood[2] ~= ARGV[1] then epoch = string.format('%.0f', redis.call('HINCRBY', KEYS[1], 'epoch', 1)) end
local expires_at = string.format('%.0f', now + tonumber(ARGV[2]))
redis.call('HSET', KEYS[1], 'leaseOwner', ARGV[1], 'leaseExpiresAt', expires_at)
return {'acquired', ARGV[1], epoch, expires_at}
`);

export const renewLease = script(`
-- Extends the lease, expired or not, unless the epoch was raised.
-- KEYS: run
-- ARGV: owner, epoch, time to live in ms
-- Replies: {'renewed', owner, epoch, expires at}; {'lost', epoch}; {'unknown-run'}
${serverTime}
local epoch = redis.call('HGET', KEYS[1], 'epoch')
if not epoch then return {'unknown-run'} end
if epoch ~= ARGV[2] then return {'lost', epoch} end
local expires_at = string.format('%.0f', now + tonumber(ARGV[3]))
redis.call('HSET', KEYS[1], 'leaseOwner', ARGV[1], 'leaseExpiresAt', expires_at)
return {'renewed', ARGV[1], epoch, expires_at}
`);

export const releaseLease = script(`
-- Frees the lease, unless the epoch was raised.
-- KEYS: run
-- ARGV: epoch
-- Replies: {'released'}, also where it was lost; {'unknown-run'}
local epoch = redis.call('HGET', KEYS[1], 'epoch')
if not epoch then return {'unknown-run'} end
if epoch == ARGV[1] then redis.call('HDEL', KEYS[1], 'leaseOwner', 'leaseExpiresAt') end
return {'released'}
`);
