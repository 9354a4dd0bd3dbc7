import { expect, it } from '@jest/globals';
import { brokerClosed, lostRun, runExists, runHeld, unknownCommand, unknownRun } from './broker-error.ts';

it.each([
  ['broker/unknown-run', () => unknownRun('a'), 'Expected a run of this broker, received "a": create it first.'],
  ['broker/run-exists', () => runExists('a'), 'Run "a" exists already: give the new run an id of its own.'],
  ['broker/run-held', () => runHeld('a'), 'Run "a" is being written: wait for its end before deleting it.'],
  [
    'broker/unknown-command',
    () => unknownCommand('a', 'c'),
    'Expected a command that was sent to run "a", received "c": only sent commands can be settled.',
  ],
  ['broker/closed', () => brokerClosed(), 'The broker is closed: create another one.'],
])('%s tells what was expected, what came, and what to do', (code, make, message) => {
  expect(make()).toMatchObject({ name: 'BrokerError', code, message });
});

it('tells a writer up to where its lost run was acknowledged, and what showed it', () => {
  const cause = new Error('none there');
  const error = lostRun('a', 7, cause);
  expect(error).toMatchObject({ code: 'broker/lost-run', cause });
  expect(error.message).toMatch(
    /^Run "a" was acknowledged up to version 7 and is not there any more: Redis lost it, .* deleted it\. /,
  );
  expect(error.message).toMatch(/ Create it again from the document at hand\.$/);
});
