import getPort from 'get-port';
import { askRedis } from './ask-redis.ts';
import { HOST } from './redis-process.ts';
import { startRedisServer, type RedisServer } from './redis-server.ts';
import { until } from './until.ts';

const NODES = 3;
const SLOTS = 16_384;

/** A cluster of three masters. */
export interface RedisCluster extends AsyncDisposable {
  /** All masters; each has a third of the slots. */
  readonly nodes: readonly RedisServer[];
}

interface ClusterNode {
  server: RedisServer;
  busPort: number;
}

/** Starts three nodes on 127.0.0.1 and waits until each of them takes the cluster for whole. */
export async function startRedisCluster(): Promise<RedisCluster> {
  const nodes: ClusterNode[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(nodes.map(({ server }) => server.stop()));
  };
  try {
    while (nodes.length < NODES) nodes.push(await startNode());
    await join(nodes);
    return { nodes: nodes.map(({ server }) => server), [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startNode(): Promise<ClusterNode> {
  const busPort = await getPort({ host: HOST });
  const settings = ['--cluster-enabled', 'yes', '--cluster-port', String(busPort), '--cluster-node-timeout', '5000'];
  return { server: await startRedisServer({ args: settings }), busPort };
}

async function join(nodes: readonly ClusterNode[]): Promise<void> {
  const [{ server: first, busPort }] = nodes as [ClusterNode];
  for (const [index, { server }] of nodes.entries()) {
    const [from, to] = [index, index + 1].map((place) => Math.floor((place * SLOTS) / NODES));
    await askRedis(server.port, `CLUSTER ADDSLOTSRANGE ${from} ${(to ?? SLOTS) - 1}`);
    if (server !== first) await askRedis(server.port, `CLUSTER MEET ${HOST} ${first.port} ${busPort}`);
  }
  for (const { server } of nodes) {
    const isWhole = (info: string): boolean =>
      info.includes('cluster_state:ok') && info.includes(`cluster_known_nodes:${NODES}`);
    await until('a whole cluster', () => askRedis(server.port, 'CLUSTER INFO'), isWhole);
  }
}
