import { doChunk } from './jobs';

/*
 * Two threads on one memory: `share` does a job together with whoever is in `serve`. Both take chunks until none is left, so
 * that a thread which the system has put aside holds nobody up, unless it has a chunk in hand: one from the front, the other
 * from the back, so that each finds in its caches what it wrote in the job before.
 */

/** The first of three cache lines; `CREW_BYTES` in `crew.ts`. */
@unmanaged
class Crew {
  /** Number of the job, and in 16 bits each the first unit that is left and the one after the last. */
  ticket: i64;
  /** What the job is. Stays as it is while a unit is left or in hand. */
  job: i32;
  table: usize;
  chunk: i32;
  batch: i32;
  stride: usize;
}

/** In a line of its own: units that the other thread has done. */
const DONE: usize = 64;
/** In a line of its own: whether the other thread sleeps. */
const ASLEEP: usize = 128;

const UNIT_BITS: i64 = 16;
const UNIT_MASK: i64 = 0xffff;
/** The job that ends `serve`. */
const STOP: i32 = -1;

/** How often the other thread looks for work before it sleeps: for some 50 µs, longer than a learner takes for a loss. */
const LOOKS = 30_000;
/** How often the first thread looks whether the other is done before it makes room for it, for some 20 µs. */
const PATIENCE = 10_000;
/** How long it then sleeps, ns; how often, before it gives up: for at least a minute. */
const NAP: i64 = 50_000;
const MOST_NAPS = 1_200_000;

@inline
function firstOf(ticket: i64): i32 {
  return <i32>((ticket >> UNIT_BITS) & UNIT_MASK);
}

@inline
function endOf(ticket: i64): i32 {
  return <i32>(ticket & UNIT_MASK);
}

/** So that chunks from the back begin where chunks from the front would: rows go four at a time. */
@inline
function lastChunk(left: i32, chunk: i32): i32 {
  const rest = left % chunk;
  return rest == 0 ? chunk : rest;
}

/** Publishes a job. */
function publish(crew: usize, job: i32, table: usize, from: i32, to: i32, chunk: i32, batch: i32, stride: usize): void {
  const work = changetype<Crew>(crew);
  const number = (atomic.load<i64>(crew) >> (2 * UNIT_BITS)) + 1;
  // Nothing to take while the job is written, also for who has read the ticket before.
  atomic.store<i64>(crew, number << (2 * UNIT_BITS));
  atomic.store<i32>(crew + DONE, 0);
  work.job = job;
  work.table = table;
  atomic.store<i32>(crew + offsetof<Crew>('chunk'), chunk);
  work.batch = batch;
  work.stride = stride;
  atomic.store<i64>(crew, (number << (2 * UNIT_BITS)) | ((<i64>from) << UNIT_BITS) | <i64>to);
  if (atomic.load<i32>(crew + ASLEEP) != 0) atomic.notify(crew, 1);
}

/**
 * As `run`, together with the other thread; gives false where that has not ended its last chunk for a minute. Memory and
 * bits are as after `run`.
 */
export function share(
  crew: usize, job: i32, table: usize, from: i32, to: i32, chunk: i32, batch: i32, stride: usize,
): bool {
  publish(crew, job, table, from, to, chunk, batch, stride);
  let left = to - from;
  for (;;) {
    const ticket = atomic.load<i64>(crew);
    const first = firstOf(ticket);
    const count = min(chunk, endOf(ticket) - first);
    if (count == 0) break;
    if (atomic.cmpxchg<i64>(crew, ticket, ticket + ((<i64>count) << UNIT_BITS)) != ticket) continue;
    doChunk(job, table, first, count, batch, stride);
    left -= count;
  }
  return awaitOther(crew, left);
}

/** Until the other thread has done so many units. */
function awaitOther(crew: usize, units: i32): bool {
  let looks = 0;
  let naps = 0;
  let done = atomic.load<i32>(crew + DONE);
  while (done != units && naps < MOST_NAPS) {
    if (++looks == PATIENCE) {
      atomic.wait<i32>(crew + DONE, done, NAP);
      looks = 0;
      naps++;
    }
    done = atomic.load<i32>(crew + DONE);
  }
  return done == units;
}

/**
 * Takes part in what is shared: waits for a chunk and does it, or sleeps until there is one; gives false after `stop`. To be
 * called again and again: an engine replaces its code by faster one only between calls.
 */
export function serve(crew: usize): bool {
  const work = changetype<Crew>(crew);
  for (let looks = 0; looks < LOOKS; looks++) {
    const ticket = atomic.load<i64>(crew);
    const end = endOf(ticket);
    const left = end - firstOf(ticket);
    if (left == 0) continue;
    // If the ticket still stands, so does all that was read after it.
    const count = lastChunk(left, atomic.load<i32>(crew + offsetof<Crew>('chunk')));
    if (atomic.cmpxchg<i64>(crew, ticket, ticket - <i64>count) != ticket) continue;
    if (work.job == STOP) return false;
    doChunk(work.job, work.table, end - count, count, work.batch, work.stride);
    atomic.add<i32>(crew + DONE, count);
    return true;
  }
  sleep(crew);
  return true;
}

/** Until there is a new job. */
function sleep(crew: usize): void {
  const ticket = atomic.load<i64>(crew);
  atomic.store<i32>(crew + ASLEEP, 1);
  if (endOf(ticket) == firstOf(ticket)) atomic.wait<i64>(crew, ticket, -1);
  atomic.store<i32>(crew + ASLEEP, 0);
}

/** Lets `serve` end. */
export function stop(crew: usize): void {
  publish(crew, STOP, 0, 0, 1, 1, 0, 0);
}
