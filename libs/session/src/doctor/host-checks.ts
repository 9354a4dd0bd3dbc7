import { availableParallelism } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { openEngine } from '@cartwheel/nn/node';
import type { DoctorCheck } from './doctor-check.ts';

const OLDEST_NODE = [20, 19] as const;
const LISTEN_MS = 300;
/** Training gives way every 20 ms; a loop that is late without any work is on a machine with too much of it. */
const MAX_IDLE_LAG_MS = 100;

/** The process and what it computes with. */
export function hostChecks(): DoctorCheck[] {
  return [
    { name: 'node', run: nodeVersion },
    { name: 'engine', run: engine },
    { name: 'event-loop', run: eventLoop },
  ];
}

function nodeVersion(): ReturnType<DoctorCheck['run']> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isNewEnough = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  const detail = `${process.version} on ${process.platform}-${process.arch}`;
  if (isNewEnough) return { status: 'ok', detail };
  return { status: 'bad', detail, advice: `install Node ${OLDEST_NODE.join('.')} or newer` };
}

async function engine(): Promise<Awaited<ReturnType<DoctorCheck['run']>>> {
  using open = await openEngine();
  const detail = `${open.engine.name}, build ${open.engine.build}; ${availableParallelism()} processors`;
  if (open.engine.name === 'wasm' || open.engine.name === 'native') return { status: 'ok', detail };
  return { status: 'bad', detail, advice: 'this runtime has no WebAssembly SIMD: training runs, several times slower' };
}

async function eventLoop(): Promise<Awaited<ReturnType<DoctorCheck['run']>>> {
  const histogram = monitorEventLoopDelay({ resolution: 10 });
  histogram.enable();
  await delay(LISTEN_MS);
  histogram.disable();
  const lagMs = histogram.percentile(50) / 1e6 - 10;
  const detail = `late by ${Math.max(0, lagMs).toFixed(1)} ms at the median, without work`;
  if (lagMs <= MAX_IDLE_LAG_MS) return { status: 'ok', detail };
  return { status: 'bad', detail, advice: 'the machine is busy: end other programs, or train with fewer at once' };
}
