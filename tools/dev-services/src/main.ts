import { CommanderError } from 'commander';
import { createProgram } from './cli.ts';
import { DevServiceError } from './dev-service-error.ts';

const FAILED = 1;
const WRONG_USE = 2;

const program = createProgram({
  answer: (line) => void process.stdout.write(`${line}\n`),
  progress: (line) => void process.stderr.write(`${line}\n`),
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

function exitCodeOf(error: unknown): number {
  // Commander has said already what was wrong.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USE;
  if (!(error instanceof DevServiceError)) throw error;
  process.stderr.write(`${error.code}: ${error.message}\n`);
  return error.code === 'SETTINGS_INVALID' ? WRONG_USE : FAILED;
}
