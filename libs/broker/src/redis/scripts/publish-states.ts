import { script } from '../script.ts';

export const publishStates = script(`
-- Publishes documents of several runs, each for itself: compare-and-set of a run's document on its version and the writer's
-- epoch, and one event: the document, or the patch that leads to it from the one that stood there.
-- KEYS: of each run: run, events
-- ARGV: schema version, events up to the next whole document, history limit, '1' where what the index knows is asked for;
--       and of each run: wake-up channel, expected version, writer's epoch, request id, request id that put the patched
--       document there, patch, patch from the last whole document or nothing where it is the same, document without its version
--       and opening brace or nothing where the patches do
-- Replies: of each run: the version of the document, or {'accepted', that, what the index knows of the run}; {'repeated',
--          the same} for a request that was applied before; {'whole'} where only the document will do, because the patch was made from another
--          (Redis may have lost writes and given their versions again) or the last whole one is too long ago;
--          {'conflict', last whole document, patch that leads on, version}; {'stale', the same, epoch}; {'newer-schema',
--          schema version}; {'unknown-run'}; or its error
local schema, every, limit, asked = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4] == '1'

-- The version that the request got, if it replaced the expected document: what was trimmed is forgotten.
local function given_before(events, expected, request)
  local after = string.format('(%.0f-0', tonumber(expected))
  while true do
    local entries = redis.call('XRANGE', events, after, '+', 'COUNT', 10)
    for _, entry in ipairs(entries) do
      local id, kind = entry[2][2], entry[2][4]
      if kind == 'state' or kind == 'patch' then return id == request and string.match(entry[1], '%d+') end
      after = '(' .. entry[1]
    end
    if #entries == 0 then return false end
  end
end

local function refused(status, run, ...)
  local stood = redis.call('HMGET', run, 'state', 'patch', 'stateVersion')
  return {status, stood[1], stood[2] or '', stood[3], ...}
end

local function publish(run, events, channel, expected, epoch, request, patched, patch, whole_patch, body)
  local stood = redis.call('HMGET', run, 'stateVersion', 'schemaVersion', 'epoch', 'stateId', 'snapshotVersion', 'indexed',
    'version')
  if not stood[1] then return {'unknown-run'} end
  local stale = tonumber(epoch) < tonumber(stood[3])
  local newer = tonumber(stood[2]) > tonumber(schema)
  if stale or newer or expected ~= stood[1] then
    -- A request that was applied has raised the version.
    local before = given_before(events, expected, request)
    if before then return {'repeated', before, stood[6] or ''} end
    if newer then return {'newer-schema', stood[2]} end
    if stale then return refused('stale', run, stood[3]) end
    return refused('conflict', run)
  end
  local number = tonumber(stood[7]) + 1
  local version = string.format('%.0f', number)
  if body == '' and (patched ~= stood[4] or number - tonumber(stood[5]) >= every) then return {'whole'} end
  if body ~= '' then
    local document = '{"version":' .. version .. ',' .. body
    redis.call('HSET', run, 'state', document, 'patch', '', 'snapshotVersion', version, 'stateVersion', version, 'stateId',
      request, 'version', version, 'lastId', request)
    redis.call('XADD', events, 'MAXLEN', '~', limit, version .. '-0', 'id', request, 'type', 'state', 'data', document)
  else
    redis.call('HSET', run, 'patch', whole_patch == '' and patch or whole_patch, 'stateVersion', version, 'stateId', request,
      'version', version, 'lastId', request)
    redis.call('XADD', events, 'MAXLEN', '~', limit, version .. '-0', 'id', request, 'type', 'patch', 'data', patch, 'from',
      expected, 'snapshot', stood[5])
  end
  if stood[2] ~= schema or stood[3] ~= epoch then
    redis.call('HSET', run, 'schemaVersion', schema, 'epoch', epoch)
  end
  redis.call('PUBLISH', channel, version)
  return asked and {'accepted', version, stood[6] or ''} or number
end

local replies = {}
for i = 1, #KEYS / 2 do
  -- One run's trouble is not the others'.
  local done, reply = pcall(publish, KEYS[2 * i - 1], KEYS[2 * i], unpack(ARGV, 8 * i - 3, 8 * i + 4))
  if not done and type(reply) ~= 'table' then reply = redis.error_reply(reply) end
  -- A replica takes nothing: the client is to find the master, and to send all again.
  if not done and string.sub(reply.err, 1, 8) == 'READONLY' then return reply end
  replies[i] = reply
end
return replies
`);
