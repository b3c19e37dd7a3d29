/** `plain` is a secret whatever it looks like; a `key` or a credential is often given as the path of a file. */
export type SecretKind = 'plain' | 'pathOrSecret';

const plainEnd = /(?:token|password|passwd|passphrase|passcode|secret|apikey|accesskey|secretkey)$/;
const credential = /(?:credentials?|privatekey)$/;
/** Said after the word itself: `SECRET_KEY_BASE`, `token-value`, `PASSWORD_2`. */
const afterWords = new Set(['value', 'base', 'base64', 'b64', 'confirmation', 'prod', 'dev', 'test', 'live']);
/** `--no-password`, `use_token`, `ask-password`: switches. */
const switchWords = new Set(
  'no ask prompt use has is require requires required need needs show hide generate skip with without'.split(
    ' ',
  ),
);
/** Tokens of language models and cursors of pages. */
const harmlessTokens = new Set(
  'eos bos pad unk sep cls mask stop special next prev num max min per start end image first last page'.split(
    ' ',
  ),
);
const keyOwners = new Set(
  'api access private secret encryption encrypt signing account master auth service deploy license storage shared session ssh admin client subscription webhook jwt app hmac'.split(
    ' ',
  ),
);
const passOwners = new Set(
  'db database user smtp mysql pg postgres redis mongo admin root ftp proxy mail email ssh key store api login account'.split(
    ' ',
  ),
);
/** Environment names end in `_KEY` for secrets, except these. */
const harmlessKeys = new Set(
  'public pub cache primary sort partition foreign group index host registry hot unique'.split(' '),
);
const flagsOnly = new Set(['key', 'pass', 'passin', 'passout', 'pat', 'bearer', 'pw', 'sshpass']);
/** Whose personal access tokens these are; `pat` alone is a pattern, a path, or a patch. */
const patOwners = new Set('github gitlab gh git azure ado devops access bitbucket'.split(' '));

/**
 * Whether a name says that its value is a secret: the last word decides, so `token_count`, `password-file` and
 * `AWS_ACCESS_KEY_ID` do not. Null for harmless names. Reads `DB_PASSWORD`, `api-key`, `accessToken`, `--token`.
 */
export function secretKind(name: string): SecretKind | null {
  if (!/tok|pass|secret|key|cred|pwd|[_-]pat|^_auth$|^-/i.test(name)) return null;
  const words = wordsOf(name);
  const last = words.at(-1) ?? '';
  const before = words.at(-2) ?? '';
  if (words.length > 1 && switchWords.has(words[0] ?? '')) return null;
  if (name.startsWith('-') && words.length === 1 && flagsOnly.has(last)) return 'pathOrSecret';
  if (last.endsWith('token') && harmlessTokens.has(before)) return null;
  if (plainEnd.test(last) || /^_auth$/i.test(name)) return 'plain';
  if (credential.test(last)) return 'pathOrSecret';
  const isConstant = /^[A-Z][A-Z0-9_]*$/.test(name) && words.length > 1;
  if (last === 'key') {
    return keyOwners.has(before) || (isConstant && !harmlessKeys.has(before)) ? 'pathOrSecret' : null;
  }
  if (last === 'pat') return patOwners.has(before) ? 'plain' : null;
  if (last === 'pass') return isConstant || passOwners.has(before) ? 'plain' : null;
  // `PWD` alone is where a shell stands, or the password of a connection string: the value tells.
  if (last === 'pwd') return before === 'old' ? null : 'pathOrSecret';
  return null;
}

function wordsOf(name: string): string[] {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .map((word) => word.replace(/^(\D+)\d+$/, '$1'))
    .filter((word) => word !== '' && !/^\d+$/.test(word));
  while (words.length > 1 && afterWords.has(words.at(-1) ?? '')) words.pop();
  return words;
}
