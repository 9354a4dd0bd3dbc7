import { writeFile } from 'node:fs/promises';
import { CartwheelError } from '@cartwheel/async-guard';
import { exportPolicy } from '@cartwheel/session';
import type { Command } from 'commander';
import { printJsonLine } from '../output/json-lines.ts';
import { withCommonOptions, type CommonOptions } from './common-options.ts';

type ExportOptions = CommonOptions & { onnx?: string; safetensors?: string };

export function addExportCommand(program: Command): void {
  withCommonOptions(program.command('export'))
    .description("write the policy of a run's last checkpoint to a file")
    .argument('<run>', 'an id, a unique prefix of one, or latest')
    .option('--onnx <file>', 'as an ONNX model: observation in, action out')
    .option('--safetensors <file>', 'as safetensors: what loadPolicy() reads')
    .action(writePolicies);
}

async function writePolicies(run: string, { out, json, onnx, safetensors }: ExportOptions): Promise<void> {
  if (onnx === undefined && safetensors === undefined) {
    const message = 'export needs to know what to write: --onnx FILE, --safetensors FILE, or both.';
    throw new CartwheelError('trainer/invalid-config', message);
  }
  for (const [format, file] of [['onnx', onnx] as const, ['safetensors', safetensors] as const]) {
    if (file === undefined) continue;
    const { bytes, ...policy } = await exportPolicy({ run, out, format });
    await writeFile(file, bytes);
    if (json) printJsonLine({ event: 'exported', ...policy, format, file, bytes: bytes.length });
    else process.stdout.write(`${policy.algorithm} on ${policy.env}, checkpoint at ${policy.step} steps: ${file}\n`);
  }
}
