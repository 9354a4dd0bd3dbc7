import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DevServiceError } from '../../dev-service-error.ts';
import type { Program, Service } from '../../services/part.ts';
import { command } from '../command.ts';
import type { EngineContext } from '../engine.ts';
import { programInPath } from '../program-in-path.ts';

type NativeProgram = Extract<Program, { kind: 'native' }>;

/** The file system of an image: the installed program and the libraries that `ldd` names, as a tar archive (18 MB for Redis). */
export async function makeNativeRoot(
  service: Service,
  { name, debianPackage }: NativeProgram,
  { cache }: EngineContext,
): Promise<string> {
  if (process.platform !== 'linux' || !programInPath(name)) {
    throw new DevServiceError(
      'ENGINE_FAILED',
      `making one needs Linux with ${name}: \`apt-get install ${debianPackage}\``,
    );
  }
  const program = await command('sh', ['-c', 'command -v "$1"', 'sh', name]);
  const libraries = (await command('ldd', [program])).match(/\/\S+/g) ?? [];
  const root = join(cache, `${service.name}-root.tar`);
  await mkdir(cache, { recursive: true });
  // Links are followed: the archive holds files alone, under the paths at which the loader looks for them.
  await command('tar', ['-chf', root, '-C', '/', ...[program, ...libraries].map((path) => path.slice(1))]);
  return root;
}
