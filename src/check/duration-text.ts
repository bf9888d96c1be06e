/** Durations for messages. */

const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
] as const

/** The duration in the largest unit that divides it, as a spec would write it: `90d`, `36h`, `61s`. */
export function durationText(seconds: number): string {
  const [unit, size] =
    UNITS.find(([, size]) => seconds >= size && seconds % size === 0) ?? (['s', 1] as const)
  return `${seconds / size}${unit}`
}

/** `2026-03-01`. */
export function dayText(date: Date): string {
  return date.toISOString().slice(0, 10)
}
