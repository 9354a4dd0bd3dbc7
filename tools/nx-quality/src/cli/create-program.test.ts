import { expect, it, jest } from '@jest/globals';
import { createProgram, type ProgramActions } from './create-program.ts';

function programWith() {
  const actions = { check: jest.fn<ProgramActions['check']>(), why: jest.fn<ProgramActions['why']>() };
  return { actions, program: createProgram(actions) };
}

it('runs a check with its defaults', async () => {
  const { actions, program } = programWith();
  await program.parseAsync(['dead-code', '--project', 'a', 'b'], { from: 'user' });
  expect(actions.check).toHaveBeenCalledWith('dead-code', {
    project: ['a', 'b'],
    affected: false,
    base: 'main',
    baseline: false,
    accept: false,
    fix: false,
    format: 'terminal',
  });
});

it('asks why', async () => {
  const { actions, program } = programWith();
  await program.parseAsync(['why', 'createEnv', '--json'], { from: 'user' });
  expect(actions.why).toHaveBeenCalledWith('createEnv', { json: true });
});
