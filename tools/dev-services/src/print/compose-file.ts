import { openContext, type ServicesOptions } from '../commands/services-context.ts';
import type { Part, Place, Service } from '../services/part.ts';

/** A compose file that runs the same services from their ordinary images, on the same ports, with the same volumes' names. */
export async function composeFile(options: ServicesOptions): Promise<string> {
  const { project, services } = await openContext(options);
  return [
    `name: ${project}`,
    'services:',
    ...services.flatMap((service) => service.parts.flatMap((part) => entry(service, part))),
    'volumes:',
    ...services.flatMap(({ name }) => [`  ${name}:`, `    name: ${project}-${name}`]),
  ].join('\n');
}

const PLACE: Place = { host: '0.0.0.0', data: '/data' };

function entry({ name, image }: Service, part: Part): string[] {
  const [program, ...args] = part.command(PLACE);
  return [
    `  ${part.name}:`,
    `    image: ${image}`,
    `    entrypoint: ${quoted([program])}`,
    `    command: ${quoted(args)}`,
    `    ports: ${JSON.stringify([`127.0.0.1:${part.port}:${part.port}`])}`,
    `    volumes: ${JSON.stringify([`${name}:/data`])}`,
    ...(part.env === undefined ? [] : [`    environment: ${quoted(part.env(PLACE))}`]),
    `    working_dir: /data`,
  ];
}

/** JSON is YAML, and quotes all that needs quotes; a `$` of its own would be a variable of compose. */
function quoted(value: unknown): string {
  return JSON.stringify(value).replaceAll('$', '$$$$');
}
