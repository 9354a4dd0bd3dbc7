import { findProgram } from '../engines/program-in-path.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The names under which Debian, GitHub's runners and others install it. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'chrome'];

/** The Chromium that tests use: what `CARTWHEEL_CHROMIUM` names, else the first in PATH. */
export function browserProgram(env: Environment = process.env): string | undefined {
  return env['CARTWHEEL_CHROMIUM'] ?? NAMES.map((name) => findProgram(name, env)).find((path) => path !== undefined);
}
