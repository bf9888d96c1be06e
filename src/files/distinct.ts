/** Above this share of texts out of order, a set of all is the quicker way. */
const MOST_OUT_OF_ORDER = 0.05

/** True when no text is there twice: found without a set of them where most ascend, as lists of devices do. */
export function areDistinct(texts: readonly string[]): boolean {
  const outOfOrder = new Set<string>()
  let highest = ''
  for (const text of texts) {
    if (text > highest) highest = text
    else if (outOfOrder.add(text).size > texts.length * MOST_OUT_OF_ORDER)
      return new Set(texts).size === texts.length
  }
  // Those in order differ, so of any two that are equal one is out of order.
  let count = 0
  for (const text of texts) if (outOfOrder.has(text)) count += 1
  return count === outOfOrder.size
}
