import { SCHEMA_VERSION } from '../experiment-state.schema.ts';
import { ExperimentStateError } from './experiment-state-error.ts';

/** Brings a document in wire form from one schema version to the next. */
export type Upgrade = (wire: object) => object;

/** By the version that they start from; `schemaVersion` itself is raised for them. */
const UPGRADES: Readonly<Record<number, Upgrade>> = { 1: addCauses };

/** Version 2 says what lay under an error. */
function addCauses(wire: object): object {
  const error: unknown = Reflect.get(wire, 'error');
  return typeof error === 'object' && error !== null ? { ...wire, error: { ...error, causes: [] } } : wire;
}

/**
 * Brings a state document of any version that this reader knows to the current one, in wire form.
 * Throws `experiment-state/newer-version` for a document that only a newer reader understands.
 */
export function upgradeState(wire: unknown): unknown {
  return upgradeTo(SCHEMA_VERSION, UPGRADES, wire);
}

/** The document as of `target`, one upgrade after another; what is no document stays as it is, to be refused. */
export function upgradeTo(target: number, upgrades: Readonly<Record<number, Upgrade>>, wire: unknown): unknown {
  if (typeof wire !== 'object' || wire === null || !('schemaVersion' in wire)) return wire;
  const { schemaVersion } = wire;
  if (typeof schemaVersion !== 'number') return wire;
  if (schemaVersion > target) throw newerVersion(schemaVersion);
  const upgrade = upgrades[schemaVersion];
  if (schemaVersion === target || upgrade === undefined) return wire;
  return upgradeTo(target, upgrades, { ...upgrade(wire), schemaVersion: schemaVersion + 1 });
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
