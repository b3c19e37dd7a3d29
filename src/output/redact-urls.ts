import { isHarmlessValue, mask } from './redact-values.ts';

const userInfo = /(?<=[a-z\d]:\/\/)([^\s/?#:@"'`<>]{0,200}:)([^\s/?#"'`<>]{1,1000})@/gi;
const signature = /([?&](?:[\w-]{1,40}-)?(?:sig|signature|auth|pass)=)([^&#\s"'`<>\\]+)/gi;
/** `?key=` alone is a word of everyday; only a long value is taken for a secret. */
const longKey = /([?&]key=)([\w-]{16,})/gi;

/** Passwords in `scheme://user:password@host` and signatures in queries; user and host stay. */
export function redactUrls(text: string): string {
  const shown = text.includes('://') ? text.replace(userInfo, redactPassword) : text;
  if (!/[?&][\w-]{0,45}=/.test(shown)) return shown;
  return shown
    .replace(signature, (_, name: string) => name + mask)
    .replace(longKey, (_, name: string) => name + mask);
}

function redactPassword(whole: string, user: string, password: string): string {
  const isReference = isHarmlessValue(password, { kind: 'plain', style: 'tight', isQuoted: true });
  return isReference ? whole : `${user}${mask}@`;
}
