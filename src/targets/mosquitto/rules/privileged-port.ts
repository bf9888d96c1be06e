import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'

const FIRST_FREE_PORT = 1_024

export const privilegedPort: MosquittoRule = {
  code: 'privileged-port',
  severity: 'warning',
  summary: 'Mosquitto cannot listen on a port below 1024 without help',
  explanation: prose`
    Mosquitto gives up the rights of root before it opens its sockets, even when root starts it, and Linux leaves ports below
    1024 to root: the broker ends with "Permission denied". In containers the limit is usually lifted
    (\`net.ipv4.ip_unprivileged_port_start\`).

    Choose another port, put a proxy in front, or give the program the right:
    \`setcap CAP_NET_BIND_SERVICE=+ep /usr/sbin/mosquitto\`.
  `,
  *check({ topology: { brokers } }) {
    for (const broker of brokers) {
      for (const { name, port, path } of broker.listeners) {
        if (port === undefined || port >= FIRST_FREE_PORT) continue
        yield {
          message: `listener ${quoted(name)} of broker ${quoted(broker.name)} is on port ${port}, which Mosquitto may not open by itself`,
          at: { path: [...path, 'port'] },
          hint: 'choose a port from 1024 on, or allow the program to open lower ones',
        }
      }
    }
  },
}
