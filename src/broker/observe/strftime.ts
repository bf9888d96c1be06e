/** `strftime` of ISO C 7.27.3.5 in the C locale and local time, with `%s` and `%k`, `%l`, `%P` of the GNU library. */

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const DAY_MS = 86_400_000

const fields: Readonly<Record<string, (at: Date) => string>> = {
  a: (at) => name(DAYS, at.getDay()).slice(0, 3),
  A: (at) => name(DAYS, at.getDay()),
  b: (at) => name(MONTHS, at.getMonth()).slice(0, 3),
  B: (at) => name(MONTHS, at.getMonth()),
  c: (at) => strftime('%a %b %e %H:%M:%S %Y', at),
  C: (at) => pad(Math.floor(at.getFullYear() / 100)),
  d: (at) => pad(at.getDate()),
  D: (at) => strftime('%m/%d/%y', at),
  e: (at) => pad(at.getDate(), 2, ' '),
  F: (at) => strftime('%Y-%m-%d', at),
  g: (at) => pad(isoWeek(at).year % 100),
  G: (at) => String(isoWeek(at).year),
  h: (at) => strftime('%b', at),
  H: (at) => pad(at.getHours()),
  I: (at) => pad(hour12(at)),
  j: (at) => pad(dayOfYear(at) + 1, 3),
  k: (at) => pad(at.getHours(), 2, ' '),
  l: (at) => pad(hour12(at), 2, ' '),
  m: (at) => pad(at.getMonth() + 1),
  M: (at) => pad(at.getMinutes()),
  n: () => '\n',
  p: (at) => (at.getHours() < 12 ? 'AM' : 'PM'),
  P: (at) => (at.getHours() < 12 ? 'am' : 'pm'),
  r: (at) => strftime('%I:%M:%S %p', at),
  R: (at) => strftime('%H:%M', at),
  s: (at) => String(Math.floor(at.getTime() / 1000)),
  S: (at) => pad(at.getSeconds()),
  t: () => '\t',
  T: (at) => strftime('%H:%M:%S', at),
  u: (at) => String(at.getDay() === 0 ? 7 : at.getDay()),
  U: (at) => pad(Math.floor((dayOfYear(at) + 7 - at.getDay()) / 7)),
  V: (at) => pad(isoWeek(at).week),
  w: (at) => String(at.getDay()),
  W: (at) => pad(Math.floor((dayOfYear(at) + 7 - mondayBased(at)) / 7)),
  x: (at) => strftime('%m/%d/%y', at),
  X: (at) => strftime('%H:%M:%S', at),
  y: (at) => pad(at.getFullYear() % 100),
  Y: (at) => String(at.getFullYear()),
  z: (at) => zoneOffset(at),
  Z: (at) => zoneName(at),
  '%': () => '%',
}

/** Unknown conversions stay as they are written; `E` and `O` modifiers mean nothing in the C locale. */
export function strftime(format: string, at: Date): string {
  return format.replace(/%[EO]?(.)/gsu, (written, conversion: string) => fields[conversion]?.(at) ?? written)
}

function pad(value: number, digits = 2, fill = '0'): string {
  return String(value).padStart(digits, fill)
}

function name(names: readonly string[], index: number): string {
  return names[index] ?? ''
}

function hour12(at: Date): number {
  return at.getHours() % 12 || 12
}

function mondayBased(at: Date): number {
  return (at.getDay() + 6) % 7
}

/** From 0. Days are counted in UTC, where all have 24 hours. */
function dayOfYear(at: Date): number {
  const year = at.getFullYear()
  return (Date.UTC(year, at.getMonth(), at.getDate()) - Date.UTC(year, 0, 1)) / DAY_MS
}

/** ISO 8601: a week belongs to the year of its Thursday. */
function isoWeek(at: Date): { year: number; week: number } {
  const thursday = new Date(at.getFullYear(), at.getMonth(), at.getDate() - mondayBased(at) + 3)
  return { year: thursday.getFullYear(), week: Math.floor(dayOfYear(thursday) / 7) + 1 }
}

function zoneOffset(at: Date): string {
  const minutes = -at.getTimezoneOffset()
  const size = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}${pad(size % 60)}`
}

function zoneName(at: Date): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' }).formatToParts(at)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zoneOffset(at)
}
