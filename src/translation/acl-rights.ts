/**
 * What an emitted `acl_file` allows, read from its text: a client's own lines, then the patterns, then nothing; in each
 * list a deny comes first and takes both directions (`acl_check.c`, in 2.0 `security_default.c`).
 */

import type { Rights } from '../access/rights.ts'
import { isError } from '../diagnostics/diagnostic.ts'
import { SourceText } from '../diagnostics/source-text.ts'
import type { AclAccess, AclFile, AclRule } from '../mosquitto-files/acl/acl-file.ts'
import { readAclFile } from '../mosquitto-files/acl/read-acl-file.ts'
import { canonicalLevels, type TopicFilter } from '../topic/filter.ts'
import type { TopicSet, TopicSets } from '../topic/topic-set.ts'
import { unionAll } from '../topic/union-all.ts'
import type { EngineVersion } from '../topology/broker.ts'
import type { Bearer, EmittedFile, EmittedRights } from './bearer.ts'
import { patternTopics, widestTopics } from './bound-pattern.ts'

/** A rule in one client's own list, and what it is about under the client's own form. */
interface OwnLine {
  readonly rule: AclRule
  readonly filter: TopicFilter
}

/** The topics of a list, by access. */
type ByAccess = (...accesses: readonly AclAccess[]) => TopicSet

const NO_RULES: readonly AclRule[] = []
const ALLOWS = { publish: 'write', subscribe: 'read' } as const

/** @throws Error where the text is no ACL file. */
export function readAclRights(name: string, text: string, version: EngineVersion): EmittedFile {
  const { file, diagnostics } = readAclFile(new SourceText(name, text))
  const wrong = diagnostics.find(isError)
  if (wrong !== undefined) throw new Error(`${name}: ${wrong.message}`)
  return {
    mentioned: file.patterns.flatMap(({ filter }) => filter.split('/')),
    rightsIn: (sets) => aclRights(sets, file, version),
  }
}

function aclRights(sets: TopicSets, file: AclFile, version: EngineVersion): EmittedRights {
  const topicsFor = ({ filter }: AclRule, bearer: Bearer) => patternTopics(sets, filter, bearer, version)
  return {
    filtersFor: (bearer) => [
      ...ownLines(file, bearer).map(({ filter }) => filter.levels),
      ...file.patterns.map(({ filter }) => filter.split('/')),
    ],
    lists: (name) => file.users.has(name),
    keyOf: (bearer) =>
      rulesOf(file, bearer)
        .map(({ access, filter }) => `${access} ${bearer.ownText(filter)}`)
        .join('\n'),
    of: (bearer) => {
      const lines = ownLines(file, bearer)
      const own: ByAccess = (...accesses) =>
        sets.unionOf(lines.filter(({ rule }) => accesses.includes(rule.access)).map(({ filter }) => filter))
      const patterns: ByAccess = (...accesses) =>
        unionAll(
          sets,
          file.patterns
            .filter(({ access }) => accesses.includes(access))
            .map((rule) => topicsFor(rule, bearer)),
        )
      return decided(sets, own, patterns, bearer.identifier === 'levels')
    },
    sharedTopics: (bearer) =>
      unionAll(
        sets,
        file.patterns.map(({ filter }) => widestTopics(sets, filter, bearer)),
      ),
    lineFor: (bearer, action, topic) => {
      const own = ownLines(file, bearer).filter(({ filter }) => sets.contains(sets.topicsOf(filter), topic))
      const line = decisive(
        own.map(({ rule }) => rule),
        action,
      )
      if (line !== undefined) return lineText('topic', line)
      const shared = file.patterns.filter((rule) => sets.contains(topicsFor(rule, bearer), topic))
      const pattern = decisive(shared, action)
      return pattern && lineText('pattern', pattern)
    },
  }
}

function rulesOf(file: AclFile, { name }: Bearer): readonly AclRule[] {
  return name === undefined ? file.anonymous : (file.users.get(name) ?? NO_RULES)
}

function ownLines(file: AclFile, bearer: Bearer): readonly OwnLine[] {
  return rulesOf(file, bearer).flatMap((rule) => {
    const filter = bearer.inOwnForm({ text: rule.filter, levels: canonicalLevels(rule.filter) })
    return filter === undefined ? [] : [{ rule, filter }]
  })
}

/** @param atLeast patterns may be about less than what is given of them, so what they deny counts for nothing */
function decided(sets: TopicSets, own: ByAccess, patterns: ByAccess, atLeast: boolean): Rights {
  const denied = own('deny')
  const withheld = atLeast ? denied : sets.union(denied, patterns('deny'))
  const allowed = (action: keyof Rights) =>
    sets.union(
      sets.difference(own('readwrite', ALLOWS[action]), denied),
      sets.difference(patterns('readwrite', ALLOWS[action]), withheld),
    )
  return { publish: allowed('publish'), subscribe: allowed('subscribe') }
}

function decisive(rules: readonly AclRule[], action: keyof Rights): AclRule | undefined {
  return (
    rules.find(({ access }) => access === 'deny') ??
    rules.find(({ access }) => access === 'readwrite' || access === ALLOWS[action])
  )
}

function lineText(keyword: 'topic' | 'pattern', { line, access, filter }: AclRule): string {
  return `line ${line}: ${keyword} ${access} ${filter}`
}
