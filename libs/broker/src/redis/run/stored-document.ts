import { ExperimentStateError } from '@cartwheel/experiment-state';
import { BrokerError } from '../../broker-error.ts';

/**
 * Reads what the broker holds. What does not fit is `broker/corrupt-document`, named by `place`; a document of a newer
 * Cartwheel stays `experiment-state/newer-version`.
 */
export function readStored<Value>(place: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ExperimentStateError) || error.code === 'experiment-state/newer-version') throw error;
    throw new BrokerError('broker/corrupt-document', `What is stored at ${place} is damaged. ${error.message}`, {
      cause: error,
    });
  }
}
