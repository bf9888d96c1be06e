/** Numbers for people, the same in every locale. */

/** Digits in groups of three; with `what`, a noun in the right number. */
export function counted(n: number, what?: string): string {
  const digits = String(n).replace(/\B(?=(\d{3})+$)/g, ',')
  return what === undefined ? digits : `${digits} ${what}${n === 1 ? '' : 's'}`
}

export function byteCount(n: number): string {
  if (n < 1_000) return `${n} B`
  return n < 1_000_000 ? `${(n / 1_000).toFixed(1)} kB` : `${(n / 1_000_000).toFixed(1)} MB`
}
