/** Addresses of a bridge: `host`, `host:port`, `[IPv6]` and `[IPv6]:port`. */

import { hostProblem } from '../host.ts'

export interface ParsedAddress {
  readonly host: string
  /** Absent: the listener's port. May be no port at all, such as 0 or 99999. */
  readonly port?: number
}

export function parseAddress(text: string): ParsedAddress {
  const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|([^:]*))(?::([0-9]+))?$/.exec(text) ?? []
  const host = bracketed ?? plain ?? text
  return port === undefined ? { host } : { host, port: Number(port) }
}

/** The hosts of the addresses that are well formed. */
export function hostsOf(addresses: readonly string[] = []): string[] {
  return addresses.map((text) => parseAddress(text).host).filter((host) => hostProblem(host) === undefined)
}
