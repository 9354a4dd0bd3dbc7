import { expect, it } from '@jest/globals';
import { createProgram } from './cli.ts';

async function failureOf(...args: string[]): Promise<{ code: unknown; said: string }> {
  const said: string[] = [];
  const program = createProgram({ answer: (line) => said.push(line), progress: (line) => said.push(line) });
  const code = await program.parseAsync(args, { from: 'user' }).then(
    () => undefined,
    (error: { code: unknown }) => error.code,
  );
  return { code, said: said.join('\n') };
}

it.each([
  [['up', 'reddis'], 'Allowed choices are redis, aim, mlflow, all'],
  [['up', '--engine', 'lxc'], 'Allowed choices are podman, docker, local'],
  [['logs', '--lines', '0'], 'Expected a whole number'],
  [['upp'], 'Did you mean up?'],
])('refuses %j, and says what there is', async (args, message) => {
  const { code, said } = await failureOf(...args);
  expect(code).toMatch(/^commander\./);
  expect(said).toContain(message);
});

it('rejects settings that are no settings', async () => {
  expect((await failureOf('status', '--settings', '/nowhere.json')).code).toBe('SETTINGS_INVALID');
});
