/** Turns the lines of a large class into patterns, where that saves lines and gives nobody else anything. */

import type { AclLine } from './acl-line.ts'
import type { PatternObstacle } from './compensation.ts'
import { type PatternLine, patternOf } from './pattern-line.ts'
import { adopt, type Scene, type Work } from './scene.ts'

/** A class smaller than this is written out; patterns would save next to nothing and say less. */
const MIN_MEMBERS = 4

/** From here on, being written out is slow enough to be said, and a warning of Mosquitto's at start is the lesser evil. */
const MANY_MEMBERS = 10_000

export function usernamePatterns(scene: Scene, one: Work): readonly PatternLine[] {
  const { members, isMany, name = '' } = one.principals
  if (!isMany || members.length < MIN_MEMBERS || one.lines.some(({ access }) => access === 'deny')) return []
  const isLarge = members.length >= MANY_MEMBERS
  // A pattern without a variable makes Mosquitto warn at start, so such lines stay with each member of a small class.
  const nameless = one.lines.filter(({ filter }) => !filter.levels.includes(name))
  const named = one.lines.filter((line) => !nameless.includes(line))
  const whole = isLarge && nameless.length > 0 ? turn(scene, one, one.lines) : undefined
  if (whole !== undefined && 'patterns' in whole) return whole.patterns
  const part = turn(scene, one, named)
  const obstacle = whole?.obstacle ?? ('obstacle' in part ? part.obstacle : undefined)
  if (isLarge && obstacle !== undefined) {
    scene.problems.push({ kind: 'written-out', members, because: { obstacle } })
  }
  return 'patterns' in part ? part.patterns : []
}

/** Takes these lines from the class and makes patterns of them, or says what stands in the way, if somebody does. */
function turn(
  scene: Scene,
  one: Work,
  lines: readonly AclLine[],
): { readonly patterns: readonly PatternLine[] } | { readonly obstacle?: PatternObstacle } {
  const { members, name = '' } = one.principals
  const patterns = lines.flatMap((line) => patternOf(line, name) ?? [])
  if (patterns.length === 0 || patterns.length < lines.length) return {}
  const others = scene.work.filter((other) => other !== one)
  const obstacle = adopt(scene, patterns, others, members.length * patterns.length)
  if (obstacle !== undefined) return { obstacle }
  one.lines = one.lines.filter((line) => !lines.includes(line))
  return { patterns }
}
