/** Freezes `value` and all that it leads to, and returns it; what is frozen already is taken to be so throughout. */
export function deepFreeze<T>(value: T): T {
  if (Object.isFrozen(value)) return value
  const stack: unknown[] = [value]
  while (stack.length > 0) {
    const next = stack.pop()
    if (typeof next !== 'object' || next === null || Object.isFrozen(next)) continue
    Object.freeze(next)
    for (const part of Object.values(next)) stack.push(part)
  }
  return value
}
