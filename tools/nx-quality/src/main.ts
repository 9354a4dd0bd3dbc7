import { checkCommand } from './cli/check-command.ts';
import { createProgram } from './cli/create-program.ts';
import { formatWhy } from './cli/format-why.ts';
import { QualityError } from './quality-error.ts';
import { findWorkspaceRoot } from './workspace/find-workspace-root.ts';

const print = (text: string): void => void process.stdout.write(`${text}\n`);

const program = createProgram({
  async check(name, options) {
    process.exitCode = await checkCommand(name, findWorkspaceRoot(process.cwd()), options, print);
  },
  async why(question, { json }) {
    const [{ analyzeAt }, { why }, { readNxWorkspace }] = await Promise.all([
      import('./check/run-check.ts'),
      import('./dead-code/why.ts'),
      import('./workspace/read-nx-workspace.ts'),
    ]);
    const root = findWorkspaceRoot(process.cwd());
    const { context } = await analyzeAt(root, await readNxWorkspace(root));
    const answers = why(question, context);
    print(json ? JSON.stringify(answers, null, 2) : formatWhy(answers));
  },
});

try {
  await program.parseAsync();
} catch (error) {
  // Wrong use and broken files are told in a line; anything else is a defect and keeps its stack.
  const text =
    error instanceof QualityError
      ? `${error.code}: ${error.message}`
      : String(error instanceof Error ? error.stack : error);
  process.stderr.write(`${text}\n`);
  process.exitCode = 2;
}
