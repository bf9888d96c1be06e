import type { SpecPath } from '../../../diagnostics/diagnostic.ts'
import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../topology/quoted.ts'
import type { Topology } from '../../../topology/topology.ts'
import type { User } from '../../../topology/user.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'

export const textBreaksLine: MosquittoRule = {
  code: 'text-breaks-line',
  severity: 'error',
  summary: "a text cannot stand in a line of Mosquitto's files",
  explanation: prose`
    Mosquitto's files hold one entry a line and know no quoting. A text with a line break would add a line of its own, a
    control character is refused or cut, blanks at either end are cut off, and a password or PSK file ends the username
    at the first \`:\`. A username that begins with \`#\` would be a comment there. In bridges, a double quote would end a
    topic early.

    Choose other names and topics.
  `,
  *check({ topology }) {
    for (const { what, text, path } of texts(topology)) {
      const problem = lineProblem(text)
      if (problem === undefined) continue
      yield { message: `${what} ${quoted(text)} ${problem}`, at: { path }, hint: 'choose another text' }
    }
    for (const user of topology.users) yield* credentialFindings(user)
  },
}

interface Text {
  readonly what: string
  readonly text: string
  readonly path: SpecPath
}

function* texts({ users, bridges, brokers }: Topology): Iterable<Text> {
  const seen = new Set<unknown>()
  for (const { name, kind, grants, path, clientId } of users) {
    if (kind !== 'anonymous') yield { what: 'username', text: name, path }
    if (clientId !== undefined) yield { what: 'client identifier', text: clientId, path }
    if (seen.has(grants)) continue
    seen.add(grants)
    for (const { filter, path: at } of grants) yield { what: 'topic', text: filter.text, path: at }
  }
  for (const { routes, clientId, path } of bridges) {
    yield { what: 'client identifier', text: clientId, path }
    for (const { local, remote, path: at } of routes) {
      yield { what: 'topic', text: local.text, path: at }
      yield { what: 'topic', text: remote.text, path: at }
    }
  }
  for (const { listeners } of brokers) {
    for (const { tls, path } of listeners) {
      if (tls?.kind === 'psk') yield { what: 'hint', text: tls.hint, path: [...path, 'tls', 'psk'] }
    }
  }
}

function lineProblem(text: string): string | undefined {
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(text)) return 'holds a control character'
  if (text !== text.trim()) return 'begins or ends with a blank'
  return undefined
}

function* credentialFindings({ name, authentication, path, kind }: User) {
  if (kind === 'anonymous') return
  const isInFile = authentication.kind === 'password' || authentication.kind === 'psk'
  if (!isInFile || !/^#|:/.test(name)) return
  const problem = name.startsWith('#') ? 'begins with "#"' : 'holds ":"'
  yield {
    message: `username ${quoted(name)} ${problem}, which a ${authentication.kind} file cannot hold`,
    at: { path },
    hint: 'choose another username',
  }
}
