/** Stands where a secret was. */
export const REDACTED = '[redacted]';

/** Words that name a secret, without separators and in lower case; `key` alone names too much, as Redis' keys. */
const WORDS =
  'passw(?:or)?d|passphrase|passwd|pwd|secret|token|api[-_.]?key|access[-_.]?key|private[-_.]?key|signing[-_.]?key|' +
  'encryption[-_.]?key|account[-_.]?key|authorization|cookie|credential|signature';
const NAME = new RegExp(WORDS, 'i');

/** A text without any of these holds no secret that is known here: the one look that most texts get. */
const SUSPECT = new RegExp(
  `${WORDS}|://|bearer|basic|eyJ|PRIVATE KEY|(?:sk|pk|rk)[-_]|gh[a-z]_|github_pat_|glpat-|xox|AKIA|ASIA|AIza|npm_|hf_|pypi-|dop_v1_|ya29\\.|SG\\.`,
  'i',
);

/** Counted repetitions, so that no text takes more than linear time. */
const NAMED = `(?:${WORDS})[\\w.-]{0,40}`;
const VALUE = String.raw`(?:(?:Bearer|Basic|Digest|Token)\s+)?(?:\\"[^"]*"|"(?:[^"\\]|\\.)*"?|'[^']*'?|[^\s,;&"']+)`;

type Rule = readonly [shape: RegExp, replacement: string | ((...parts: string[]) => string)];

const RULES: readonly Rule[] = [
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}-----|$)/g, REDACTED],
  [/(:\/\/)([^\s"'<>`]+)/g, (_all, slashes, rest) => `${slashes}${withoutUser(rest)}`],
  // Whole lines: both hold several parts, of which each can be the secret one.
  [/((?:authorization|cookie)\\?["']?\s{0,9}[:=]\s{0,9})[^\r\n]+/gi, `$1${REDACTED}`],
  [new RegExp(String.raw`(${NAMED}\\?["']?\s{0,9}[:=]\s{0,9})${VALUE}`, 'gi'), `$1${REDACTED}`],
  [new RegExp(String.raw`(--?[\w.-]{0,40}${NAMED}\s{1,9})${VALUE}`, 'gi'), `$1${REDACTED}`],
  [/\b(Bearer\s{1,9})[\w.~+/=-]{6,}/gi, `$1${REDACTED}`],
  [/\b(Basic\s{1,9})(?=[\w.~+/-]{0,200}[\dA-Z=])[\w.~+/=-]{8,}/g, `$1${REDACTED}`],
  [/\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?/g, REDACTED],
  [/\b(?:sk|pk|rk)[-_][\w-]{16,}/g, REDACTED],
  [/\b(?:gh[a-z]_|github_pat_|glpat-|npm_|hf_|pypi-|dop_v1_|ya29\.|SG\.)[\w.-]{16,}/g, REDACTED],
  [/\bxox[a-z]-[\w-]{10,}/g, REDACTED],
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g, REDACTED],
  [/\bAIza[\w-]{35}/g, REDACTED],
];

/** True for a field that holds a secret by its name: `redisPassword`, `API_KEY`, `--auth-token`. */
export function isSecretName(name: string): boolean {
  return NAME.test(name);
}

/**
 * Takes secrets out of a text, by their shape: users and passwords in URLs, `name=value` and `"name": "value"` of
 * secret names, bearer and basic authorization, JSON web tokens, PEM private keys, and the keys of well-known services.
 * Random text without a name or a known beginning looks like a hash and stays.
 */
export function redactText(text: string): string {
  if (!SUSPECT.test(text)) return text;
  let clean = text;
  for (const [shape, replacement] of RULES) {
    clean = typeof replacement === 'string' ? clean.replace(shape, replacement) : clean.replace(shape, replacement);
  }
  return clean;
}

/**
 * What follows `://`, without the part before the last `@`. Passwords in the wild hold `/`, `?` and `#` unescaped, so
 * that an `@` after a path counts too, unless `host:port/` stands before it.
 */
function withoutUser(rest: string): string {
  const at = rest.lastIndexOf('@');
  if (at < 0) return rest;
  const before = rest.slice(0, at);
  const isPath = /[/?#]/.test(before) && !/^[^/?#]*:(?!\d+[/?#])/.test(before);
  return isPath ? rest : `${REDACTED}${rest.slice(at)}`;
}
