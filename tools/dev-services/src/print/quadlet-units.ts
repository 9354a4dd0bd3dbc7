import { openContext, type ServicesOptions } from '../commands/services-context.ts';
import type { Part, Service } from '../services/part.ts';

/** One `.container` unit for each part, each under a comment with its file name, for `~/.config/containers/systemd/`. */
export async function quadletUnits(options: ServicesOptions): Promise<string> {
  const { project, services } = await openContext(options);
  return services.flatMap((service) => service.parts.map((part) => unit(project, service, part))).join('\n\n');
}

function unit(project: string, { name, image }: Service, part: Part): string {
  const [program, ...args] = part.command({ host: '0.0.0.0', data: '/data' });
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
    ...Object.entries(part.env ?? {}).map(([key, value]) => `Environment=${key}=${value}`),
    `PublishPort=127.0.0.1:${part.port}:${part.port}`,
    `Volume=${project}-${name}:/data`,
    'WorkingDir=/data',
    '',
    '[Install]',
    'WantedBy=default.target',
  ].join('\n');
}

function quoted(arg: string): string {
  return /^[\w./:=-]+$/.test(arg) ? arg : `"${arg}"`;
}
