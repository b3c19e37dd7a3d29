import { appendFileSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identityOf } from '../../src/process/identity.ts';
import { presenceOf } from '../../src/process/presence.ts';
import { livingTickets, ownerLives } from '../../src/slots/living-tickets.ts';
import { becomeSole } from '../../src/slots/sole-holder.ts';
import { dropTicket, takeTicket } from '../../src/slots/tickets.ts';

/**
 * A program that goes in and out, to be forked and killed: `slots` with a ticket for each of its rounds, `sole` as the
 * only holder. Whoever is in counts who else is: more living ones than the limit at one moment are written down.
 */
const [folder = '', mode = '', wantedLimit = '1', wantedRounds = '1'] = process.argv.slice(2);
const limit = Number(wantedLimit);
const own = identityOf(process.pid);
if (own === null) throw new Error('no identity');
const me = own;
const tickets = join(folder, 'tickets');
const inside = join(folder, 'inside');

for (let round = 0; round < Number(wantedRounds); round += 1) {
  await (mode === 'sole' ? soleRound(round) : slotRound(round));
}
log('done');

async function slotRound(round: number): Promise<void> {
  const id = `${me.pid}.${round}`;
  const number = takeTicket(tickets, { ...me, id });
  for (;;) {
    const before = await livingTickets(tickets, (ticket) => ownerLives(tickets, ticket), { below: number });
    if (before.length < limit) break;
    await sleep(4 + Math.random() * 8);
  }
  await goIn(round, `${number}`);
  dropTicket(tickets, number, id);
}

async function soleRound(round: number): Promise<void> {
  for (;;) {
    const sole = await becomeSole(tickets, me);
    if (sole.held) {
      await goIn(round, 'sole');
      return sole.release();
    }
    await sleep(Math.random() * 20);
  }
}

/** A file says that its writer is in; a killed one leaves it, but does not live. */
async function goIn(round: number, name: string): Promise<void> {
  const file = join(inside, `${me.pid} ${round} ${me.startToken}`);
  writeFileSync(file, '', { flag: 'wx' });
  const living = readdirSync(inside).filter(lives);
  // Who left while this looked was in with the others at no moment that is proven.
  const still = living.filter((entry) => existsSync(join(inside, entry)));
  if (still.length > limit) log(`violation ${still.join(', ')}`);
  log(`in ${name}`);
  await sleep(Math.random() * 6);
  rmSync(file);
}

function lives(entry: string): boolean {
  const [pid = '', , startToken = ''] = entry.split(' ');
  return presenceOf({ pid: Number(pid), startToken }) === 'alive';
}

function log(line: string): void {
  appendFileSync(join(folder, 'log'), `${line}\n`);
}
