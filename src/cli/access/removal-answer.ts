/** What ends with a broker. */

import type { LostFlow, Removal } from '../../access/removal.ts'
import type { Locate } from '../../diagnostics/diagnostic.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import { placeOf } from '../../diagnostics/spec-line.ts'
import { hopJson, usersJson } from './answer-json.ts'
import type { Answer } from './print-answer.ts'
import { usersText } from './users-text.ts'
import { listed, wayText } from './way-text.ts'

const TITLES = {
  way: 'both stay, and nothing comes from one to the other',
  sender: 'the sender is cut off',
  receiver: 'the receiver is cut off',
} as const

export function removalAnswer({ broker, cutOff, bridges, lost }: Removal, locate: Locate): Answer {
  return {
    title: `without broker ${quoted(broker.name)}`,
    lines: [
      ...listed(cutOff, (users) => `  cut off: ${usersText(users)}`),
      ...(cutOff.length === 0 ? ['  nobody is cut off: all of its users connect elsewhere too'] : []),
      ...bridges.map(
        ({ name, from, to, path }) =>
          `  ends: bridge ${quoted(name)} from ${quoted(from.name)} to ${quoted(to.name)}, ${placeOf(locate, path)}`,
      ),
      ...(['way', 'sender', 'receiver'] as const).flatMap((because) => section(lost, because)),
      ...(lost.length === 0 ? ['nobody else loses a message'] : []),
    ],
    json: {
      removed: broker.name,
      cutOff: cutOff.map(usersJson),
      bridges: bridges.map(({ name, from, to, path }) => {
        return { name, from: from.name, to: to.name, place: placeOf(locate, path) }
      }),
      lost: lost.map(({ from, to, because, broker, names, hops }) => ({
        ...{ from: usersJson(from), to: usersJson(to), because, broker: broker.name, names },
        hops: hops.map(hopJson),
      })),
    },
  }
}

function section(lost: readonly LostFlow[], because: LostFlow['because']): readonly string[] {
  const flows = lost.filter((flow) => flow.because === because)
  if (flows.length === 0) return []
  return [`lost, since ${TITLES[because]}`, ...listed(flows, (flow) => `  ${flowText(flow)}`)]
}

function flowText({ from, to, ...way }: LostFlow): string {
  const whom = from === to ? 'others of them' : usersText(to)
  return `from ${usersText(from)} to ${whom}: ${wayText(way)}`
}
