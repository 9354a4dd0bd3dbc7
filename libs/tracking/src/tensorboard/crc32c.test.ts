import { expect, it } from '@jest/globals';
import { crc32c } from './crc32c.ts';

it.each([
  ['', 0],
  ['123456789', 0xe3069283],
  // RFC 3720, appendix B.4: 32 bytes of zeroes, and of ones.
  ['\0'.repeat(32), 0x8a9136aa],
  ['\u00ff'.repeat(32), 0x62a8ab43],
])('of %j', (text, expected) => {
  expect(crc32c(Buffer.from(text, 'latin1'))).toBe(expected);
});
