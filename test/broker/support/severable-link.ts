/** A TCP link to a port of this machine that a test can cut and mend. */

import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export interface SeverableLink {
  /** Where it listens. */
  readonly port: number
  /** How many connections were made so far. */
  readonly connections: number
  readonly isInUse: boolean
  /** Ends all connections; new ones are closed at once, until {@link mend}. */
  cut(): void
  mend(): void
}

/** `to`: a port, which may be known later; `host`: where to listen. Goes with the test. */
export async function openLink(to: () => number, host = '127.0.0.1'): Promise<SeverableLink> {
  const sockets = new Set<Socket>()
  let isCut = false
  let connections = 0
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket))
  }
  const server: Server = createServer((near) => {
    connections += 1
    if (isCut) {
      near.destroy()
      return
    }
    const far = connect({ port: to(), host: '127.0.0.1', noDelay: true })
    near.setNoDelay(true)
    for (const socket of [near, far]) keep(socket)
    near.pipe(far)
    far.pipe(near)
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
  }).listen(0, host)
  await once(server, 'listening')
  const cut = () => {
    isCut = true
    for (const socket of sockets) socket.destroy()
  }
  onTestFinished(() => {
    cut()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    get connections() {
      return connections
    },
    get isInUse() {
      return sockets.size > 0
    },
    cut,
    mend: () => {
      isCut = false
    },
  }
}
