import type { LineRule } from './cause-line.ts';
import { advice } from './cause-rule.ts';

const tryByHand = 'a launch does not check this: try it by hand, or with --retries where it comes and goes';

/** Somebody else on the network was not there, or said no. */
export const failuresOfNetwork: readonly LineRule[] = [
  {
    name: 'container_engine',
    shape: /Cannot connect to the Docker daemon|Is the docker daemon running/i,
    tries: () => [advice('start the Docker daemon', 'docker info')],
  },
  {
    name: 'name_not_resolved',
    shape:
      /\bENOTFOUND\b|\bEAI_AGAIN\b|Could not resolve host|Name or service not known|failure in name resolution|\bno such host\b|nodename nor servname|Name does not resolve|NameResolutionError/i,
    tries: () => [advice('look whether the name is right and the network is up', 'getent hosts NAME')],
  },
  {
    name: 'certificate',
    shape:
      /certificate verify failed|CERTIFICATE_VERIFY_FAILED|self[- ]signed certificate|certificate has expired|\bCERT_HAS_EXPIRED\b|\bx509: |UNABLE_TO_(?:VERIFY_LEAF|GET_ISSUER)|\bSSLError\b|SSL certificate problem|TLS handshake fail|certificate (?:is not trusted|unknown)/i,
    tries: () => [
      advice('look at the date of this machine, and whether it trusts who signed the certificate'),
    ],
  },
  {
    name: 'connection_refused',
    shape:
      /\bECONNREFUSED\b|\bConnection refused\b|\bConnectionRefusedError\b|\bactively refused\b|Couldn't connect to server|Failed to connect to/i,
    tries: () => [advice(`nobody listens there: start the service before it. ${tryByHand}`)],
  },
  {
    name: 'unreachable',
    shape: /\bEHOSTUNREACH\b|\bENETUNREACH\b|\bNo route to host\b|\bNetwork is unreachable\b/i,
    tries: () => [advice(`the network is down, or shut off from here. ${tryByHand}`)],
  },
  {
    name: 'connection_lost',
    shape:
      /\bECONNRESET\b|\bConnection reset by peer\b|\bsocket hang up\b|\bConnectionResetError\b|\bBrokenPipeError\b|\bEPIPE\b|server closed the connection/i,
    tries: () => [advice(`the other side hung up. ${tryByHand}`)],
  },
  {
    name: 'rate_limited',
    ...http(/^429$/, /\brate[ _-]?limit|too many requests/i, 'wait, or ask for less at once'),
  },
  {
    name: 'unauthorized',
    ...http(/^401$/, /\bunauthori[sz]ed\b/i, 'log in, or set a valid key where it is launched'),
  },
  { name: 'forbidden', ...http(/^403$/, /\bforbidden\b/i, 'the account may not do this: ask for the right') },
  { name: 'http_not_found', ...http(/^404$/, null, 'correct the address') },
  {
    name: 'server_error',
    ...http(
      /^5\d\d$/,
      /\b(?:internal server error|bad gateway|service unavailable|gateway time-?out|overloaded_error)\b/i,
      'the other side has trouble: try again later, as with --retries',
    ),
  },
  {
    name: 'connection_timed_out',
    shape:
      /\bETIMEDOUT\b|\bConnection timed out\b|\b(?:Read|Connect|Connection)Timeout\b|context deadline exceeded|\btimed out\b.{0,60}\b(?:connect|read|request|response)|\b(?:connect|read|request|response|operation)\w{0,5} timed out\b/i,
    tries: () => [advice(`no answer came in time. ${tryByHand}`)],
  },
  {
    name: 'database_refused',
    shape:
      /\bSQLSTATE\b|\bpassword authentication failed\b|\brelation ".{1,100}" does not exist|\bno such table\b|\bduplicate key value\b|\bdeadlock detected\b|\bOperationalError\b|\bAccess denied for user\b/i,
    tries: () => [advice('the database was there and said no: try the statement by hand')],
  },
];

/** By its number where one stands as a status, or by the words that go with it. */
function http(code: RegExp, words: RegExp | null, hint: string): Omit<LineRule, 'name'> {
  return {
    shape: /.{1,500}/,
    fits: ({ 0: line }) => code.test(statusIn(line)) || words?.test(line) === true,
    tries: () => [advice(hint)],
  };
}

function statusIn(line: string): string {
  const numbered =
    /\b(?:HTTP(?:\/\d(?:\.\d)?)?|status(?:[ _-]?code)?|statusCode|response(?: code)?|returned error|HTTPError|Error code|Error)['"]?[\s:=(]{1,3}(?:HTTP )?([1-5]\d\d)\b/i.exec(
      line,
    );
  const worded =
    /\b([1-5]\d\d) (?:Client Error|Server Error|Unauthori[sz]ed|Forbidden|Not Found|Too Many|Internal Server|Bad Gateway|Service Unavailable|Gateway)/i.exec(
      line,
    );
  return numbered?.[1] ?? worded?.[1] ?? '';
}
