import { once } from 'node:events';
import { createServer } from 'node:net';

/** A port that something listens on for as long as this program runs. */
export const takenPort = await listenedPort(true);
/** One that was free a moment ago. */
export const freePort = await listenedPort(false);

async function listenedPort(isKept: boolean): Promise<number> {
  const server = createServer().listen({ port: 0, host: '127.0.0.1' }).unref();
  await once(server, 'listening');
  const address = server.address();
  if (!isKept) server.close();
  if (address === null || typeof address === 'string') throw new Error('a server without a port');
  return address.port;
}
