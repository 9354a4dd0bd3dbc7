import { expect, it } from '@jest/globals';
import { brokerClosed, lostRun, runExists, runHeld, unknownCommand, unknownRun } from './broker-error.ts';

it.each([
  [() => unknownRun('a'), 'broker/unknown-run', 'Expected a run of this broker, received "a": create it first.'],
  [() => runExists('a'), 'broker/run-exists', 'Run "a" exists already: give the new run an id of its own.'],
  [() => runHeld('a'), 'broker/run-held', 'Run "a" is being written: wait for its end before deleting it.'],
  [
    () => unknownCommand('a', 'c'),
    'broker/unknown-command',
    'Expected a command that was sent to run "a", received "c": only sent commands can be settled.',
  ],
  [() => brokerClosed(), 'broker/closed', 'The broker is closed: create another one.'],
])('tells what was expected, what came, and what to do: %s', (make, code, message) => {
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
