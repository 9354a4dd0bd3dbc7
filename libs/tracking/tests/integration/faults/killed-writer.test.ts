import { expect, it } from '@jest/globals';
import { useTemporaryFolder } from '../../temporary-folder.ts';
import { startFromSource } from '../start-program.ts';
import { seededRandom } from './seeded-random.ts';
import { killWriters } from './killed-writers.ts';

const dir = useTemporaryFolder();
const KILLS = 8;

it(`${KILLS} SIGKILLs of writers lose nothing that was flushed (T1)`, async () => {
  const report = await killWriters({
    dir: dir(),
    kills: KILLS,
    atOnce: 2,
    start: startFromSource,
    random: seededRandom(1),
  });
  expect(report).toMatchObject({ kills: KILLS, lost: 0, wrong: 0 });
  expect(report.flushed).toBeGreaterThan(KILLS * 10);
});
