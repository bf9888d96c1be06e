/** Every text of a topology that comes to stand in a line of some file of this target, with where it is written. */

import type { SpecPath } from '../../diagnostics/diagnostic.ts'
import type { Bridge } from '../../topology/bridge.ts'
import type { Broker, Listener } from '../../topology/broker.ts'
import type { TopologySubject } from '../../topology/topology-subject.ts'
import type { Grant, User } from '../../topology/user.ts'
import { usesClientId } from './acl/principal-class.ts'

export interface ConfiguredText {
  readonly what: string
  readonly text: string
  readonly path: SpecPath
  /** The text is the key at the path. */
  readonly isKey?: boolean
  /** It stands before a `:` in that file. */
  readonly credentialFile?: 'password' | 'psk' | undefined
}

/** Of users, those of the fresh ones. */
export function* configuredTexts({ topology, fresh }: TopologySubject): Iterable<ConfiguredText> {
  const { bridges, brokers } = topology
  const seen = new Set<readonly Grant[]>()
  for (const user of fresh) {
    yield* userTexts(user)
    // The grants of bridges follow from their routes.
    if (seen.has(user.grants) || user.kind === 'bridge' || !standsInAclFile(user)) continue
    seen.add(user.grants)
    for (const { filter, path } of user.grants) yield { what: 'topic', text: filter.text, path }
  }
  for (const bridge of bridges) yield* bridgeTexts(bridge)
  for (const broker of brokers) {
    yield* installTexts(broker)
    for (const listener of broker.listeners) yield* listenerTexts(listener)
  }
}

function standsInAclFile({ at }: User): boolean {
  return at.some(({ access }) => access === 'acl-file')
}

function* userTexts(user: User): Iterable<ConfiguredText> {
  const { kind, name, path, authentication, clientId, grants } = user
  const isInAclFile = standsInAclFile(user)
  const isInPskFile = authentication.kind === 'psk'
  if (kind === 'anonymous') return
  if (isInAclFile || isInPskFile) {
    const isInPasswordFile = authentication.kind === 'password'
    const credentialFile = isInPskFile ? 'psk' : isInPasswordFile ? 'password' : undefined
    yield { what: 'username', text: name, path, isKey: true, credentialFile }
  }
  if (isInAclFile && clientId !== undefined && usesClientId(grants))
    yield { what: 'client identifier', text: clientId, path, isKey: true }
}

function* bridgeTexts({ from, routes, clientId, path }: Bridge): Iterable<ConfiguredText> {
  yield { what: 'client identifier', text: clientId, path: [...path, 'session', 'clientId'] }
  // For a bridge of 2.0, another rule refuses all blanks.
  const shown = (text: string) => (from.engine.version === '2.0' ? text.replaceAll(' ', '_') : text)
  for (const { direction, local, remote, path: at } of routes) {
    yield { what: 'topic', text: shown(local.text), path: [...at, direction] }
    if (remote.text !== local.text) yield { what: 'topic', text: shown(remote.text), path: [...at, 'remote'] }
  }
}

function* listenerTexts({ tls, socketPath, path }: Listener): Iterable<ConfiguredText> {
  if (tls?.kind === 'psk') yield { what: 'hint', text: tls.hint, path: [...path, 'tls', 'psk', 'hint'] }
  if (socketPath !== undefined) yield { what: 'path', text: socketPath, path: [...path, 'path'] }
}

/** Each stands in front of a file's name, so that a blank at its end is not at the end of a line. */
function* installTexts({ install, path }: Broker): Iterable<ConfiguredText> {
  for (const folder of ['config', 'data', 'log', 'plugins'] as const)
    yield { what: 'path', text: `${install[folder]}/`, path: [...path, 'install', folder] }
}
