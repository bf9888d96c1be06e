/** Turns the lines of a large class into patterns, where that saves lines and gives nobody else anything. */

import { type PatternLine, patternOf } from './pattern-line.ts'
import { adopt, type Scene, type Work } from './scene.ts'

/** A class smaller than this is written out; patterns would save next to nothing and say less. */
const MIN_MEMBERS = 4

/** From here on, being written out is slow enough to be said. */
const MANY_MEMBERS = 10_000

export function usernamePatterns(scene: Scene, one: Work): readonly PatternLine[] {
  const { members, isMany, name = '' } = one.principals
  if (!isMany || members.length < MIN_MEMBERS || one.lines.some(({ access }) => access === 'deny')) return []
  // A pattern without a variable makes Mosquitto warn at start, so such lines stay with each member.
  const nameless = one.lines.filter(({ filter }) => !filter.levels.includes(name))
  const [first] = nameless
  if (first !== undefined && members.length >= MANY_MEMBERS) {
    const because = { namelessFilter: first.filter.text }
    scene.problems.push({ kind: 'written-out', members, because })
  }
  const candidates = one.lines.filter((line) => !nameless.includes(line))
  const patterns = candidates.flatMap((line) => patternOf(line, name) ?? [])
  if (patterns.length === 0 || patterns.length < candidates.length) return []
  const others = scene.work.filter((other) => other !== one)
  const obstacle = adopt(scene, patterns, others, members.length * patterns.length)
  if (obstacle === undefined) {
    one.lines = nameless
    return patterns
  }
  if (first === undefined && members.length >= MANY_MEMBERS) {
    scene.problems.push({ kind: 'written-out', members, because: { obstacle } })
  }
  return []
}
