/**
 * How deep topics may be: as deep as Mosquitto takes them (`TOPIC_HIERARCHY_LIMIT`), since trees of topics are walked
 * level by level.
 */

export const MAX_TOPIC_SLASHES = 200

export const TOO_DEEP = `a topic may have at most ${MAX_TOPIC_SLASHES + 1} levels`

export function isTooDeep(topic: string): boolean {
  if (topic.length <= MAX_TOPIC_SLASHES) return false
  let slashes = 0
  for (let at = topic.indexOf('/'); at !== -1; at = topic.indexOf('/', at + 1))
    if (++slashes > MAX_TOPIC_SLASHES) return true
  return false
}
