import { describe, expect, it } from '@jest/globals';
import type { Engine } from '../../src/index.ts';
import { codeThrownBy } from '../../src/testing/comparisons.ts';
import { describeEngine } from '../../src/testing/index.ts';
import { createTfjsNodeEngine } from '../../src/tfjs-node/index.ts';
import { loadTfjsNode } from '../../src/tfjs-node/load-tfjs-node.ts';

// `npm ci` leaves the binary out; where CI has set it up, it must not go missing unnoticed.
const isRequired = (process.env['CARTWHEEL_REQUIRE_TFJS_NODE'] ?? '') !== '';
const error = codeThrownBy(loadTfjsNode);

if (error === undefined) {
  describeEngine('tfjs-node', createTfjsNodeEngine);

  it('names the library that it computes in', async () => {
    const engine: Engine = await createTfjsNodeEngine();
    expect(engine.name).toBe('tfjs-node');
    expect(engine.build).toMatch(/^tfjs-node\/4\.\d+\.\d+\/tensorflow-2\.\d+\.\d+$/);
  });
} else {
  describe('tfjs-node, whose binary is missing here (npm run setup:tfjs-node brings it)', () => {
    it('is not required', () => {
      expect(isRequired).toBe(false);
    });

    it('says what to do', async () => {
      await expect(createTfjsNodeEngine()).rejects.toMatchObject({
        code: 'nn/no-tfjs-node',
        message: expect.stringContaining('npm run setup:tfjs-node'),
      });
    });
  });
}
