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
  return new ContainerEngine(program, context);
}

class ContainerEngine implements Engine {
  readonly name: ContainerProgram;
  readonly #context: EngineContext;

  constructor(program: ContainerProgram, context: EngineContext) {
    this.name = program;
    this.#context = context;
  }

  async look(): Promise<Finding> {
    const install = INSTALL[this.name];
    if (!programInPath(this.name)) return { usable: false, why: `no ${this.name} in PATH. ${install}` };
    try {
      const { version, rootless } = await readInfo(this.name);
      return { usable: true, what: `${this.name} ${version}${rootless ? ', rootless' : ''}` };
    } catch (error) {
      return { usable: false, why: `it is installed but does not work (${messageOf(error)}). ${install}` };
    }
  }

  prepare(service: Service): Promise<void> {
    return obtainImage(this.name, service, this.#context);
  }

  async start(service: Service, part: Part): Promise<void> {
    await this.stop(part);
    const { runtimeArgs, limitArgs } = await readInfo(this.name);
    const image = await imageThere(this.name, service);
    if (image === undefined)
      throw new DevServiceError('ENGINE_FAILED', `${this.name} has no image for ${service.name}.`);
    const place = placeInContainer();
    const [entry, ...args] = part.command(place);
    await command(this.name, [
      ...runtimeArgs,
      'run',
      '--detach',
      '--name',
      this.#containerOf(part),
      '--volume',
      `${this.#volumeOf(service)}:${place.data}`,
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

  async isRunning(part: Part): Promise<boolean> {
    return (await this.#stateOf(part)).output === 'running';
  }

  async stop(part: Part): Promise<void> {
    if (!(await this.#stateOf(part)).ok) return;
    await ask(this.name, ['stop', '--time', String(STOP_SECONDS), this.#containerOf(part)]);
    await command(this.name, ['rm', '--force', this.#containerOf(part)]);
  }

  async crash(part: Part): Promise<void> {
    await command(this.name, ['kill', this.#containerOf(part)]);
  }

  async logs(part: Part, lines: number): Promise<string> {
    if (!(await this.#stateOf(part)).ok) return '';
    return (await ask(this.name, ['logs', '--tail', String(lines), this.#containerOf(part)])).all;
  }

  async removeVolume(service: Service): Promise<void> {
    const volume = this.#volumeOf(service);
    const { ok } = await ask(this.name, ['volume', 'inspect', volume]);
    if (ok) await command(this.name, ['volume', 'rm', volume]);
  }

  #stateOf(part: Part): Promise<{ ok: boolean; output: string }> {
    return ask(this.name, ['container', 'inspect', '--format', '{{.State.Status}}', this.#containerOf(part)]);
  }

  #containerOf(part: Part): string {
    return `${this.#context.project}-${part.name}`;
  }

  #volumeOf(service: Service): string {
    return `${this.#context.project}-${service.name}`;
  }
}

/** Linux shares the host's network: that works where a sandbox allows no bridge. Elsewhere a virtual machine lies between. */
function placeInContainer(): Place {
  return { host: process.platform === 'linux' ? '127.0.0.1' : '0.0.0.0', data: '/data' };
}

function networkArgs({ host }: Place, port: number): string[] {
  return host === '127.0.0.1' ? ['--network', 'host'] : ['--publish', `127.0.0.1:${port}:${port}`];
}
