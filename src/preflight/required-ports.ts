import { createServer } from 'node:net';
import type { Check } from './check.ts';
import { error, type Finding, shownPath, warning } from './command-words.ts';
import { holderOf } from './port-holder.ts';
import { resultsOf } from './required-result.ts';
import type { Requirement } from './requirement.ts';

export type RequiredPort = Extract<Requirement, { readonly kind: 'port' }>;

/** The ports are free: each is listened on for a moment, at every address a server usually takes. */
export function requiredPortsCheck(ports: readonly RequiredPort[]): Check {
  return {
    name: 'required ports',
    run: async (_plan, signal) => {
      const findings = await Promise.all(ports.map(({ port }) => findingOf(port, signal)));
      const names = ports.map(({ port }) => `${port}`);
      return resultsOf(
        'required ports',
        findings.filter((finding) => finding !== null),
        names,
      );
    },
  };
}

/** One after the other: our own socket at the first would be in the way of the last. */
const addresses = ['127.0.0.1', '::1', '0.0.0.0'];
/** This machine has no IPv6, or not at this address. */
const noAddressCodes = ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'];

async function findingOf(port: number, signal: AbortSignal): Promise<Finding | null> {
  for (const address of addresses) {
    const code = await tryToListen(port, address);
    if (code === null || noAddressCodes.includes(code)) continue;
    if (code === 'EADDRINUSE') return taken(port, signal);
    if (code === 'EACCES')
      return warning(`Port ${port} cannot be tried out: it wants privileges`, 'choose one from 1024 on');
    return warning(`Port ${port} cannot be tried out (${code})`, 'see what listens on it: ss -ltn');
  }
  return null;
}

/** Null if it could be done, else the system's code. */
function tryToListen(port: number, host: string): Promise<string | null> {
  return new Promise((settle) => {
    // Who connects in that moment is not kept.
    const server = createServer((socket) => socket.destroy());
    server.once('error', (thrown: NodeJS.ErrnoException) => settle(thrown.code ?? 'UNKNOWN'));
    server.listen({ port, host, exclusive: true, ipv6Only: true }, () => server.close(() => settle(null)));
  });
}

async function taken(port: number, signal: AbortSignal): Promise<Finding> {
  const holder = await holderOf(port, signal);
  if (holder === null) {
    return error(
      `Port ${port} is taken`,
      `choose another, or end what holds it: ss -ltnp 'sport = :${port}'`,
    );
  }
  const message = `Port ${port} is taken by ${shownPath(holder.name)} (pid ${holder.pid})`;
  return error(message, `choose another, or end it: kill ${holder.pid}`);
}
