import { describe, expect, it } from '@jest/globals';
import { makeEnv, type Scene, type Shape } from '@cartwheel/envs';
import omggif from 'omggif';
import { evaluationEvent, fakeEnv, fakeSession } from '../../tests/fakes.ts';
import { createEpisodeGif, encodeGif } from './index.ts';

const scene = (...shapes: Shape[]): Scene => ({ view: [0, 0, 4, 3], shapes });

const readerOf = (gif: Uint8Array) => new omggif.GifReader(Buffer.from(gif));

/** The frames of a GIF, a letter a pixel. */
function read(gif: Uint8Array, letters: Record<number, string>): string[][] {
  const reader = readerOf(gif);
  return Array.from({ length: reader.numFrames() }, (_, frame) => {
    const rgba = Array.from({ length: reader.width * reader.height * 4 }, () => 0);
    reader.decodeAndBlitFrameRGBA(frame, rgba);
    const pixels = Array.from(
      { length: reader.width * reader.height },
      (_, i) => letters[(rgba[i * 4] << 16) | (rgba[i * 4 + 1] << 8) | rgba[i * 4 + 2]] ?? '?',
    ).join('');
    return pixels.match(new RegExp(`.{${reader.width}}`, 'g')) ?? [];
  });
}

const LETTERS = { 0xffffff: '.', 0xff0000: 'r', 0x0000ff: 'b' };

describe('encodeGif', () => {
  it('draws polygons, lines and circles where they are, y up, the later over the earlier', () => {
    const square: Shape = {
      kind: 'polygon',
      points: [
        [0, 0],
        [2, 0],
        [2, 2],
        [0, 2],
      ],
      fill: '#f00',
    };
    const line: Shape = {
      kind: 'line',
      points: [
        [0, 0.5],
        [4, 0.5],
      ],
      stroke: '#0000ff',
      width: 0.01,
    };
    const circle: Shape = { kind: 'circle', center: [3, 2], radius: 0.9, fill: '#FF0000' };

    expect(read(encodeGif([scene(square, line), scene(circle)], { width: 4 }), LETTERS)).toEqual([
      ['....', 'rr..', 'bbbb'],
      ['..rr', '..rr', '....'],
    ]);
  });

  it('cuts off what is outside the view', () => {
    const huge: Shape = { kind: 'circle', center: [0, 0], radius: 100, fill: '#0000ff' };
    expect(read(encodeGif([scene(huge)], { width: 4 }), LETTERS)).toEqual([['bbbb', 'bbbb', 'bbbb']]);
  });

  it('fills what lies within an outline that turns back, wherever the view begins', () => {
    const cup: Shape = {
      kind: 'polygon',
      points: [
        [11, 21],
        [16, 21],
        [16, 25],
        [15, 25],
        [15, 22],
        [12, 22],
        [12, 25],
        [11, 25],
      ],
      fill: '#f00',
    };
    expect(read(encodeGif([{ view: [10, 20, 18, 26], shapes: [cup] }], { width: 8 }), LETTERS)).toEqual([
      ['........', '.r...r..', '.r...r..', '.r...r..', '.rrrrr..', '........'],
    ]);
  });

  it('draws each stretch of a line as wide as it is, upright and aslant, and at least a pixel wide', () => {
    const line = (width: number, ...points: [number, number][]): Scene => ({
      view: [0, 0, 4, 3],
      shapes: [{ kind: 'line', points, stroke: '#00f', width }],
    });
    const corner = line(1, [1, 0.5], [1, 2.5], [3, 2.5]);
    const aslant = line(0.8, [0, 0], [4, 3], [4, 3]);
    const thin = line(0, [2.25, 0], [2.25, 3]);
    expect(read(encodeGif([corner, aslant, thin], { width: 8 }), LETTERS)).toEqual([
      ['..bbbb..', '.bbbbb..', '.bb.....', '.bb.....', '.bb.....', '........'],
      ['......bb', '.....bb.', '...bbb..', '..bbb...', '.bb.....', 'bb......'],
      Array.from({ length: 6 }, () => '....b...'),
    ]);
  });

  it('draws on a background, in as many pictures a second as are wanted', () => {
    const delays = [undefined, 10, 100].map((framesPerSecond) => {
      const reader = readerOf(encodeGif([scene()], framesPerSecond === undefined ? {} : { framesPerSecond }));
      expect([reader.width, reader.height, reader.loopCount()]).toEqual([300, 225, 0]);
      return reader.frameInfo(0).delay;
    });
    // In hundredths of a second; browsers show no more than 50 a second.
    expect(delays).toEqual([4, 10, 2]);
    expect(read(encodeGif([scene()], { width: 4, background: '#00f' }), LETTERS)).toEqual([['bbbb', 'bbbb', 'bbbb']]);
    expect(read(encodeGif([scene()], { width: 4 }), LETTERS)).toEqual([['....', '....', '....']]);
  });

  it('is at least a pixel high', () => {
    expect(readerOf(encodeGif([{ view: [0, 0, 100, 1], shapes: [] }], { width: 4 })).height).toBe(1);
  });

  it('holds 256 colours', () => {
    const circles = Array.from({ length: 255 }, (_, i): Shape => {
      const blue = i.toString(16).padStart(2, '0');
      return { kind: 'circle', center: [0, 0], radius: 1, fill: `#0000${blue}` };
    });
    const last: Shape = { kind: 'circle', center: [2, 1], radius: 9, fill: '#0000fe' };
    const gif = encodeGif([scene(...circles, last)], { width: 4 });
    expect(read(gif, { 0x0000fe: 'b' })).toEqual([['bbbb', 'bbbb', 'bbbb']]);
  });

  it('holds a picture that compresses badly', () => {
    const noise = Array.from({ length: 3_000 }, (_, i): Shape => {
      const [x, y] = [(i * 7919) % 97, (i * 104_729) % 89];
      const grey = ((i * 31) % 200).toString(16).padStart(2, '0');
      return { kind: 'circle', center: [x / 25, y / 30], radius: 0.05, fill: `#${grey}${grey}00` };
    });
    const gif = encodeGif([scene(...noise), scene(...noise)], { width: 200 });
    expect(readerOf(gif).numFrames()).toBe(2);
  });

  it.each([
    [[], 'callbacks/no-frames', 'expected at least one scene for a GIF, got none'],
    ...['red', '#ff', '#ff00', '#ff00000', 'x#ff0000', '#ff000g'].map((fill): [Scene[], string, string] => [
      [scene({ kind: 'circle', center: [0, 0], radius: 1, fill })],
      'callbacks/unknown-color',
      `expected a colour such as #rrggbb or #rgb, got ${fill}`,
    ]),
    [
      [
        scene(
          ...Array.from({ length: 256 }, (_, i): Shape => ({
            kind: 'circle',
            center: [0, 0],
            radius: 1,
            fill: `#0000${(i + 256).toString(16).slice(1)}`,
          })),
        ),
      ],
      'callbacks/too-many-colors',
      'expected at most 256 colours in a GIF, got 257',
    ],
  ])('refuses what it cannot draw', (scenes, code, message) => {
    expect(() => encodeGif(scenes)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    );
  });
});

