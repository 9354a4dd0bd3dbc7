import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DevServiceError, messageOf } from '../../dev-service-error.ts';
import type { Service } from '../../services/part.ts';
import { withLock } from '../../state/with-lock.ts';
import { command } from '../command.ts';
import type { EngineContext } from '../engine.ts';
import type { ContainerProgram } from './container-info.ts';
import { imageThere, localImage } from './image-names.ts';
import { makeNativeRoot } from './make-native-root.ts';
import { makePythonRoot } from './make-python-root.ts';

const PULL_TIMEOUT_MS = 300_000;
const IMPORT_TIMEOUT_MS = 300_000;

/**
 * Sees to it that there is an image: one that is there, else the ordinary one from its registry, else one made from
 * Debian's packages (and Python's).
 *
 * @throws DevServiceError `ENGINE_FAILED` with why neither way worked
 */
export async function obtainImage(program: ContainerProgram, service: Service, context: EngineContext): Promise<void> {
  if ((await imageThere(program, service)) !== undefined) return;
  await withLock(join(context.cache, `${program}-${service.name}`), async () => {
    if ((await imageThere(program, service)) === undefined) await pullOrMake(program, service, context);
  });
}

async function pullOrMake(program: ContainerProgram, service: Service, context: EngineContext): Promise<void> {
  try {
    context.say(`${service.name}: ${program} pulls ${service.image}`);
    await command(program, ['pull', '--quiet', service.image], { timeoutMs: PULL_TIMEOUT_MS });
  } catch (pulling) {
    await makeImage(program, service, context, messageOf(pulling));
  }
}

async function makeImage(
  program: ContainerProgram,
  service: Service,
  context: EngineContext,
  notPulled: string,
): Promise<void> {
  context.say(`${service.name}: the image cannot be pulled; makes one from packages`);
  try {
    const root = await rootOf(service, context);
    await command(program, ['import', root, localImage(service)], { timeoutMs: IMPORT_TIMEOUT_MS });
    await rm(root);
  } catch (error) {
    throw new DevServiceError(
      'ENGINE_FAILED',
      `no image for ${service.name}: pulling failed (${notPulled}), and so did making one (${messageOf(error)}).`,
      { cause: error },
    );
  }
}

function rootOf(service: Service, context: EngineContext): Promise<string> {
  return service.program.kind === 'native'
    ? makeNativeRoot(service, service.program, context)
    : makePythonRoot(service.program, context);
}
