import { DevServiceError, messageOf } from '../../dev-service-error.ts';
import type { Part, Place, Service } from '../../services/part.ts';
import { ask, command } from '../command.ts';
import type { Engine, EngineContext, Finding } from '../engine.ts';
import { programInPath } from '../program-in-path.ts';
import { obtainImage } from './obtain-image.ts';
import { imageThere } from './image-names.ts';
import { readInfo, type ContainerProgram } from './container-info.ts';

const INSTALL: Record<ContainerProgram, string> = {
  podman:
    'Install it with `apt-get install podman runc`, not as root also `uidmap` (macOS: `brew install podman`, then `podman machine init --now`).',
  docker: 'Install Docker Engine or Docker Desktop and start it.',
};

/** A part that does not end by SIGTERM (Aim's does not) is killed after this long. */
const STOP_SECONDS = 3;

/** Podman and Docker: the same commands but for what {@link readInfo} finds. Their own health checks are not used. */
export function createContainerEngine(program: ContainerProgram, context: EngineContext): Engine {
  const containerOf = (part: Part): string => `${context.project}-${part.name}`;
  const volumeOf = (service: Service): string => `${context.project}-${service.name}`;
  const stateOf = (part: Part): Promise<{ ok: boolean; output: string }> =>
    ask(program, ['container', 'inspect', '--format', '{{.State.Status}}', containerOf(part)]);

  async function look(): Promise<Finding> {
    if (!programInPath(program)) return { usable: false, why: `no ${program} in PATH. ${INSTALL[program]}` };
    try {
      const { version, rootless } = await readInfo(program);
      return { usable: true, what: `${program} ${version}${rootless ? ', rootless' : ''}` };
    } catch (error) {
      return { usable: false, why: `it is installed but does not work (${messageOf(error)}). ${INSTALL[program]}` };
    }
  }

  async function start(service: Service, part: Part): Promise<void> {
    await stop(part);
    const { runtimeArgs, limitArgs } = await readInfo(program);
    const image = await imageThere(program, service);
    if (image === undefined) throw new DevServiceError('ENGINE_FAILED', `${program} has no image for ${service.name}.`);
    const place = placeInContainer();
    const [entry, ...args] = part.command(place);
    await command(program, [
      ...runtimeArgs,
      'run',
      '--detach',
      '--name',
      containerOf(part),
      '--volume',
      `${volumeOf(service)}:${place.data}`,
      '--workdir',
      place.data,
      ...Object.entries(part.env?.(place) ?? {}).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
      ...networkArgs(place, part.port),
      ...limitArgs,
      '--entrypoint',
      entry,
      image,
      ...args,
    ]);
  }

  async function stop(part: Part): Promise<void> {
    if (!(await stateOf(part)).ok) return;
    await ask(program, ['stop', '--time', String(STOP_SECONDS), containerOf(part)]);
    await command(program, ['rm', '--force', containerOf(part)]);
  }

  async function removeVolume(service: Service): Promise<void> {
    const { ok } = await ask(program, ['volume', 'inspect', volumeOf(service)]);
    if (ok) await command(program, ['volume', 'rm', volumeOf(service)]);
  }

  return {
    name: program,
    look,
    prepare: (service) => obtainImage(program, service, context),
    start,
    isRunning: async (part) => (await stateOf(part)).output === 'running',
    stop,
    crash: async (part) => {
      await command(program, ['kill', containerOf(part)]);
    },
    logs: async (part, lines) =>
      (await stateOf(part)).ok ? (await ask(program, ['logs', '--tail', String(lines), containerOf(part)])).all : '',
    removeVolume,
  };
}

/** Linux shares the host's network: that works where a sandbox allows no bridge. Elsewhere a virtual machine lies between. */
function placeInContainer(): Place {
  return { host: process.platform === 'linux' ? '127.0.0.1' : '0.0.0.0', data: '/data' };
}

function networkArgs({ host }: Place, port: number): string[] {
  return host === '127.0.0.1' ? ['--network', 'host'] : ['--publish', `127.0.0.1:${port}:${port}`];
}
