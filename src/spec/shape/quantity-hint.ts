/** What to write in place of a length of time or a number of bytes that mqttopia does not read. */

const SECONDS: readonly (readonly [string, number])[] = [
  ['y', 31_536_000],
  ['w', 604_800],
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
]

/** Words for units, with their seconds. */
const TIME_WORDS: ReadonlyMap<string, number> = new Map([
  ...SECONDS,
  ...words(1, 's', 'sec', 'secs', 'second', 'seconds'),
  ...words(60, 'm', 'min', 'mins', 'minute', 'minutes'),
  ...words(3600, 'h', 'hr', 'hrs', 'hour', 'hours'),
  ...words(86_400, 'd', 'day', 'days'),
  ...words(604_800, 'w', 'week', 'weeks'),
  ...words(2_592_000, 'mo', 'month', 'months'),
  ...words(31_536_000, 'y', 'yr', 'year', 'years'),
])

const TIME_RULE = 'a whole number and one of s, m, h, d, w and y'

export function durationHint(text: string): string {
  if (/^\d+$/.test(text.trim()))
    return `add a unit: ${text.trim()}s, ${text.trim()}m, ${text.trim()}h or ${text.trim()}d`
  const seconds = secondsOf(text.trim().toLowerCase())
  const meant = seconds === undefined ? undefined : shortest(seconds, SECONDS)
  return meant === undefined ? `write ${TIME_RULE}, such as 90d` : `write ${meant}`
}

/** `90 days`, `1h30m`, `1.5h`, and ISO 8601's `P90D` and `PT5M`. */
function secondsOf(text: string): number | undefined {
  const plain = /^pt?\d/.test(text) ? text.slice(1).replace('t', ' ') : text.replace(/,|\band\b/g, ' ')
  if (!/^(\s*\d+(\.\d+)?\s*[a-z]+)+\s*$/.test(plain.slice(0, 60))) return undefined
  let sum = 0
  for (const [, amount, unit] of plain.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/g)) {
    sum += Number(amount) * (TIME_WORDS.get(unit ?? '') ?? Number.NaN)
  }
  return sum
}

const BYTES: readonly (readonly [string, number])[] = [
  ['GiB', 2 ** 30],
  ['GB', 1e9],
  ['MiB', 2 ** 20],
  ['MB', 1e6],
  ['KiB', 1024],
  ['kB', 1000],
  ['B', 1],
]

const BYTE_WORDS: ReadonlyMap<string, number> = new Map([
  ...words(1, 'b', 'byte', 'bytes'),
  ...words(1000, 'k', 'kb', 'kilobyte', 'kilobytes'),
  ...words(1e6, 'm', 'mb', 'megabyte', 'megabytes'),
  ...words(1e9, 'g', 'gb', 'gigabyte', 'gigabytes'),
  ...words(1024, 'ki', 'kib'),
  ...words(2 ** 20, 'mi', 'mib'),
  ...words(2 ** 30, 'gi', 'gib'),
])

export function sizeHint(text: string): string {
  if (/^\d+$/.test(text.trim())) return `add a unit: ${text.trim()}B, ${text.trim()}kB or ${text.trim()}MB`
  const [, amount, unit] = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/.exec(text.trim().toLowerCase()) ?? []
  const factor = BYTE_WORDS.get(unit ?? '')
  const meant = factor === undefined ? undefined : shortest(Number(amount) * factor, BYTES)
  return meant === undefined
    ? 'write a whole number and one of B, kB, MB, GB, KiB, MiB and GiB'
    : `write ${meant}`
}

/** The quantity as a whole number of the largest unit that goes into it. */
function shortest(amount: number, units: readonly (readonly [string, number])[]): string | undefined {
  const fitting = units.find(
    ([, size]) => amount > 0 && amount % size === 0 && Number.isSafeInteger(amount / size),
  )
  return fitting === undefined ? undefined : `${amount / fitting[1]}${fitting[0]}`
}

function words(factor: number, ...names: readonly string[]): (readonly [string, number])[] {
  return names.map((name) => [name, factor])
}
