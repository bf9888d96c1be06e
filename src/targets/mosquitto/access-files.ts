/** The files that say who gets in, and what they may do. */

import type { Artifact } from '../../files/artifact.ts'
import type { Materials } from '../../pki/materials.ts'
import type { Broker } from '../../topology/broker.ts'
import type { Topology } from '../../topology/topology.ts'
import type { User } from '../../topology/user.ts'
import { type Admits, aclFile } from './acl/acl-file.ts'
import { brokerAclPlan } from './acl/broker-acl-plan.ts'
import {
  ACL_FILE,
  DYNAMIC_SECURITY_FILE,
  EMPTY_PASSWORD_FILE,
  groupAclFile,
  PASSWORD_FILE,
  PSK_FILE,
} from './conf/broker-files.ts'
import { listenerGroups, needsPerListener, passwordFileOf, takes } from './conf/logins.ts'
import { emptyPasswordFile, passwordFile, pskFile, usersBy } from './credential-files.ts'
import { securityFile } from './dynamic-security/security-file.ts'
import { securityPlan } from './dynamic-security/security-plan.ts'

/** All secret; some not for what they say, but because Mosquitto warns of files that others can read. */
export function* accessFiles(broker: Broker, topology: Topology, materials: Materials): Iterable<Artifact> {
  if (broker.access === 'acl-file') {
    yield* aclFiles(broker, topology)
    yield* passwordFiles(broker, topology, materials)
  } else {
    const plan = securityPlan(topology, broker)
    yield secret(DYNAMIC_SECURITY_FILE, securityFile(plan, materials))
  }
  if (takes(broker.listeners, 'psk'))
    yield secret(PSK_FILE, [pskFile(usersBy(topology, broker, 'psk'), materials)])
}

/**
 * One plan, so that all files say the same. With a file for each group of listeners, each holds just those who can come
 * in there: Mosquitto 2.0 reads a file once for each listener, in a time that grows with the square of its users.
 */
export function* aclFiles(broker: Broker, topology: Topology): Iterable<Artifact> {
  const plan = brokerAclPlan(topology, broker)
  if (!needsPerListener(broker)) {
    yield shareable(ACL_FILE, aclFile(plan))
    return
  }
  for (const { listeners, admits } of listenerGroups(broker)) {
    yield shareable(groupAclFile(listeners[0]), aclFile(plan, byName(topology, admits)))
  }
}

function byName({ users }: Topology, admits: (user: User) => boolean): Admits {
  const admitted = new Set(
    users.filter(admits).map(({ kind, name }) => (kind === 'anonymous' ? undefined : name)),
  )
  return (name) => admitted.has(name)
}

function* passwordFiles(broker: Broker, topology: Topology, materials: Materials): Iterable<Artifact> {
  const shared = passwordFileOf(broker.listeners)
  const files = new Set(broker.listeners.map((listener) => passwordFileOf([listener])))
  if (shared === PASSWORD_FILE)
    yield secret(PASSWORD_FILE, [passwordFile(usersBy(topology, broker, 'password'), materials)])
  if (files.has(EMPTY_PASSWORD_FILE)) yield shareable(EMPTY_PASSWORD_FILE, [emptyPasswordFile()])
}

function secret(path: string, pieces: Iterable<string>): Artifact {
  return { path, content: [...pieces].join(''), secret: true }
}

function shareable(path: string, pieces: Iterable<string>): Artifact {
  return { ...secret(path, pieces), shareable: true }
}
