import { command, commandOutcome } from '../command.schema.ts';
import { experimentState } from '../experiment-state.schema.ts';
import { metricBatch } from '../metric.schema.ts';
import { runEvent } from '../run-event.schema.ts';
import { trainConfig } from '../train-config.schema.ts';
import { documentCodec } from './document-codec.ts';
import { upgradeState } from './upgrade-state.ts';

/** States as JSON text, checked both ways; those of older versions are migrated. */
export const stateCodec = documentCodec('experiment state', experimentState, upgradeState);
/** Batches of points as JSON text, checked both ways. */
export const metricBatchCodec = documentCodec('metric batch', metricBatch);
/** Commands as JSON text, checked both ways. */
export const commandCodec = documentCodec('command', command);
/** Outcomes of commands as JSON text, checked both ways. */
export const commandOutcomeCodec = documentCodec('command outcome', commandOutcome);
/** Events of runs as JSON text, checked both ways; states of older versions are migrated. */
export const runEventCodec = documentCodec('run event', runEvent, upgradeEvent);
/** Configurations of trainings as JSON text, checked both ways. */
export const trainConfigCodec = documentCodec('train config', trainConfig);

/** The state as JSON text. Throws `experiment-state/invalid`. */
export const encodeState = stateCodec.encode;
/** The state in JSON text. Throws `experiment-state/invalid` and `experiment-state/newer-version`. */
export const decodeState = stateCodec.decode;

function upgradeEvent(wire: unknown): unknown {
  if (typeof wire !== 'object' || wire === null || !('state' in wire)) return wire;
  return { ...wire, state: upgradeState(wire.state) };
}
