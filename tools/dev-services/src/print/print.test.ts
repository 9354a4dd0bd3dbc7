import { expect, it } from '@jest/globals';
import { composeFile } from './compose-file.ts';
import { quadletUnits } from './quadlet-units.ts';

it('prints a compose file with each part, its port on loopback alone, and its volume', async () => {
  const lines = (await composeFile({ services: ['redis', 'aim'] })).split('\n');
  expect(lines.filter((line) => /^ {2}\S/.test(line))).toEqual([
    '  redis:',
    '  aim-server:',
    '  aim-ui:',
    '  redis:',
    '  aim:',
  ]);
  expect(lines).toContain('    ports: ["127.0.0.1:6379:6379"]');
  expect(lines).toContain('    volumes: ["aim:/data"]');
  expect(lines).toContain('    name: cartwheel-aim');
});

it('prints a Quadlet unit for each part, with arguments that systemd keeps whole', async () => {
  const units = await quadletUnits({ services: ['redis'] });
  expect(units).toMatch(/^# cartwheel-redis\.container\n\[Unit\]/);
  expect(units).toContain('PublishPort=127.0.0.1:6379:6379');
  expect(units).toContain('--save "" --set-proc-title no --protected-mode no');
});
