import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { addControlCommand } from './commands/control.ts';
import { addDashboardCommand } from './commands/dashboard.ts';
import { addEvalCommand } from './commands/eval.ts';
import { addExportCommand } from './commands/export.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addProbeCommand } from './commands/probe.ts';
import { addForkCommand, addResumeCommand } from './commands/resume.ts';
import { addRunsCommand } from './commands/runs/runs.ts';
import { addSmokeCommand } from './commands/smoke.ts';
import { addSyncCommand } from './commands/sync.ts';
import { addTrainCommand } from './commands/train.ts';
import { addWatchCommand } from './commands/watch.ts';
import { EXIT, exitCodeOf, type ExitCode } from './exit-code.ts';
import { reportFailure } from './output/report-failure.ts';

/** Runs one command line and gives the exit code: 0 done, 1 failed, 2 wrong use, 130 stopped by Ctrl-C. */
export async function runCli(args: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.done;
  const program = createProgram((code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has told of its own; of what an action refuses, nobody has.
    if (error instanceof InvalidArgumentError) process.stderr.write(`error: ${error.message}\n`);
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.wrongUse;
    reportFailure(error);
    return exitCodeOf(error);
  }
}

function createProgram(setExitCode: (code: ExitCode) => void): Command {
  const program = new Command('cartwheel')
    .description('Train, watch and evaluate reinforcement-learning agents.')
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ outputError: (text, write) => write(`${text.trim().replaceAll('\n', ' ')}\n`) });
  addTrainCommand(program, setExitCode);
  addResumeCommand(program, setExitCode);
  addForkCommand(program, setExitCode);
  addWatchCommand(program);
  addControlCommand(program, setExitCode);
  addEvalCommand(program);
  addExportCommand(program);
  addRunsCommand(program);
  addSyncCommand(program, setExitCode);
  addDashboardCommand(program);
  addSmokeCommand(program, setExitCode);
  addDoctorCommand(program, setExitCode);
  addProbeCommand(program, setExitCode);
  return program;
}
