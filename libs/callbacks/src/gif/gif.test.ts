import { describe, expect, it } from '@jest/globals';
import { makeEnv, type Scene, type Shape } from '@cartwheel/envs';
import omggif from 'omggif';
import { evaluationEvent, fakeSession } from '../../tests/fakes.ts';
import { createEpisodeGif, encodeGif } from './index.ts';

const scene = (...shapes: Shape[]): Scene => ({ view: [0, 0, 4, 3], shapes });

/** The frames of a GIF, a letter a pixel. */
function read(gif: Uint8Array, letters: Record<number, string>): string[][] {
  const reader = new omggif.GifReader(Buffer.from(gif));
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

  it('holds a picture that compresses badly', () => {
    const noise = Array.from({ length: 3_000 }, (_, i): Shape => {
      const [x, y] = [(i * 7919) % 97, (i * 104_729) % 89];
      const grey = ((i * 31) % 200).toString(16).padStart(2, '0');
      return { kind: 'circle', center: [x / 25, y / 30], radius: 0.05, fill: `#${grey}${grey}00` };
    });
    const gif = encodeGif([scene(...noise), scene(...noise)], { width: 200 });
    expect(new omggif.GifReader(Buffer.from(gif)).numFrames()).toBe(2);
  });

  it.each([
    [[], 'callbacks/no-frames'],
    [[scene({ kind: 'circle', center: [0, 0], radius: 1, fill: 'red' })], 'callbacks/unknown-color'],
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
    ],
  ])('refuses what it cannot draw', (scenes, code) => {
    expect(() => encodeGif(scenes)).toThrow(expect.objectContaining({ code }));
  });
});

describe('createEpisodeGif', () => {
  it('writes a GIF of an episode after each evaluation', async () => {
    const gifs: [number, number][] = [];
    const callback = createEpisodeGif({
      env: makeEnv('CartPole-v1'),
      width: 60,
      maxFrames: 5,
      write: (gif, timesteps) => void gifs.push([new omggif.GifReader(Buffer.from(gif)).numFrames(), timesteps]),
    });
    await callback.onEvaluation?.(evaluationEvent(1, 128), fakeSession());

    expect(gifs).toEqual([[5, 128]]);
  });
});
