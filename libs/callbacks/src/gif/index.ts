export { createEpisodeGif, type EpisodeGifOptions } from './episode-gif.ts';
export { encodeGif, type GifOptions } from './encode-gif.ts';
