import { command, commandOutcome } from '../command.schema.ts';
import { experimentState } from '../experiment-state.schema.ts';
import { metricBatch } from '../metric.schema.ts';
import { runEvent } from '../run-event.schema.ts';
import { trainConfig } from '../train-config.schema.ts';
import { documentCodec } from './document-codec.ts';
import { upgradeState } from './upgrade-state.ts';

export const stateCodec = documentCodec('experiment state', experimentState, upgradeState);
export const metricBatchCodec = documentCodec('metric batch', metricBatch);
export const commandCodec = documentCodec('command', command);
export const commandOutcomeCodec = documentCodec('command outcome', commandOutcome);
export const runEventCodec = documentCodec('run event', runEvent, upgradeEvent);
export const trainConfigCodec = documentCodec('train config', trainConfig);

/** The state as JSON text. Throws `experiment-state/invalid`. */
export const encodeState = stateCodec.encode;
/** The state in JSON text. Throws `experiment-state/invalid` and `experiment-state/newer-version`. */
export const decodeState = stateCodec.decode;

function upgradeEvent(wire: unknown): unknown {
  if (typeof wire !== 'object' || wire === null || !('state' in wire)) return wire;
  return { ...wire, state: upgradeState(wire.state) };
}
