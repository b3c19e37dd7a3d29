import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

const listener = createServer();

/** A port that something listens on until it is given back. */
export const takenPort = await listenedPort(listener);
/** One that was free a moment ago. */
export const freePort = await freedPort();

export function giveBackPort(): void {
  listener.close();
}

async function freedPort(): Promise<number> {
  const server = createServer();
  const port = await listenedPort(server);
  server.close();
  return port;
}

async function listenedPort(server: Server): Promise<number> {
  server.listen({ port: 0, host: '127.0.0.1' }).unref();
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a server without a port');
  return address.port;
}
