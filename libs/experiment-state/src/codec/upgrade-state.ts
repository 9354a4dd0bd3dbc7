import { SCHEMA_VERSION } from '../experiment-state.schema.ts';
import { ExperimentStateError } from './experiment-state-error.ts';

/**
 * Brings a state document of any version that this reader knows to the current one, in wire form.
 * Throws `experiment-state/newer-version` for a document that only a newer reader understands.
 */
export function upgradeState(wire: unknown): unknown {
  const version = schemaVersionOf(wire);
  if (typeof version === 'number' && version > SCHEMA_VERSION) throw newerVersion(version);
  return wire;
}

/** The error for a document of schema version `version`, which this reader must neither use nor overwrite. */
export function newerVersion(version: number): ExperimentStateError {
  return new ExperimentStateError(
    'experiment-state/newer-version',
    `Expected a document of schema version ${SCHEMA_VERSION} or older, received version ${version}. ` +
      'It was written by a newer Cartwheel and is left as it is: update Cartwheel to read it.',
    { issues: [{ path: 'schemaVersion', expected: `at most ${SCHEMA_VERSION}`, received: String(version) }] },
  );
}

function schemaVersionOf(wire: unknown): unknown {
  return typeof wire === 'object' && wire !== null && 'schemaVersion' in wire ? wire.schemaVersion : undefined;
}
