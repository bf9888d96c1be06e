/** Starts a server. */

import type { ListenOptions, Server } from 'node:net'

/** Connections that wait to be accepted; the system may allow fewer (`net.core.somaxconn`). */
const BACKLOG = 4096

/** Resolves when `server` listens, rejects with the system's error. */
export function listen(server: Server, options: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ backlog: BACKLOG, ...options }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}
