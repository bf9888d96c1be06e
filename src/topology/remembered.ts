/** Lets rules and emitters share what they work out about a topology, a list of its users, or a part of it. */

/** Computes a value once for each object that it is asked about. */
export function remembered<Key extends object, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, { readonly value: Value }>()
  return (key) => {
    const entry = known.get(key)
    if (entry !== undefined) return entry.value
    const value = compute(key)
    known.set(key, { value })
    return value
  }
}
