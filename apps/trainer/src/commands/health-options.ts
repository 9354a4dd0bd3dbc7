import type { HealthOptions } from '@cartwheel/session';
import { Option } from 'commander';
import { wholeNumber } from '../parse-options.ts';

/** Of `probe` and `doctor`, where neither the flag nor the variable says another. */
export const DEFAULT_HEALTH_PORT = 8086;

/** Inside a container the kubelet asks from outside. */
export function healthHostOption(): Option {
  return new Option('--health-host <address>', 'where they are answered; 0.0.0.0 in a container')
    .env('CARTWHEEL_HEALTH_HOST')
    .default('127.0.0.1');
}

/** One variable for the trainer and for the probes in its container. */
export function healthPortOption(): Option {
  return new Option('--health-port <n>', 'answer probes and /metrics on this port')
    .env('CARTWHEEL_HEALTH_PORT')
    .argParser(wholeNumber(0));
}

export interface HealthFlags {
  healthPort?: number;
  healthHost?: string;
}

export function healthFrom({ healthPort: port, healthHost: host }: HealthFlags): HealthOptions | undefined {
  return port === undefined ? undefined : { port, host };
}
