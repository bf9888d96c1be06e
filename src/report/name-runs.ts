/** Lists of names in little room: those of a fleet mostly count on. */

/** One name, or so many that count on from the first, with as many digits. */
export type NameRun = string | readonly [first: string, count: number]

/** More digits are no exact numbers in JavaScript. */
const COUNTABLE = /\d{1,15}$/

export function nameRuns(names: readonly string[]): readonly NameRun[] {
  const runs: [first: string, count: number][] = []
  let expected: string | undefined
  for (const name of names) {
    const run = runs.at(-1)
    if (run !== undefined && name === expected) run[1] += 1
    else runs.push([name, 1])
    expected = following(name)
  }
  return runs.map((run) => (run[1] === 1 ? run[0] : run))
}

/** `undefined` where the digits would be more. */
function following(name: string): string | undefined {
  const [digits] = COUNTABLE.exec(name) ?? []
  if (digits === undefined) return undefined
  const next = String(Number(digits) + 1).padStart(digits.length, '0')
  return next.length > digits.length ? undefined : name.slice(0, -digits.length) + next
}
