import { prose } from '../../../diagnostics/prose.ts'
import type { ListenerConfig } from '../broker-config.ts'
import { type ConfigRule, type ListenerView, listenersOf } from '../config-rule.ts'

export const listenerTwice: ConfigRule = {
  code: 'listener-twice',
  severity: 'error',
  summary: 'two listeners have the same port on the same address',
  explanation: prose`
    The second one could not be opened, so Mosquitto does not start either. Often one of them comes with \`include_dir\`,
    or an option before the first \`listener\` opens port 1883.
  `,
  *check(subject) {
    const seen = new Map<string, ListenerView>()
    for (const view of listenersOf(subject)) {
      const socket = socketOf(view.config)
      const twin = seen.get(socket)
      if (twin === undefined) seen.set(socket, view)
      else
        yield {
          message: `there is another listener for ${view.config.unixPath ?? `port ${view.config.port}`} on the same address`,
          at: { span: view.scope.opener.keySpan },
          related: [{ at: { span: twin.scope.opener.keySpan }, message: 'this opens it' }],
          hint: 'remove one of them, or give it another port',
        }
    }
  },
}

function socketOf({ unixPath, port, addresses, family, bindInterface }: ListenerConfig): string {
  return JSON.stringify(unixPath ?? [port, addresses, family, bindInterface])
}
