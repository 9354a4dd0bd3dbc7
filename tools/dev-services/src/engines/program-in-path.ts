import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether a program of that name that can be run is in PATH. */
export function programInPath(name: string, env: Environment = process.env): boolean {
  const names = process.platform === 'win32' ? [`${name}.exe`, `${name}.cmd`] : [name];
  return (env['PATH'] ?? env['Path'] ?? '')
    .split(delimiter)
    .some((folder) => folder !== '' && names.some((file) => isProgram(join(folder, file))));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
