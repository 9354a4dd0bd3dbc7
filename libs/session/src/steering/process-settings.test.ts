import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { createLogger, silentLogger } from '@cartwheel/logging';
import { CommandRejected } from './command-rejected.ts';
import { createProcessSettings } from './process-settings.ts';

describe('the log level', () => {
  it('is set for the whole program from any of its loggers, and told with what it was', () => {
    const root = createLogger({ destination: new PassThrough(), level: 'warn' });
    const set = createProcessSettings(root.child({ component: 'session' })).get('logLevel');
    expect(set?.('debug')).toBe('logLevel is debug, it was warn');
    expect(root.level).toBe('debug');
  });

  it.each(['loud', '', 3, null, { level: 'debug' }])('is refused with the levels that there are: %j', (value) => {
    const root = createLogger({ destination: new PassThrough(), level: 'warn' });
    const set = createProcessSettings(root).get('logLevel');
    expect(() => set?.(value)).toThrow(CommandRejected);
    expect(() => set?.(value)).toThrow('debug, info, warn, error, silent');
    expect(root.level).toBe('warn');
  });

  it('is refused where the program brought a logger of its own', () => {
    expect(() => createProcessSettings(silentLogger).get('logLevel')?.('debug')).toThrow(CommandRejected);
  });
});
