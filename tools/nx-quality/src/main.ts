import { workspaceRoot } from '@nx/devkit';
import { analyzeAt } from './check/run-check.ts';
import { checkCommand } from './cli/check-command.ts';
import { createProgram } from './cli/create-program.ts';
import { formatWhy } from './cli/format-why.ts';
import { why } from './dead-code/why.ts';
import { QualityError } from './quality-error.ts';
import { readNxWorkspace } from './workspace/read-nx-workspace.ts';

const print = (text: string): void => void process.stdout.write(`${text}\n`);

const program = createProgram({
  async check(name, options) {
    process.exitCode = await checkCommand(name, workspaceRoot, options, print);
  },
  async why(question, { json }) {
    const { context } = await analyzeAt(workspaceRoot, await readNxWorkspace(workspaceRoot));
    const answers = why(question, context);
    print(json ? JSON.stringify(answers, null, 2) : formatWhy(answers));
  },
});

try {
  await program.parseAsync();
} catch (error) {
  // Wrong use and broken files are told in a line; anything else is a defect and keeps its stack.
  process.stderr.write(
    error instanceof QualityError
      ? `${error.code}: ${error.message}\n`
      : `${String(error instanceof Error ? error.stack : error)}\n`,
  );
  process.exitCode = 2;
}
