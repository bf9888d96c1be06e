import { prose } from '../../diagnostics/prose.ts'
import type { Finding } from '../../diagnostics/rule.ts'
import type { Bridge } from '../../topology/bridge.ts'
import type { CheckRule } from '../check-subject.ts'
import { isLoopback, machineOf } from '../network-reach.ts'

export const bridgeUnreachable: CheckRule = {
  code: 'bridge-unreachable',
  severity: 'error',
  needsWhole: true,
  summary: 'a bridge dials an address of its own machine for a broker on another one',
  explanation: prose`
    \`localhost\` and 127.0.0.1 mean the machine that dials. A bridge to a broker with such a \`host\` reaches whatever
    listens on its own machine, perhaps its own broker; and a listener that is bound to loopback is closed to other
    machines. Brokers with the same \`host\` are taken to be on one machine.

    Give the far broker the \`host\` under which others reach it, and let its listener \`bind\` to an open address.
  `,
  *check({ topology: { bridges } }) {
    for (const bridge of bridges) {
      if (machineOf(bridge.from) === machineOf(bridge.to)) continue
      yield* unreachable(bridge)
    }
  },
}

function* unreachable({ name, from, to, listener, addresses, path }: Bridge): Generator<Finding> {
  const own = addresses.find(({ host }) => isLoopback(host))
  if (own !== undefined) {
    yield {
      message: `bridge "${name}" dials "${own.host}", which on the machine of broker "${from.name}" is that machine itself`,
      at: { path: isLoopback(to.host) ? [...path, 'to'] : [...path, 'addresses'] },
      related: [
        { at: { path: [...to.path, 'host'] }, message: `broker "${to.name}" is reached under its host` },
      ],
      hint: `give broker "${to.name}" a host that other machines can reach`,
    }
  } else if (listener.bind !== undefined && isLoopback(listener.bind)) {
    yield {
      message: `bridge "${name}" cannot reach listener "${listener.name}" of broker "${to.name}", which is bound to "${listener.bind}"`,
      at: { path: [...path, 'to'] },
      related: [{ at: { path: [...listener.path, 'bind'] }, message: 'it is bound here' }],
      hint: 'bind the listener to an address that other machines can reach, or name another listener',
    }
  }
}
