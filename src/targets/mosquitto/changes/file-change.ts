/** What changes in the files of one broker, in words of its file formats, without anything secret. */

export interface FileChange {
  /** Below the broker's folder. */
  readonly path: string
  readonly change: 'added' | 'removed' | 'changed'
  /** Empty where a file is no more than its content, as a certificate is. */
  readonly details: readonly Detail[]
}

/** One line or entry of a file. Without `before` it is new, without `after` it goes. */
export interface Detail {
  /** The part of the file, as `listener mqtts` or `user kitchen`; empty: the file as a whole. */
  readonly at: string
  /** An option's name, or what kind of entry it is. */
  readonly item: string
  readonly before?: string
  readonly after?: string
}

/** A file with its texts; it is absent on the side that lacks it. They differ, unless only the mode does. */
export interface ChangedFile {
  readonly path: string
  readonly before?: string
  readonly after?: string
}

export function changeOf({ before, after }: ChangedFile): FileChange['change'] {
  if (before === undefined) return 'added'
  return after === undefined ? 'removed' : 'changed'
}
