/** Opens listeners on free ports of this machine, for as long as a test runs. */

import { onTestFinished } from 'vitest'
import type { ListenerConfig } from '../../../src/broker/config/broker-config.ts'
import {
  type ListenerSupport,
  type OpenListener,
  openListener,
} from '../../../src/broker/transport/open-listener.ts'
import type { Fail } from '../../../src/broker/transport/stage.ts'
import { listenerOf } from '../security/listener-of.ts'
import { AcceptedTransports } from './transport-log.ts'

export interface TestListener {
  readonly config: ListenerConfig
  readonly listener: OpenListener
  readonly port: number
  readonly accepted: AcceptedTransports
  /** Reasons of connections that did not become transports. */
  readonly failures: string[]
  /** Whose they were. */
  readonly failed: { readonly address: string; readonly port: number }[]
  /** The reason number `index` as soon as it is there. */
  failure(index?: number): Promise<string>
}

export async function openTestListener(
  set: Partial<ListenerConfig> = {},
  support: Omit<ListenerSupport, 'onFailed'> = {},
): Promise<TestListener> {
  const accepted = new AcceptedTransports()
  const failures: string[] = []
  const failed: TestListener['failed'] = []
  let tell = () => {}
  const config = listenerOf({ port: 0, addresses: ['127.0.0.1'], ...set })
  const onFailed: Fail = ({ address, port }, reason) => {
    failures.push(reason)
    failed.push({ address, port })
    tell()
  }
  const listener = await openListener(config, { ...support, onFailed }, accepted.accept)
  onTestFinished(async () => {
    await listener.close()
    for (const { transport } of accepted.logs) transport.destroy()
  })
  const failure = async (index = 0): Promise<string> => {
    for (;;) {
      const reason = failures[index]
      if (reason !== undefined) return reason
      await new Promise<void>((resolve) => {
        tell = resolve
      })
    }
  }
  return { config, listener, port: listener.addresses[0]?.port ?? 0, accepted, failures, failed, failure }
}
