/** What stolen credentials open, and how to shut them out. */

import type { BrokerRights, Compromise, Contact, Door, TopicsText } from '../../access/compromise.ts'
import type { Locate } from '../../diagnostics/diagnostic.ts'
import { quoted, quotedList } from '../../diagnostics/quoted.ts'
import { shownWord } from '../../files/shown-word.ts'
import { secretName } from '../../topology/secret.ts'
import type { Topology } from '../../topology/topology.ts'
import type { User } from '../../topology/user.ts'
import { userLabel } from '../../topology/user-label.ts'
import { grantJson, hopJson, usersJson } from './answer-json.ts'
import type { Answer } from './print-answer.ts'
import { grantLine } from './spec-lines.ts'
import { usersText } from './users-text.ts'
import { listed, wayText } from './way-text.ts'

const MAX_GRANTS = 12

export function compromiseAnswer(found: Compromise, topology: Topology, locate: Locate): Answer {
  const { user, doors, rights, reaches, reads, sharing } = found
  const steps = cures(user, topology, doors)
  const others = sharing.map(({ name }) => name)
  return {
    title: `whoever has the credentials of ${userLabel(user)}`,
    lines: [
      `  has ${credentialsText(user, topology)}`,
      ...doorLines(doors),
      ...rights.flatMap(rightsLines),
      ...grantLines(user, locate),
      reaches.length === 0 ? 'reaches nobody' : `reaches ${countText(reaches)}`,
      ...listed(reaches, (contact) => contactText(contact, 'to')),
      reads.length === 0 ? "reads nobody's messages" : `reads messages of ${countText(reads)}`,
      ...listed(reads, (contact) => contactText(contact, 'from')),
      ...(others.length === 0 ? [] : [`has the credentials of ${quotedList(others)} too: the same secret`]),
      'to shut it out',
      ...steps.map((step) => `  ${step}`),
    ],
    json: {
      compromised: user.name,
      credentials: credentialsText(user, topology),
      doors: doors.map(({ broker, listener }) => ({ broker: broker.name, listener: listener.name })),
      rights: rights.map((each) => ({ ...each, broker: each.broker.name })),
      grants: user.grants.map((grant) => grantJson(grant, locate)),
      ...{ reaches: reaches.map(contactJson), reads: reads.map(contactJson), sharing: others, cures: steps },
    },
  }
}

/** What it is, and which files hold it. */
function credentialsText({ name, authentication, bundles }: User, { bridges }: Topology): string {
  const bridge = bridges.find(({ user }) => user.name === name)
  const names = bundles.map((bundle) => bundle.name)
  const inBundles =
    names.length === 0 ? '' : `, in ${names.length === 1 ? 'bundle' : 'bundles'} ${quotedList(names)}`
  const where = bridge === undefined ? inBundles : `, in the files of broker ${quoted(bridge.from.name)}`
  switch (authentication.kind) {
    case 'none':
      return 'no credentials: nobody needs any'
    case 'certificate':
      return `a certificate of profile ${quoted(authentication.profile.name)} and its key${where}`
    default: {
      const { kind, secret } = authentication
      const from = secret.from === 'generate' ? 'that mqttopia makes' : `from ${secretName(secret)}`
      return `a ${kind === 'psk' ? 'pre-shared key' : 'password'} ${from}${where}`
    }
  }
}

function doorLines(doors: readonly Door[]): readonly string[] {
  if (doors.length === 0) return ['  connects nowhere: no listener takes them alone']
  return doors.map(
    ({ broker, listener }) =>
      `  connects to broker ${quoted(broker.name)} by listener ${quoted(listener.name)}`,
  )
}

function rightsLines({ broker, publish, subscribe }: BrokerRights): readonly string[] {
  return [
    `  may publish ${topicsText(publish)} on broker ${quoted(broker.name)}`,
    `  may receive ${topicsText(subscribe)} on broker ${quoted(broker.name)}`,
  ]
}

function contactJson({ users, broker, names, hops }: Contact) {
  return { ...usersJson(users), broker: broker.name, names, hops: hops.map(hopJson) }
}

function topicsText({ filters, witness }: TopicsText): string {
  if (filters !== undefined) return quotedList(filters)
  return witness === undefined ? 'nothing' : `topics such as ${quoted(witness)}`
}

function grantLines({ grants }: User, locate: Locate): readonly string[] {
  const shown = grants.slice(0, MAX_GRANTS).map((grant) => `  by ${grantLine(locate, grant).split('\n')[0]}`)
  return grants.length > MAX_GRANTS ? [...shown, `  and by ${grants.length - MAX_GRANTS} more`] : shown
}

function countText(contacts: readonly Contact[]): string {
  const names = new Set(contacts.flatMap(({ users }) => users.map(({ name }) => name)))
  return names.size === 1 ? '1 user' : `${names.size} users`
}

function contactText({ users, broker, names, hops }: Contact, word: 'to' | 'from'): string {
  return `  ${word} ${usersText(users)}: ${wayText({ broker, names, hops })}`
}

/** Steps in order, commands among them. */
function cures(
  { kind, name, authentication }: User,
  { bridges }: Topology,
  doors: readonly Door[],
): readonly string[] {
  const bridge = bridges.find(({ user }) => user.name === name)
  const selector = shownWord(
    kind === 'bridge' && bridge !== undefined ? `bridge:${bridge.name}` : `user:${name}`,
  )
  const roll = 'compile, and apply; open connections stay until they end or the broker restarts'
  switch (authentication.kind) {
    case 'none':
      return ['everybody has them: take "anonymous" out of the listeners, or the grants of the user', roll]
    case 'certificate':
      return [
        `mqttopia pki revoke ${selector} --reason keyCompromise`,
        ...unchecked(doors),
        ...(authentication.csrFile === undefined
          ? []
          : [`have the device make a new key, and a new ${quoted(authentication.csrFile)}`]),
        roll,
      ]
    default: {
      const { secret } = authentication
      const change =
        secret.from === 'generate' ? `mqttopia pki rotate ${selector}` : `change ${secretName(secret)}`
      return [change, roll]
    }
  }
}

/** Listeners to which a revocation says nothing. */
function unchecked(doors: readonly Door[]): readonly string[] {
  return doors
    .filter(({ listener: { tls } }) => tls?.kind === 'certificate' && !tls.crl)
    .map(
      ({ broker, listener }) =>
        `set "crl: true" for listener ${quoted(listener.name)} of broker ${quoted(broker.name)}: it looks at no revocation`,
    )
}
