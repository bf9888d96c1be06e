/** A second opinion on renaming: one name at a time, by a regular expression. */

/** What a route from `source` to `target` calls `name`; `undefined` where it does not match, or nothing is left. */
export function renamedName(name: string, source: string, target: string): string | undefined {
  const pattern = source
    .split('/')
    .map((level, i) => {
      const separator = i === 0 ? '' : '/'
      // A first level `#` has no separator before what it stands for.
      if (level === '#') return separator === '' ? '(?<rest>.+)' : '(?<rest>(?:/.*)?)'
      return separator + (level === '+' ? '([^/]*)' : level.replace(/[^\w/]/g, '\\$&'))
    })
    .join('')
  const match = new RegExp(`^${pattern}$`, 's').exec(name)
  if (match === null) return undefined
  const { rest } = match.groups ?? {}
  const captured = match.slice(1, rest === undefined ? undefined : -1)
  const levels = target
    .split('/')
    .filter((level) => level !== '#')
    .map((level) => (level === '+' ? (captured.shift() ?? '') : level))
  const tail =
    rest === undefined || rest === '' ? [] : [rest.startsWith('/') && source !== '#' ? rest.slice(1) : rest]
  const result = [...levels, ...tail].join('/')
  return result === '' ? undefined : result
}
