import { mkdir, readFile, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { DevServiceError } from '../../dev-service-error.ts';
import type { Part, Place, Service } from '../../services/part.ts';
import type { Engine, EngineContext, Finding } from '../engine.ts';
import { programInPath } from '../program-in-path.ts';
import { crashProcess, endProcess, runningPid, startProcess, type ProcessPlace } from './local-process.ts';
import { pythonEnvironment } from './python-environment.ts';

/** Programs of this machine: an installed `redis-server`, and Python packages in virtual environments. */
export function createLocalEngine(context: EngineContext): Engine {
  const folder = join(context.home, context.project);
  const dataOf = ({ name }: Service): string => join(folder, 'data', name);
  const placeOf = ({ name, port }: Part): ProcessPlace => ({
    pidFile: join(folder, 'pids', name),
    logFile: join(folder, 'logs', `${name}.log`),
    folder: join(folder, 'work', name),
    marks: [folder, String(port)],
  });

  /** Its bin folder, for the program and what the program starts; nothing for an installed program. */
  async function prepare({ program }: Service): Promise<string[]> {
    if (program.kind === 'python') return [join(await pythonEnvironment(program, context), 'bin')];
    if (programInPath(program.name)) return [];
    throw new DevServiceError(
      'ENGINE_FAILED',
      `no ${program.name} in PATH. Install it with \`apt-get install ${program.debianPackage}\`.`,
    );
  }

  async function start(service: Service, part: Part): Promise<void> {
    await endProcess(placeOf(part));
    await mkdir(dataOf(service), { recursive: true });
    const path = [...(await prepare(service)), process.env['PATH'] ?? ''].join(delimiter);
    const place: Place = { host: '127.0.0.1', data: dataOf(service) };
    await startProcess(placeOf(part), part.command(place), {
      ...part.env?.(place),
      PATH: path,
    });
  }

  return {
    name: 'local',
    look: () => Promise.resolve(look()),
    prepare: async (service) => {
      await prepare(service);
    },
    start,
    isRunning: async (part) => (await runningPid(placeOf(part))) !== undefined,
    stop: (part) => endProcess(placeOf(part)),
    crash: (part) => crashProcess(placeOf(part)),
    logs: async (part, lines) => lastLines(await readFile(placeOf(part).logFile, 'utf8').catch(() => ''), lines),
    removeVolume: (service) => rm(dataOf(service), { recursive: true, force: true }),
  };
}

function look(): Finding {
  return process.platform === 'win32'
    ? { usable: false, why: 'local programs need a POSIX shell. On Windows use Podman, Docker or WSL.' }
    : { usable: true, what: 'programs of this machine' };
}

function lastLines(text: string, lines: number): string {
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}
