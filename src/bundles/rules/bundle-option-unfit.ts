import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import {
  askedAt,
  type BundleRule,
  type BundleUse,
  bundleHere,
  connectionFor,
  troubledUses,
  userLabel,
} from '../bundle-uses.ts'
import { viewForCheck } from '../check-view.ts'
import type { ClientView } from '../client-view.ts'
import { optionValueProblem } from '../formats/mosquitto.ts'

export const bundleOptionUnfit: BundleRule = {
  code: 'bundle-option-unfit',
  severity: 'error',
  summary: 'a text cannot be written into an option file of mosquitto_pub and mosquitto_sub',
  explanation: prose`
    Option files hold one option a line, unquoted, and the programs read at most 1,023 bytes of a line: the rest would
    be taken for a line of its own. So no value may hold a line break or be longer than 1,000 bytes.

    Shorten the text, take the line break out, or choose a bundle of another format.
  `,
  *check({ fresh }) {
    for (const use of troubledUses(fresh, unfitOption)) {
      const { what, text, why } = use.problem
      yield {
        message: `bundle "${use.bundle.name}" of ${userLabel(use.user)} cannot hold the ${what} ${quoted(text)}: it ${why}`,
        at: askedAt(use),
        related: bundleHere(use.bundle),
        hint: 'change the text, or choose a bundle of another format',
      }
    }
  },
}

interface UnfitOption {
  readonly what: string
  readonly text: string
  readonly why: string
}

function unfitOption(use: BundleUse): UnfitOption | undefined {
  if (use.bundle.format !== 'mosquitto') return undefined
  for (const broker of use.user.at) {
    const connection = connectionFor(use, broker)
    if (connection === undefined) continue
    for (const [what, text] of optionTexts(viewForCheck(use, connection))) {
      const why = optionValueProblem(text)
      if (why !== undefined) return { what, text, why }
    }
  }
  return undefined
}

/** The texts of a spec that an option file holds. */
function* optionTexts({
  username,
  clientId,
  host,
  socket,
  will,
  publish,
  subscribe,
}: ClientView): Iterable<[string, string]> {
  yield ['username', username]
  yield ['client identifier', clientId ?? '']
  yield ['host', host ?? '']
  yield ['socket', socket ?? '']
  yield ['topic of the will', will?.topic ?? '']
  yield ['payload of the will', will?.payload ?? '']
  for (const { topic } of [...publish, ...subscribe]) yield ['topic', topic]
}
