import { openContext, type ServicesOptions } from '../commands/services-context.ts';
import type { Part, Place, Service } from '../services/part.ts';

/** One `.container` unit for each part, each under a comment with its file name, for `~/.config/containers/systemd/`. */
export async function quadletUnits(options: ServicesOptions): Promise<string> {
  const { project, services } = await openContext(options);
  return services.flatMap((service) => service.parts.map((part) => unit(project, service, part))).join('\n\n');
}

const PLACE: Place = { host: '0.0.0.0', data: '/data' };

function unit(project: string, { name, image }: Service, part: Part): string {
  const [program, ...args] = part.command(PLACE);
  return [
    `# ${project}-${part.name}.container`,
    '[Unit]',
    `Description=${part.name} of ${project}`,
    '',
    '[Container]',
    `ContainerName=${project}-${part.name}`,
    `Image=${image}`,
    `Entrypoint=${program}`,
    `Exec=${args.map(quoted).join(' ')}`,
    ...Object.entries(part.env?.(PLACE) ?? {}).map(([key, value]) => `Environment=${key}=${value}`),
    `PublishPort=127.0.0.1:${part.port}:${part.port}`,
    `Volume=${project}-${name}:/data`,
    'WorkingDir=/data',
    '',
    '[Install]',
    'WantedBy=default.target',
  ].join('\n');
}

/** As systemd reads it: `$` and `%` mean something unless doubled. */
function quoted(arg: string): string {
  if (/^[\w./:=-]+$/.test(arg)) return arg;
  return `"${arg.replaceAll(/["\\]/g, String.raw`\$&`).replaceAll(/[$%]/g, '$&$&')}"`;
}
