import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { diskSpaceCheck } from '@cartwheel/health';
import { inspectStore } from '@cartwheel/tracking';
import type { ProjectFolder } from '../project-folder.ts';
import type { DoctorCheck, DoctorFinding } from './doctor-check.ts';

/** Where runs are kept. */
export function recordChecks({ dir }: ProjectFolder): DoctorCheck[] {
  return [
    { name: 'store', run: () => storeFinding(dir) },
    { name: 'space', run: (signal) => spaceFinding(dir, signal) },
  ];
}

function storeFinding(dir: string): DoctorFinding {
  const { state, file, fault } = inspectStore({ dir });
  if (state === 'sound') return { status: 'ok', detail: `${file} is sound` };
  if (state === 'missing') return { status: 'off', detail: `none at ${file} yet`, advice: 'cartwheel train makes it' };
  return {
    status: 'bad',
    detail: `${file}: ${fault}`,
    advice: 'move it away and train anew, or get it from a copy; checkpoints beside it are files of their own',
  };
}

async function spaceFinding(dir: string, signal: AbortSignal): Promise<DoctorFinding> {
  const { ok, detail, advice } = await diskSpaceCheck({ path: nearestFolder(dir) }).run(signal);
  return { status: ok ? 'ok' : 'bad', detail, advice };
}

function nearestFolder(dir: string): string {
  return existsSync(dir) || dirname(dir) === dir ? dir : nearestFolder(dirname(dir));
}
