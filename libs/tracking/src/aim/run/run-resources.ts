import { AimError } from '../aim-error.ts';
import { AimFloat } from '../codec/aim-value.ts';
import type { AimConnection, AimResource } from '../transport/aim-connection.ts';

/** What the server holds open for a run that is written. */
export interface RunResources {
  /** Must be there first, and for as long as the others: the server's lock refers to it weakly. */
  repo: AimResource;
  lock: AimResource;
  meta: AimResource;
  /** Tells Aim's page that the run is alive, for as long as the server hears of its client. */
  heartbeat: AimResource;
  /** The run's row: name, experiment, description, tags. */
  structured: AimResource;
  seqs: AimResource;
}

/** `createdAt`: milliseconds since the epoch. */
export async function openRunResources(
  connection: AimConnection,
  hash: string,
  createdAt: number | undefined,
): Promise<RunResources> {
  const repo = await connection.openResource('Repo', {});
  const lock = await connection.openResource('Lock', { run_hash: hash });
  // Forced: a writer that was killed leaves its lock behind, and who may write a run is not for Aim's lock to say.
  await connection.read(lock, 'lock', true);
  const tree = (name: string): Promise<AimResource> =>
    connection.openResource('TreeView', { name, sub: hash, read_only: false, index: false, timeout: null });
  const meta = await tree('meta');
  const heartbeat = await connection.openResource('RunHeartbeat', { run_hash: hash });
  const structured = await connection.openResource('StructuredRun', {
    hash_: hash,
    read_only: false,
    created_at: createdAt === undefined ? null : new AimFloat(createdAt / 1000),
  });
  return { repo, lock, meta, heartbeat, structured, seqs: await tree('seqs') };
}

/** Releasing `meta` closes the run's database. */
export async function releaseRunResources(
  connection: AimConnection,
  { repo, lock, meta, heartbeat, structured, seqs }: RunResources,
): Promise<void> {
  await connection.read(heartbeat, 'stop');
  await connection.read(lock, 'release', false);
  for (const resource of [structured, seqs, heartbeat, meta, lock, repo]) {
    await connection.releaseResource(resource).catch(acceptUnknown);
  }
}

/** A server that was restarted in between does not hold it, which is as good. */
function acceptUnknown(error: unknown): void {
  if (!(error instanceof AimError) || error.code !== 'aim/unauthorized') throw error;
}
