import { CartwheelError } from '@cartwheel/async-guard';
import { probe, type Probe } from '@cartwheel/health';
import type { Command } from 'commander';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { printJsonLine } from '../output/json-lines.ts';
import { wholeNumber } from '../parse-options.ts';
import { DEFAULT_HEALTH_PORT, healthPortOption } from './health-options.ts';

interface ProbeFlags {
  live?: true;
  ready?: true;
  startup?: true;
  url?: string;
  healthPort: number;
  timeout: number;
  json?: true;
}

/** For a container's probe command: exit code 0 or 1, and one line. */
export function addProbeCommand(program: Command, setExitCode: (code: ExitCode) => void): void {
  program
    .command('probe')
    .description('ask a trainer with --health-port whether it is alive, or ready; exit code 0 or 1')
    .option('--live', 'is it worth keeping? Redis away is no reason to restart it')
    .option('--ready', 'does it train, recorded and followed as it should be?')
    .option('--startup', 'has it started?')
    .addOption(healthPortOption().default(DEFAULT_HEALTH_PORT))
    .option('--url <url>', "the trainer's; http://127.0.0.1 and the port otherwise")
    .option('--timeout <ms>', 'how long to wait for the answer', wholeNumber(1), 1_000)
    .option('--json', 'one JSON object on standard output')
    .action(async (flags: ProbeFlags) => {
      const kind = kindOf(flags);
      const url = flags.url ?? `http://127.0.0.1:${flags.healthPort}`;
      const { exitCode, line } = await probe(url, kind, { timeoutMs: flags.timeout });
      if (flags.json) printJsonLine({ event: 'probe', probe: kind, ok: exitCode === 0, line });
      else process.stdout.write(`${line}\n`);
      setExitCode(exitCode === 0 ? EXIT.done : EXIT.failed);
    });
}

function kindOf({ live, ready, startup }: ProbeFlags): Probe {
  const asked: Probe[] = [...(live ? (['live'] as const) : []), ...(ready ? (['ready'] as const) : [])];
  if (startup) asked.push('startup');
  const [kind] = asked;
  if (kind !== undefined && asked.length === 1) return kind;
  throw new CartwheelError('trainer/invalid-config', 'probe expects one of --live, --ready and --startup.');
}
