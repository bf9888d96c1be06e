/** Tells the log what happens to bridges, in Mosquitto's words where it has some. */

import type { BridgeEvents } from './bridge/bridge-events.ts'
import type { BridgeAddress } from './config/broker-config.ts'
import { bridgeConnecting, bridgeFallsBack, bridgeRefused } from './observe/lines/bridge-lines.ts'
import type { LogLine } from './observe/lines/log-line.ts'
import type { Log } from './observe/log.ts'
import type { ProtocolVersion } from './packet/packet.ts'
import { REASON, RETURN_CODE } from './packet/reason-code.ts'

export class LoggedBridges implements BridgeEvents {
  readonly #log: Log

  constructor(log: Log) {
    this.#log = log
  }

  connecting(bridge: string, address: BridgeAddress): void {
    this.#write(bridgeConnecting(bridge, address, 1))
  }

  connected(bridge: string, { host, port }: BridgeAddress): void {
    this.#log.write('notice', `Bridge ${bridge} connected to ${host}:${port}.`, { bridge, host, port })
  }

  refused(bridge: string, code: number, version: ProtocolVersion): void {
    const isVersion =
      code === RETURN_CODE.unacceptableProtocolVersion || code === REASON.unsupportedProtocolVersion
    if (version === 5 && isVersion) this.#write(bridgeFallsBack(bridge))
    else this.#write(bridgeRefused(bridge, code, true))
  }

  disconnected(
    bridge: string,
    { host, port }: BridgeAddress,
    { wasConnected, problem }: { readonly wasConnected: boolean; readonly problem: string },
    retrySeconds: number | undefined,
  ): void {
    const next = retrySeconds === undefined ? '' : `, trying again in ${Math.ceil(retrySeconds)} s`
    const what = wasConnected ? 'lost its connection' : 'could not connect'
    const message = `Bridge ${bridge} ${what} to ${host}:${port}: ${problem}${next}.`
    this.#log.write('notice', message, { bridge, host, port, reason: problem })
  }

  #write({ type, message, fields }: LogLine): void {
    this.#log.write(type, message, fields)
  }
}
