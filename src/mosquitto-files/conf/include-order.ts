/** The order in which Mosquitto reads the files of an `include_dir` (`conf_includedir.c`). */

/** The names of configuration files among `names`, in that order. */
export function includedNames(names: readonly string[]): readonly string[] {
  return names.filter((name) => name.endsWith('.conf') && name.length > '.conf'.length).sort(compare)
}

/** By letters in capitals first, by the letters themselves second, at each letter in turn. */
function compare(a: string, b: string): number {
  const [x, y] = [new TextEncoder().encode(a), new TextEncoder().encode(b)]
  for (const [i, byte] of x.entries()) {
    const other = y[i]
    if (other === undefined) return 1
    const difference = upper(byte) - upper(other) || byte - other
    if (difference !== 0) return difference
  }
  return x.length - y.length
}

/** Of ASCII letters: the broker runs in the C locale. */
function upper(byte: number): number {
  return byte >= 97 && byte <= 122 ? byte - 32 : byte
}
