import {
  damagedText,
  expectEqual,
  expectReadOrRefused,
  fuzz,
  FUZZ_INPUTS,
  FUZZ_TIMEOUT_MS,
  someOf,
} from '@cartwheel/jest-preset/fuzzing';
import { describe, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { commands, outcomes, point, state, states } from '../../tests/arbitrary-documents.ts';
import { parseTrainConfig } from '../parse-train-config.ts';
import type { DocumentCodec } from './document-codec.ts';
import {
  commandCodec,
  commandOutcomeCodec,
  metricBatchCodec,
  runEventCodec,
  stateCodec,
  trainConfigCodec,
} from './documents.ts';

jest.setTimeout(FUZZ_TIMEOUT_MS);

const plain = { noNullPrototype: true } as const;
const batches = fc.record({ runId: fc.constant(state.runId), points: fc.array(point, { maxLength: 4 }) }, plain);
const version = fc.integer({ min: 1, max: 99 });
const events = fc.oneof(
  fc.record({ type: fc.constant('state' as const), version, state: states }, plain),
  fc.record({ type: fc.constant('command' as const), version, command: commands }, plain),
  fc.record({ type: fc.constant('command-outcome' as const), version, outcome: outcomes }, plain),
);
const configs = fc
  .record({
    steps: fc.integer({ min: 1 }),
    set: fc.dictionary(fc.stringMatching(/^[a-z]+$/), fc.oneof(fc.double(), fc.string()), plain),
    tags: fc.array(fc.string({ minLength: 1 }), { maxLength: 3 }),
    evalEvery: fc.nat(),
  })
  .map((settings) => parseTrainConfig({ env: 'CartPole-v1', algo: 'ppo', ...settings }));

const REFUSALS = /^experiment-state\/(invalid|newer-version)$/;

/** What is read writes a text from which it is read again: nothing that no document may be was let in. */
function expectSound<Value>({ encode, decode }: DocumentCodec<Value, unknown>, text: string): void {
  expectReadOrRefused(
    () => decode(text),
    REFUSALS,
    (value) => expectEqual(decode(encode(value)), value),
  );
}

interface CodecCase<Value> {
  name: string;
  codec: DocumentCodec<Value, unknown>;
  valid: fc.Arbitrary<Value>;
  /** Of the inputs. Documents that consist of those of other codecs need fewer. */
  share?: number;
}

function describeCodec<Value>({ name, codec, valid, share = 1 }: CodecCase<Value>): void {
  describe(`the codec of ${name}`, () => {
    it('gives valid ones back as they went in', () => {
      fuzz(valid, (value) => expectEqual(codec.decode(codec.encode(value)), value), 0.02);
    });

    it(`reads each of ${FUZZ_INPUTS * share} damaged or foreign texts, or refuses it with a code`, () => {
      const texts = damagedText(someOf(valid.map((value) => codec.encode(value))));
      fuzz(
        fc.oneof({ arbitrary: texts, weight: 9 }, fc.json({ maxDepth: 2 })),
        (text) => expectSound(codec, text),
        share,
      );
    });
  });
}

describeCodec({ name: 'states', codec: stateCodec, valid: states });
describeCodec({ name: 'commands', codec: commandCodec, valid: commands });
describeCodec({ name: 'configs', codec: trainConfigCodec, valid: configs });
describeCodec({ name: 'metric batches', codec: metricBatchCodec, valid: batches, share: 0.2 });
describeCodec({ name: 'outcomes', codec: commandOutcomeCodec, valid: outcomes, share: 0.2 });
describeCodec({ name: 'events', codec: runEventCodec, valid: events, share: 0.2 });

it('a state of which one place holds something else is refused with a code, or that may be there', () => {
  const place = fc.constantFrom(...Object.keys(state));
  const wire = stateCodec.toWire(state);
  fuzz(
    fc.tuple(place, fc.anything()),
    ([field, value]) => {
      expectReadOrRefused(
        () => stateCodec.fromWire({ ...wire, [field]: value }),
        REFUSALS,
        (other) => expectEqual(stateCodec.fromWire(stateCodec.toWire(other)), other),
      );
    },
    0.1,
  );
});
