import { createEngines } from './trained-weights.ts';
import { weightsHash } from './weights-hash.ts';

for (const engine of await createEngines()) process.stdout.write(`${engine.build} ${weightsHash(engine)}\n`);
