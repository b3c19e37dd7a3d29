import { FailureError } from '../../schemas/failure.ts';
import { type Identity, identityOf } from '../process/identity.ts';

/** This program's own. Throws `no_identity` where the system tells of no process (no /proc): then nobody can be told apart. */
export function ownIdentity(): Identity {
  const self = identityOf(process.pid);
  if (self === null) throw new FailureError({ code: 'no_identity' });
  return self;
}
