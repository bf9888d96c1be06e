import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { CheckRule } from '../check-subject.ts'
import { writtenTopics } from '../written-topics.ts'

/** What people write who have another program's patterns in mind, and what they mean. */
const MEANT: ReadonlyMap<string, string> = new Map([
  ['*', '+'],
  ['**', '#'],
  ['%u', '${username}'],
  ['%c', '${clientId}'],
  ['{username}', '${username}'],
  ['{clientId}', '${clientId}'],
  ['$username', '${username}'],
  ['$clientId', '${clientId}'],
])

export const mistakenWildcard: CheckRule = {
  code: 'mistaken-wildcard',
  severity: 'warning',
  summary: 'a topic has the wildcard or variable of another language in it',
  explanation: prose`
    MQTT's wildcards are \`+\` for one level and \`#\` for all that follow; \`*\` is a character like any other. Mosquitto's
    \`%u\` and \`%c\` are written \`\${username}\` and \`\${clientId}\` here. The topic as it stands matches that text only.

    Write what is meant. If the text itself is meant, the finding can be ignored.
  `,
  *check({ topology }) {
    for (const { text, path } of writtenTopics(topology)) {
      const level = text.split('/').find((level) => MEANT.has(level))
      if (level === undefined) continue
      const meant = MEANT.get(level) ?? ''
      yield {
        message: `${quoted(level)} in topic ${quoted(text)} stands for itself`,
        at: { path },
        hint: `did you mean "${meant}"?`,
      }
    }
  },
}
