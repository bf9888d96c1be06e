/**
 * What an emitted file of the dynamic-security plugin allows, read from its text: the client's roles in order, in each the
 * entries of the asked direction in order, the first that matches (`dynamic-security/acl.c`).
 */

import { readSecurityFile } from '../mosquitto-files/dynamic-security/read-security-file.ts'
import type {
  SecurityAcl,
  SecurityAclType,
  SecurityFile,
} from '../mosquitto-files/dynamic-security/security-file.ts'
import { canonicalLevels, type TopicFilter } from '../topic/filter.ts'
import type { TopicSet, TopicSets } from '../topic/topic-set.ts'
import type { EngineVersion } from '../topology/broker.ts'
import type { Bearer, EmittedFile, EmittedRights } from './bearer.ts'
import { patternTopics } from './bound-pattern.ts'

const TYPES = { publish: 'publishClientSend', subscribe: 'publishClientReceive' } as const

/** @throws Error where the text is no such file. */
export function readSecurityRights(name: string, text: string, version: EngineVersion): EmittedFile {
  const file = readNamed(name, text)
  return { mentioned: [], rightsIn: (sets) => securityRights(sets, file, version) }
}

function securityRights(sets: TopicSets, file: SecurityFile, version: EngineVersion): EmittedRights {
  const topicsFor = ({ topic }: SecurityAcl, bearer: Bearer) => {
    if (version === '2.1' && hasVariable(topic)) return patternTopics(sets, topic, bearer, version)
    const filter = ownFilter(topic, bearer)
    return filter === undefined ? sets.empty : sets.topicsOf(filter)
  }
  const asked = (bearer: Bearer, type: SecurityAclType) =>
    askedFor(file, bearer)?.filter((acl) => acl.type === type)
  const rightsTo = (bearer: Bearer, type: SecurityAclType): TopicSet => {
    const acls = asked(bearer, type)
    if (acls === undefined) return sets.empty
    return firstMatch(sets, acls, (acl) => topicsFor(acl, bearer), file.defaults[type])
  }
  return {
    filtersFor: (bearer) => (askedFor(file, bearer) ?? []).map(({ topic }) => topic.split('/')),
    lists: (name) => file.clients.has(name),
    keyOf: (bearer) => keyOf(askedFor(file, bearer), bearer),
    of: (bearer) => ({
      publish: rightsTo(bearer, TYPES.publish),
      subscribe: rightsTo(bearer, TYPES.subscribe),
    }),
    sharedTopics: () => sets.empty,
    lineFor: (bearer, action, topic) => {
      const acls = asked(bearer, TYPES[action])
      const first = acls?.find((acl) => sets.contains(topicsFor(acl, bearer), topic))
      return first && JSON.stringify(first)
    },
  }
}

function readNamed(name: string, text: string): SecurityFile {
  try {
    return readSecurityFile(text)
  } catch {
    // Without the cause, which may quote what is secret.
    throw new Error(`${name} is not as the plugin has it`)
  }
}

/** In the order in which they are asked; `undefined` for whoever is not in the file, who is refused. */
function askedFor(file: SecurityFile, { name }: Bearer): readonly SecurityAcl[] | undefined {
  const roles = name === undefined ? file.anonymous : file.clients.get(name)
  return roles?.flatMap((role) => file.roles.get(role) ?? [])
}

function keyOf(acls: readonly SecurityAcl[] | undefined, bearer: Bearer): string {
  if (acls === undefined) return 'nobody'
  const lines = acls.map(
    ({ type, allow, priority, topic }) => `${type} ${allow} ${priority} ${bearer.ownText(topic)}`,
  )
  return lines.join('\n')
}

function firstMatch(
  sets: TopicSets,
  acls: readonly SecurityAcl[],
  topicsFor: (acl: SecurityAcl) => TopicSet,
  allowsRest: boolean,
): TopicSet {
  let [allowed, decided] = [sets.empty, sets.empty]
  for (const acl of acls) {
    const topics = sets.difference(topicsFor(acl), decided)
    decided = sets.union(decided, topics)
    if (acl.allow) allowed = sets.union(allowed, topics)
  }
  return allowsRest ? sets.union(allowed, sets.complement(decided)) : allowed
}

/** 2.1 puts the names of a client into these levels. */
function hasVariable(topic: string): boolean {
  return topic.split('/').some((level) => level === '%u' || level === '%c')
}

function ownFilter(topic: string, { inOwnForm }: Bearer): TopicFilter | undefined {
  return inOwnForm({ text: topic, levels: canonicalLevels(topic) })
}
