import type { Service } from '../../services/part.ts';
import { ask } from '../command.ts';
import type { ContainerProgram } from './container-info.ts';

/** The name of an image that was made here. */
export function localImage({ name, version }: Service): string {
  return `localhost/cartwheel-${name}:${version}`;
}

/** The image that the service would run from: the ordinary one, else the one made here, else none. */
export async function imageThere(program: ContainerProgram, service: Service): Promise<string | undefined> {
  for (const image of [service.image, localImage(service)]) {
    if ((await ask(program, ['image', 'inspect', image])).ok) return image;
  }
  return undefined;
}
