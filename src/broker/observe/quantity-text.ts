/** Numbers as people read them: rounded, with a unit, in a few characters. */

const THOUSANDS = ['', 'k', 'M', 'G', 'T', 'P'] as const

/** `0`, `999`, `1.2k`, `34M`. */
export function countText(count: number): string {
  const [value, prefix] = scaled(count)
  return value + prefix
}

/** `512 B`, `1.2 MB`: thousands, as disks and networks are sold. */
export function bytesText(bytes: number): string {
  const [value, prefix] = scaled(bytes)
  return `${value} ${prefix === 'k' ? 'kB' : `${prefix}B`}`
}

/** `0/s`, `0.2/s`, `1.2k/s`. */
export function rateText(perSecond: number): string {
  return `${countText(perSecond)}/s`
}

/** `42 s`, `5 min`, `2 h 05 min`, `3 d 04 h`. */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const minutes = Math.floor(whole / 60)
  const hours = Math.floor(minutes / 60)
  if (whole < 60) return `${whole} s`
  if (minutes < 60) return `${minutes} min`
  if (hours < 24) return `${hours} h ${twoDigits(minutes % 60)} min`
  return `${Math.floor(hours / 24)} d ${twoDigits(hours % 24)} h`
}

/** Two digits where there is a part behind the point, as much as there is in front of it otherwise. */
function scaled(value: number): [value: string, prefix: (typeof THOUSANDS)[number]] {
  let rest = value
  for (const prefix of THOUSANDS) {
    const text = rest < 9.95 && !Number.isInteger(rest) ? rest.toFixed(1) : String(Math.round(rest))
    if (Number(text) < 1000 || prefix === 'P') return [text, prefix]
    rest /= 1000
  }
  return [String(value), '']
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
