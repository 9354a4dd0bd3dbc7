import { commandCodec, commandOutcomeCodec, decodeState, type RunEvent } from '@cartwheel/experiment-state';
import { BrokerError } from './broker-error.ts';

/** An event as brokers keep it: the document as text beside its type and number. */
export interface StoredEvent {
  readonly type: string | undefined;
  readonly version: number;
  /** The state, command or outcome in JSON. */
  readonly data: string;
}

/** Throws `broker/corrupt-document`, and what the codecs throw. */
export function decodeEvent({ type, version, data }: StoredEvent): RunEvent {
  if (type === 'state') return { type, version, state: decodeState(data) };
  if (type === 'command') return { type, version, command: commandCodec.decode(data) };
  if (type === 'command-outcome') return { type, version, outcome: commandOutcomeCodec.decode(data) };
  throw new BrokerError('broker/corrupt-document', `Expected a type of event, received ${JSON.stringify(type)}.`);
}
