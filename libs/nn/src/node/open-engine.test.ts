import { describe, expect, it } from '@jest/globals';
import { codeThrownBy } from '../testing/comparisons.ts';
import { seededNormals } from '../testing/seeded-normals.ts';
import { loadTfjsNode } from '../tfjs-node/load-tfjs-node.ts';
import { findNativeKernels } from './native/load-native-kernels.ts';
import { openEngine } from './open-engine.ts';

const hasTfjsNode = codeThrownBy(loadTfjsNode) === undefined;
const spec = { inputSize: 3, hiddenSizes: [8], outputSize: 2, activation: 'tanh' } as const;

describe('openEngine', () => {
  it.each(['wasm', 'js', 'tfjs-cpu'] as const)('opens %s, which names itself so', async (backend) => {
    using open = await openEngine({ backend });
    expect(open.engine.name).toBe(backend);
    const outputs = open.engine.createMlp(spec, seededNormals(1)).forward(Float32Array.of(1, 2, 3), 1);
    using reference = await openEngine({ backend: 'js' });
    const expected = reference.engine.createMlp(spec, seededNormals(1)).forward(Float32Array.of(1, 2, 3), 1);
    outputs.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5));
  });

  it.each([1, 2, 'auto'] as const)('computes on threads (%s) with the same build', async (threads) => {
    using open = await openEngine({ threads });
    using one = await openEngine();
    expect(open.engine.build).toBe(one.engine.build);
  });

  it('takes the fastest that runs here when it is left to it', async () => {
    using open = await openEngine();
    expect(open.engine.name).toBe(findNativeKernels() === undefined ? 'wasm' : 'native');
  });

  it('opens tfjs-node, or names the one command that brings it', async () => {
    const told = await openEngine({ backend: 'tfjs-node' }).then(
      ({ engine }) => engine.name,
      (error: unknown) => String(error),
    );
    expect(told).toMatch(hasTfjsNode ? /^tfjs-node$/ : /`npm run setup:tfjs-node`/);
  });
});
