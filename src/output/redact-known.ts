import { mask } from './redact-values.ts';
import { type Environment, secretValuesOf } from './secret-values.ts';

/** Shorter ones are only taken for secrets where they are a word of their own. */
const certainChars = 8;
/** Of a text that is cut off, so much of a secret's beginning is not left at its end. */
const leastBeginningChars = 6;
const valueLimit = 500;

type Source = () => ReadonlySet<string>;

const sources = new Set<Source>();
/** Each in every form in which it is looked for, the longest first. Null until the next text: many a program reads none. */
let forms: readonly string[] | null = [];

/**
 * From now on every text that this program redacts is searched for the secrets of an environment: the values
 * themselves, which are held in memory and never written down. They are forgotten by calling what is given back.
 */
export function knowSecretsOf(env: Environment): () => void {
  let told: Environment | null = { ...env };
  let values: ReadonlySet<string> = new Set();
  return know(() => {
    if (told !== null) values = secretValuesOf(told);
    told = null; // what it holds beside them is nobody's business here
    return values;
  });
}

/** As `knowSecretsOf`, of secrets that are known otherwise. */
export function knowSecrets(values: ReadonlySet<string>): () => void {
  return know(() => values);
}

function know(source: Source): () => void {
  sources.add(source);
  forms = null;
  return () => {
    sources.delete(source);
    forms = null;
  };
}

/** The known secrets in a text become `***`; also the beginning of one that the end of the text has cut. */
export function redactKnown(text: string): string {
  forms ??= knownForms();
  if (forms.length === 0) return text;
  let shown = text;
  for (const form of forms) if (shown.includes(form)) shown = withoutForm(shown, form);
  return withoutBeginning(shown, forms);
}

function withoutForm(text: string, form: string): string {
  if (form.length >= certainChars) return text.replaceAll(form, mask);
  const isWord = (at: number): boolean => /[\p{L}\p{N}]/u.test(text.charAt(at));
  return text.replaceAll(form, (_, at: number) => (isWord(at - 1) || isWord(at + form.length) ? form : mask));
}

function withoutBeginning(text: string, forms: readonly string[]): string {
  for (const form of forms) {
    if (form.length < certainChars) break;
    const least = form.slice(0, leastBeginningChars);
    for (
      let at = text.indexOf(least, text.length - form.length + 1);
      at !== -1;
      at = text.indexOf(least, at + 1)
    )
      if (form.startsWith(text.slice(at))) return text.slice(0, at) + mask;
  }
  return text;
}

function knownForms(): string[] {
  const values = [...sources].flatMap((source) => [...source()]);
  const forms = values.slice(0, valueLimit).flatMap(formsOf);
  return [...new Set(forms)].sort((one, other) => other.length - one.length);
}

/** As it is, and as it stands in an address, in JSON and in base64. */
function formsOf(value: string): string[] {
  const bytes = Buffer.from(value, 'utf8');
  // What its last bytes become depends on what follows them.
  const encoded = bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64');
  const inAddress = isWellFormed(value) ? [encodeURIComponent(value)] : [];
  const long =
    encoded.length >= certainChars ? [encoded, encoded.replaceAll('+', '-').replaceAll('/', '_')] : [];
  return [value, JSON.stringify(value).slice(1, -1), ...inAddress, ...long];
}

function isWellFormed(value: string): boolean {
  return !/\p{Surrogate}/u.test(value);
}
