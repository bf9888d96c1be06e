/** A mosquitto.conf(5) as a value: options in the order of the file, each with its place. */

import type { SourceText, Span } from '../../diagnostics/source-text.ts'
import type { ConfOption } from './conf-option.ts'

export interface ConfFile {
  readonly source: SourceText
  readonly entries: readonly ConfEntry[]
}

/** One line. Those with unknown options are left out. */
export interface ConfEntry {
  readonly option: ConfOption
  /** As it is written: the name or an alias, or one that starts with it. */
  readonly key: string
  readonly keySpan: Span
  /** What Mosquitto takes for the value; all behind the key where it takes nothing. */
  readonly valueSpan: Span
  /** `undefined` where the line is wrong. */
  readonly value: ConfValue | undefined
  /** Of `include_dir`, in the order in which they are read. */
  readonly included?: readonly ConfFile[]
}

export type ConfValue =
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'integer'; readonly value: number }
  | { readonly kind: 'word'; readonly value: string }
  | { readonly kind: 'text'; readonly value: string }
  /** `rest` is all of the line behind the key and one space. */
  | { readonly kind: 'words'; readonly words: readonly ConfWord[]; readonly rest: ConfWord }

/** A piece of the text; UTF-16 offsets, `end` exclusive. */
export interface ConfWord {
  readonly text: string
  readonly start: number
  readonly end: number
}
