import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { hasControls } from '../../files/quote.ts'
import {
  askedAt,
  type BundleRule,
  type BundleUse,
  connectionFor,
  troubledUses,
  userLabel,
} from '../bundle-uses.ts'

export const bundleControlCharacter: BundleRule = {
  code: 'bundle-control-character',
  severity: 'error',
  summary: 'a name in a bundle holds a line break or another control character',
  explanation: prose`
    The bundle tells people which command to type, and the command names the user, the client identifier and the host
    (or the path of the socket). A line break in one of them would end the command. MQTT itself advises against control
    characters in its texts (MQTT 5.0 1.5.4).

    Take the character out of the name.
  `,
  *check({ fresh }) {
    for (const use of troubledUses(fresh, controlledName)) {
      yield {
        message: `bundle "${use.bundle.name}" of ${userLabel(use.user)} cannot name the ${use.problem.what} ${quoted(use.problem.text)}: it holds a control character`,
        at: askedAt(use),
        hint: 'take the control character out of the name',
      }
    }
  },
}

interface Name {
  readonly what: string
  readonly text: string
}

function controlledName(use: BundleUse): Name | undefined {
  const { user, format } = use
  if (format.readme === undefined) return undefined
  const { name, clientId = '' } = user
  if (hasControls(name)) return { what: 'username', text: name }
  if (hasControls(clientId)) return { what: 'client identifier', text: clientId }
  for (const broker of user.at) {
    const { listener, address } = connectionFor(use, broker) ?? {}
    const [host, socket] = [address?.host ?? '', listener?.socketPath ?? '']
    if (hasControls(host)) return { what: 'host', text: host }
    if (hasControls(socket)) return { what: 'socket', text: socket }
  }
  return undefined
}
