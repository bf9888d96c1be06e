/** Binds servers to the addresses of a listener, mosquitto.conf(5) listener, bind_address, bind_interface, socket_domain. */

import type { Server } from 'node:net'
import { Failure } from '../../diagnostics/failure.ts'
import type { ListenerConfig } from '../config/broker-config.ts'
import { type BindPlace, bindPlaces } from './bind-places.ts'
import { bindProblem, isMissingFamily } from './bind-problem.ts'
import { listen } from './listen.ts'
import { listenOnPath } from './unix-socket.ts'

export interface BoundAddress {
  readonly address: string
  readonly port: number
}

export interface Binding {
  readonly server: Server
  /** `undefined` for a Unix socket. */
  readonly bound: BoundAddress | undefined
}

/**
 * One server of `makeServer` for each address. Port 0 takes a free one, the same for all addresses.
 *
 * @throws Failure where one of them cannot be bound; none is left open then.
 */
export async function bind(config: ListenerConfig, makeServer: () => Server): Promise<Binding[]> {
  if (config.unixPath !== undefined) {
    const server = makeServer()
    await listenOnPath(server, config.unixPath)
    return [{ server, bound: undefined }]
  }
  const bindings: Binding[] = []
  try {
    await bindAll(config, makeServer, bindings)
  } catch (error) {
    for (const { server } of bindings) server.close()
    throw error
  }
  if (bindings.length === 0)
    throw new Failure(`cannot listen on port ${config.port}: this machine has no addresses of the family`)
  return bindings
}

async function bindAll(config: ListenerConfig, makeServer: () => Server, bindings: Binding[]): Promise<void> {
  let { port } = config
  for (const place of await bindPlaces(config)) {
    const binding = await bindOne(makeServer(), place, port)
    if (binding === undefined) continue
    bindings.push(binding)
    port = binding.bound?.port ?? port
  }
}

async function bindOne(server: Server, place: BindPlace, port: number): Promise<Binding | undefined> {
  const { host, family, isOptional } = place
  try {
    await listen(server, { host, port, ipv6Only: family === 6 })
  } catch (error) {
    if (isOptional && isMissingFamily(error)) return undefined
    throw new Failure(`cannot listen on port ${port} of ${host}: ${bindProblem(error)}`, { cause: error })
  }
  const at = server.address()
  return { server, bound: { address: host, port: typeof at === 'object' && at !== null ? at.port : port } }
}
