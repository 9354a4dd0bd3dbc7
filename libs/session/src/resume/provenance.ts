import type { Algorithm } from '@cartwheel/algorithms';
import { describeDifferences, differencesBetween, provenanceOf, type Checkpoint } from '@cartwheel/algorithms/node';
import { CartwheelError } from '@cartwheel/async-guard';
import type { Logger } from '@cartwheel/logging';

/**
 * Says in what the machinery differs from that of a checkpoint. Throws `session/inexact` where another result may come of
 * it, unless that is wanted.
 */
export function checkProvenance(
  { provenance }: Checkpoint,
  model: Pick<Algorithm, 'engine'>,
  { inexact, logger }: { inexact: boolean; logger: Logger },
): void {
  const differences = differencesBetween(provenance, provenanceOf(model));
  if (differences.length === 0) return;
  const grave = differences.filter(({ changesBits }) => changesBits);
  if (grave.length === 0 || inexact) {
    logger.warn(`resumed with another machinery than the run's: ${describeDifferences(differences)}`);
    return;
  }
  throw new CartwheelError(
    'session/inexact',
    `A resume to the bit takes what the checkpoint was computed with, but ${describeDifferences(grave)}. ` +
      'Use that again, or go on with --inexact: another result may come of it.',
  );
}
