/** Which addresses and hosts are the machine itself, and who can reach a listener. */

import type { Broker, Listener } from '../topology/broker.ts'

const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|::1|0:0:0:0:0:0:0:1)$/

/** True for names and addresses that always mean the machine they are used on. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(plainHost(host))
}

/** True when other machines can connect: the listener is neither a Unix socket nor bound to loopback. */
export function isOpenToNetwork({ transport, bind }: Listener): boolean {
  return transport !== 'unix' && (bind === undefined || !isLoopback(bind))
}

/** The machine a broker runs on, as far as a spec tells: equal for brokers with the same `host`. */
export function machineOf({ host }: Broker): string {
  return isLoopback(host) ? 'localhost' : plainHost(host)
}

function plainHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
}
