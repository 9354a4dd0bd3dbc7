import type { RunStore } from '@cartwheel/tracking';

/** What pages are shown of the record. */
export type RunReader = Pick<
  RunStore,
  'run' | 'runs' | 'series' | 'curve' | 'entries' | 'console' | 'commands' | 'checkpoints' | 'changes' | 'position'
>;
