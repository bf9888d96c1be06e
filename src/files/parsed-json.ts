/** JSON from a file that anybody may have edited: looked at before it is believed. */

/** `undefined` where it is no JSON, which no JSON text stands for. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
