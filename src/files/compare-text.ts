/** Orders by code units, which is the same on every machine, unlike the order of a locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
