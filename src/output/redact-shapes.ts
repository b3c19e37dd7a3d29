import { mask } from './redact-values.ts';

/** Tokens that are known by how they begin. A fixed start each, so that long lines are passed over quickly. */
const shapes = [
  'gh[opsur]_[A-Za-z0-9]{20,}',
  'github_pat_[A-Za-z0-9_]{20,}',
  'gl(?:pat|ptt|dt|rt|cbt|ft|soat|oas)-[\\w-]{16,}',
  'xox[a-z]-[A-Za-z0-9-]{10,}',
  'xapp-\\d-[A-Za-z0-9-]{10,}',
  'A(?:KIA|SIA|BIA|CCA)[A-Z0-9]{16}(?![A-Za-z0-9])',
  'sk-(?:ant|proj|svcacct|admin|or|lf|live|test)-[\\w-]{16,}',
  'sk-[A-Za-z0-9]{20,}(?![\\w-])',
  'AIza[\\w-]{30,}',
  'GOCSPX-[\\w-]{20,}',
  'ya29\\.[\\w-]{20,}',
  'npm_[A-Za-z0-9]{30,}',
  'pypi-[\\w-]{32,}',
  '[rs]k_(?:live|test)_[A-Za-z0-9]{10,}',
  'whsec_[A-Za-z0-9+/=]{20,}',
  'SK[0-9a-f]{32}(?![A-Za-z0-9])',
  'hf_[A-Za-z0-9]{20,}',
  'do[opr]_v1_[a-f0-9]{32,}',
  'dckr_pat_[\\w-]{20,}',
  'shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}',
  'hv[sb]\\.[\\w-]{20,}',
  'gsk_[A-Za-z0-9]{30,}',
  'xai-[A-Za-z0-9]{30,}',
  'r8_[A-Za-z0-9]{30,}',
  'nvapi-[\\w-]{30,}',
  'lin_api_[A-Za-z0-9]{30,}',
  'rubygems_[a-f0-9]{40,}',
  'ATATT3[\\w=-]{30,}',
  'AGE-SECRET-KEY-1[A-Z0-9]{40,}',
];
const knownToken = new RegExp(`(?<![A-Za-z0-9])(?:${shapes.join('|')})`, 'g');
/** Made of parts: they may not begin inside a word, or a long word of beginnings would be read once for each. */
const partedToken =
  /(?<![\w-])(?:eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*|SG\.[\w-]{16,}\.[\w-]{16,}|\d{8,10}:AA[\w-]{33}(?![\w-]))/g;
const slackHook = /(hooks\.slack\.com\/(?:services|workflows)\/)[\w/-]{10,}/g;
const curlUser =
  /(\bcurl[ \t][^|;&\n]{0,300}?(?<=[ \t])(?:-[uU]|--(?:proxy-)?user)[ \t=]{0,3}["']?[^\s:"']{1,100}:)(?!["'\s$*])([^\s"']+)/g;
const netrc = /\b(login[ \t]+\S{1,200}[ \t]+password[ \t]+)(\S+)/g;

/** GitHub, GitLab, Slack, AWS, OpenAI, Anthropic, Google, npm, PyPI, Stripe, SendGrid, JWT … by their shape alone. */
export function redactShapes(text: string): string {
  return text
    .replace(knownToken, mask)
    .replace(partedToken, mask)
    .replace(slackHook, `$1${mask}`)
    .replace(curlUser, `$1${mask}`)
    .replace(netrc, `$1${mask}`);
}
