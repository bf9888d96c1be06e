/** The client identifiers under which a subject can be told apart: one of each kind stands for all of the kind. */

import type { EngineVersion } from '../topology/broker.ts'
import type { EmittedRights, Identifier } from './bearer.ts'
import type { IdentifierLevel } from './model-rights.ts'
import { FREE_IDENTIFIER, type Subject } from './subjects.ts'

export interface IdentifierCase {
  readonly identifier: Identifier
  /** What stands for an open identifier in grants. */
  readonly level: IdentifierLevel
  /** The engine refuses such an identifier what a pattern would give, or it is not the fixed one. */
  readonly mayBeLess: boolean
}

/** Nobody speaks of these. */
const OTHER = '\0another'
const DOLLAR = `$${OTHER}`
/** The place of a variable in a pattern. */
const isVariable = (level: string) => level === '%c' || level === '%u'

export function identifierCases(
  subject: Subject,
  emitted: EmittedRights,
  version: EngineVersion,
): readonly IdentifierCase[] {
  const { bearer, isFree } = subject
  const { identifier } = bearer
  const own = { identifier, level: identifier, mayBeLess: false }
  // Nothing keeps a client to its fixed identifier, and one with a wildcard is refused all patterns.
  const isOdd = !isFree && /[+#]/.test(identifier.text)
  const spoken = spokenBeside(subject, emitted) ?? (isOdd ? [] : undefined)
  if (spoken === undefined) return [own]
  const { username = '' } = bearer
  const texts = new Set([...spoken, ...(isFree ? [] : [OTHER]), DOLLAR, username])
  const others = [...texts].filter((text) => isOneLevel(text) && text !== identifier.text)
  return [own, ...others.map((text) => levelCase(subject, text, version)), ...oddCases(subject, version)]
}

function levelCase({ isFree, bearer }: Subject, text: string, version: EngineVersion): IdentifierCase {
  // 2.1 takes a pattern that begins with a variable for none of `$` topics.
  const isLost = version === '2.1' && text.startsWith('$')
  return { identifier: { text }, level: isFree ? { text } : bearer.identifier, mayBeLess: !isFree || isLost }
}

function oddCases({ isFree, bearer: { identifier } }: Subject, version: EngineVersion): IdentifierCase[] {
  const wildcard = isFree ? 'nothing' : identifier
  const levels = isFree ? 'any' : identifier
  return [
    { identifier: 'wildcard', level: wildcard, mayBeLess: true },
    ...(version === '2.0'
      ? [{ identifier: 'levels' as const, level: levels, mayBeLess: true } as const]
      : []),
  ]
}

function isOneLevel(text: string): boolean {
  return text !== '' && !/[+#/]/.test(text) && !isVariable(text)
}

/** The levels in those places in which an identifier stands anywhere; `undefined` where it makes no difference. */
function spokenBeside(
  { grants, bearer, isFree }: Subject,
  emitted: EmittedRights,
): ReadonlySet<string> | undefined {
  const filters = [
    ...emitted.filtersFor(bearer),
    ...(isFree ? grants.map(({ filter }) => filter.levels) : []),
  ]
  const isIdentifier = (level: string) => level === '%c' || level === FREE_IDENTIFIER
  const open = filters.filter((levels) => levels.some(isIdentifier))
  if (open.length === 0) return undefined
  // A name of several levels moves what is behind it.
  const isMoved = bearer.username?.includes('/') === true
  const places = new Set(
    open.flatMap((levels) => levels.flatMap((level, i) => (isIdentifier(level) ? [i] : []))),
  )
  return new Set(filters.flatMap((levels) => levels.filter((_, i) => isMoved || places.has(i))))
}

/** The topic or identifier, with what stands for an identifier of the client's choice named for people. */
export function withOtherNamed(text: string): string {
  return text.replaceAll(OTHER, 'client')
}
