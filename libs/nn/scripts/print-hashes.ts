import { createEngines, weightsHash } from './weights-hash.ts';

for (const engine of await createEngines()) process.stdout.write(`${engine.build} ${weightsHash(engine)}\n`);