describe('createEpisodeGif', () => {
  it('writes a GIF of an episode after each evaluation', async () => {
    const gifs: [number, number][] = [];
    const callback = createEpisodeGif({
      env: makeEnv('CartPole-v1'),
      width: 60,
      maxFrames: 5,
      write: (gif, timesteps) => void gifs.push([readerOf(gif).numFrames(), timesteps]),
    });
    await callback.onEvaluation?.(evaluationEvent(1, 128), fakeSession());

    expect(gifs).toEqual([[5, 128]]);
  });

  it.each([false, true])(
    'plays until the episode is over (by truncation: %s), as the policy acts',
    async (truncates) => {
      const env = fakeEnv({ lengths: [3], truncates });
      const asked: unknown[] = [];
      const gifs: Uint8Array[] = [];
      const session = fakeSession({
        predict: (observation, options) => {
          asked.push([observation, options?.deterministic]);
          return 0;
        },
      });
      const callback = createEpisodeGif({ env, width: 1, write: (gif) => void gifs.push(gif) });
      await callback.onEvaluation?.(evaluationEvent(1), session);

      expect(gifs.map((gif) => readerOf(gif).numFrames())).toEqual([4]);
      expect(asked).toEqual([3, 2, 1].map((observation) => [observation, true]));
      expect(env.resets).toEqual([0]);
      expect(callback).toMatchObject({ name: 'episode GIF', mode: 'await' });
    },
  );

  it('cuts a long episode, and plays the one of its seed', async () => {
    const env = fakeEnv({ lengths: [Number.POSITIVE_INFINITY] });
    const frames: number[] = [];
    const write = (gif: Uint8Array) => void frames.push(readerOf(gif).numFrames());
    await createEpisodeGif({ env, width: 1, seed: 7, write }).onEvaluation?.(evaluationEvent(1), fakeSession());

    expect(frames).toEqual([500]);
    expect(env.resets).toEqual([7]);
  });

  it('ends its episode when training is to end', async () => {
    const controller = new AbortController();
    const env = fakeEnv({ lengths: [9], onStep: () => controller.abort() });
    const frames: number[] = [];
    const write = (gif: Uint8Array) => void frames.push(readerOf(gif).numFrames());
    const session = fakeSession({ signal: controller.signal });
    await createEpisodeGif({ env, width: 1, write }).onEvaluation?.(evaluationEvent(1), session);

    expect(frames).toEqual([2]);
  });
});
