/** Drops what has no value, so that an optional property is either there or absent, never `undefined`. */

export type WithUndefined<T> = { readonly [K in keyof T]: T[K] | undefined }

export function withoutUndefined<T extends object>(value: WithUndefined<T>): T {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as T
}
