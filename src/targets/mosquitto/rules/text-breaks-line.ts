import type { SpecPath } from '../../../diagnostics/diagnostic.ts'
import { prose } from '../../../diagnostics/prose.ts'
import type { Bridge } from '../../../topology/bridge.ts'
import type { Listener } from '../../../topology/broker.ts'
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

function texts({ users, bridges, brokers }: Topology): readonly Text[] {
  const shared = new Set(users.map(({ grants }) => grants))
  return [
    ...users.flatMap(userTexts),
    ...[...shared].flatMap((grants) =>
      grants.map(({ filter, path }) => ({ what: 'topic', text: filter.text, path })),
    ),
    ...bridges.flatMap(bridgeTexts),
    ...brokers.flatMap(({ listeners }) => listeners).flatMap(hintText),
  ]
}

function userTexts({ name, kind, clientId, path }: User): Text[] {
  if (kind === 'anonymous') return []
  const username = { what: 'username', text: name, path }
  return clientId === undefined ? [username] : [username, { what: 'client identifier', text: clientId, path }]
}

function bridgeTexts({ routes, clientId, path }: Bridge): Text[] {
  const topics = routes.flatMap(({ local, remote, path: at }) => [
    { what: 'topic', text: local.text, path: at },
    { what: 'topic', text: remote.text, path: at },
  ])
  return [{ what: 'client identifier', text: clientId, path }, ...topics]
}

function hintText({ tls, path }: Listener): Text[] {
  return tls?.kind === 'psk' ? [{ what: 'hint', text: tls.hint, path: [...path, 'tls', 'psk'] }] : []
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
