/** An explanation in words that fit a screen. */

import { type Explanation, isTopicName } from '../../access/explain.ts'
import type { Locate } from '../../diagnostics/diagnostic.ts'
import { quoted, quotedList } from '../../diagnostics/quoted.ts'
import type { EmittedLine } from '../../targets/mosquitto/emitted-lines.ts'
import { userLabel } from '../../topology/user-label.ts'
import { emittedText } from './lines-of.ts'
import { grantLine } from './spec-lines.ts'

/** More grants than this are counted. */
const MAX_GRANTS = 6

export function explainText(
  explanation: Explanation,
  emitted: readonly EmittedLine[],
  locate: Locate,
): string {
  const { grants } = explanation
  const lines = [
    `${verdict(explanation)}\n`,
    ...grants.slice(0, MAX_GRANTS).map((grant) => `  by ${grantLine(locate, grant)}\n`),
    ...(grants.length > MAX_GRANTS ? [`  and by ${grants.length - MAX_GRANTS} more\n`] : []),
    ...instead(explanation),
    emittedText(emitted),
  ]
  return lines.join('')
}

function verdict(explanation: Explanation): string {
  const { user, broker, action, topics, allowed } = explanation
  const where = `on broker ${quoted(broker.name)}`
  const who = userLabel(user)
  const verb = action === 'publish' ? 'publish' : 'receive'
  const what = isTopicName(topics) ? quoted(topics.text) : `what ${quoted(topics.text)} matches`
  if (allowed === 'all') return `yes: ${who} may ${verb} ${what} ${where}`
  const reason = reasonOf(explanation)
  if (allowed === 'some') return `in part: ${who} may ${verb} some of ${what} ${where}${partsOf(explanation)}`
  const silence = action === 'subscribe' ? '; a subscription is accepted, and nothing comes' : ''
  return `no: ${who} may not ${verb} ${what} ${where}: ${reason}${silence}`
}

function partsOf({ parts, refused, action }: Explanation): string {
  const given = parts === undefined ? '' : `: ${quotedList(parts)}`
  const silence =
    action === 'subscribe' ? 'a subscription is accepted, and the rest does not come' : 'the rest is refused'
  return `${given}; ${silence}, such as ${quoted(refused ?? '')}`
}

function reasonOf({ because, action }: Explanation): string {
  if (because === 'deny') return 'a deny takes it away'
  if (because === 'engine') return 'Mosquitto lets no client publish there'
  return `no grant to ${action} matches`
}

function instead({ instead, action, allowed, because }: Explanation): readonly string[] {
  if (allowed !== 'none' || because === 'deny') return []
  if (instead.length === 0) return [`  it may ${action} nothing at all\n`]
  return [`  it may ${action} ${quotedList(instead)}\n`]
}
