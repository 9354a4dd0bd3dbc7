import { AimBlob, AimObject, type AimRecord } from '../codec/aim-value.ts';
import type { AimImage } from './aim-run-options.ts';

/** The kinds of sequences that are no metrics, by Aim's names of their objects. */
export const OBJECT_KINDS: Readonly<Record<string, string>> = {
  'aim.text': 'texts',
  'aim.image': 'images',
  'aim.figure': 'figures',
};

export function textObject(text: string): AimObject {
  return new AimObject('aim.text', { data: new AimBlob(text) });
}

export function imageObject({ data, format, width, height, mode = 'RGB', caption = '' }: AimImage): AimObject {
  return new AimObject('aim.image', {
    caption,
    data: new AimBlob(data),
    source: 'PIL.Image',
    mode,
    format,
    width,
    height,
  });
}

/** `figure` is Plotly's `{ data, layout }`. */
export function figureObject(figure: AimRecord | object, version = '5.0.0'): AimObject {
  return new AimObject('aim.figure', {
    source: 'plotly',
    version,
    format: 'raw_json',
    data: new AimBlob(JSON.stringify(figure)),
  });
}
