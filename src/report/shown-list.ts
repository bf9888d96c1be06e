/** Lists that keep a page readable: the first ones, and how many are left out. */

import { counted } from '../diagnostics/counted.ts'

export interface ShownList<Item> {
  readonly items: readonly Item[]
  /** `12 more`; empty where all are shown. */
  readonly more: string
}

export function shownList<Item>(all: readonly Item[], most: number): ShownList<Item> {
  const left = all.length - most
  return left <= 0 ? { items: all, more: '' } : { items: all.slice(0, most), more: `${counted(left)} more` }
}
