/** Guards the paths of artifacts and archive entries: safe to unpack anywhere, the same on every file system. */

/** What is wrong with `path` as a relative path with `/`, or `undefined`. */
export function artifactPathProblem(path: string): string | undefined {
  if (PLAIN.test(path)) return undefined
  if (path === '') return 'is empty'
  if (path.startsWith('/')) return 'is absolute'
  if (/[\0-\x1f\x7f\\]/.test(path)) return 'holds a control character or a backslash'
  if (/\p{Surrogate}/u.test(path)) return 'holds half a character'
  for (const step of path.split('/')) {
    if (step === '') return 'has an empty step'
    if (step === '.' || step === '..') return `has the step "${step}"`
    if (Buffer.byteLength(step) > longestStepBytes) return `has a step over ${longestStepBytes} bytes`
  }
  return undefined
}

/** What almost all paths are: nothing is wrong with them. Steps that begin with a full stop are looked at. */
const PLAIN = /^[\w~%-][\w.~%-]{0,200}(\/[\w~%-][\w.~%-]{0,200})*$/

/** NAME_MAX of Linux, in bytes; other systems allow as much or more. */
const longestStepBytes = 255

/**
 * A check for the paths of one folder or archive, to be called with each in turn.
 *
 * It throws for a path that is unsafe, or that some file system could not tell from an earlier one (case
 * and Unicode form are folded), or that needs a folder where an earlier one is a file. The emitters choose
 * their paths so that none of this happens: reaching it is a bug in mqttopia.
 */
export function pathGuard(): (path: string) => void {
  const files = new Map<string, string>()
  const folders = new Set<string>()
  return (path) => {
    const problem = artifactPathProblem(path)
    if (problem !== undefined) throw new RangeError(`artifact path ${JSON.stringify(path)} ${problem}`)
    const folded = fold(path)
    const other = files.get(folded)
    if (other !== undefined) throw new RangeError(`artifact paths "${other}" and "${path}" collide`)
    if (folders.has(folded)) throw new RangeError(`artifact path "${path}" is a folder of another artifact`)
    files.set(folded, path)
    for (let end = folded.lastIndexOf('/'); end !== -1; end = folded.lastIndexOf('/', end - 1)) {
      const folder = folded.slice(0, end)
      if (folders.has(folder)) break
      const file = files.get(folder)
      if (file !== undefined) throw new RangeError(`artifact "${file}" is a folder of "${path}"`)
      folders.add(folder)
    }
  }
}

function fold(path: string): string {
  return (ASCII.test(path) ? path : path.normalize('NFC')).toLowerCase()
}

const ASCII = /^[\0-\x7f]*$/
