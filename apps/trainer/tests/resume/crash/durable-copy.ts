import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes `target` what a power failure would have left of `folder`: of each folder the names that were flushed, of each file
 * what was flushed of it, and nothing of a file that never was.
 */
export function copyDurable(folder: string, shadow: string, target: string): void {
  const { ino, birthtimeNs } = statSync(folder, { bigint: true });
  copyFolder(`${ino}-${birthtimeNs / 1_000_000_000n}-${birthtimeNs % 1_000_000_000n}`, shadow, target);
}

function copyFolder(key: string, shadow: string, target: string): void {
  mkdirSync(target);
  const noted = join(shadow, key);
  if (!existsSync(noted)) return;
  for (const line of readFileSync(noted, 'utf8').trimEnd().split('\n').filter(Boolean)) {
    const [kind = '', entry = '', ...words] = line.split(' ');
    const path = join(target, words.join(' '));
    if (kind === 'folder') copyFolder(entry, shadow, path);
    else if (existsSync(join(shadow, entry))) copyFileSync(join(shadow, entry), path);
    else writeFileSync(path, '');
  }
}
