import type { Scene } from '@cartwheel/envs';
import { useEffect, useRef, type ReactNode } from 'react';
import { aspectOf, drawScene } from './draw-scene.ts';

const WIDTH = 600;

/** An environment's picture, sharp on fine screens too. Environments paint on white. */
export function SceneCanvas({ scene, label }: { scene: Scene; label: string }): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scale = window.devicePixelRatio;
  const height = Math.round(WIDTH * aspectOf(scene));
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context !== null && context !== undefined) drawScene(context, scene);
  }, [scene, scale]);
  return (
    <canvas
      ref={canvas}
      className="scene"
      width={Math.round(WIDTH * scale)}
      height={Math.round(height * scale)}
      role="img"
      aria-label={label}
    />
  );
}
