import { AimError } from '../aim-error.ts';

const HTTP_SCHEMES: Readonly<Record<string, string>> = {
  'aim:': 'http:',
  'http:': 'http:',
  'aims:': 'https:',
  'https:': 'https:',
};

/**
 * The server's base URL, without a slash at its end: `aim://host:port[/base]` is HTTP, `aims://…` and `https://…` TLS.
 *
 * Throws `aim/bad-url`.
 */
export function aimAddress(url: string): string {
  const match = /^([a-z]+:)\/\/([^/?#]+)([^?#]*)$/i.exec(url);
  const scheme = match && HTTP_SCHEMES[match[1].toLowerCase()];
  if (!match || !scheme) {
    throw new AimError('aim/bad-url', `Expected aim://HOST:PORT[/BASE], aims://… or http(s)://…, received '${url}'.`);
  }
  return `${scheme}//${match[2]}${match[3].replace(/\/+$/, '')}`;
}
