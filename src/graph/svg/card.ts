/** A box with a title, a line below it, and rows: brokers, users and bridges all look like this. */

import { counted } from '../../diagnostics/counted.ts'
import { element, type Markup, text, tooltip } from './element.ts'
import { type Icon, icon } from './icons.ts'
import type { Point, Size } from './place.ts'
import { type Font, fitted, textWidth } from './text-width.ts'

export interface CardRow {
  readonly icon: Icon
  /** Colours of the style. */
  readonly colour?: string
  readonly text: string
  /** Words at the right side. */
  readonly aside?: string
}

export interface CardContent {
  /** A broker has a head in another colour; a fleet lies on more of its kind; a bridge has a small head, and a bare one none. */
  readonly look: 'broker' | 'group' | 'fleet' | 'bridge' | 'bare'
  readonly icon?: Icon
  readonly title: string
  readonly sub?: string
  readonly rows: readonly CardRow[]
  /** All there is to know, where the card has no room. */
  readonly tooltip: string
  readonly emphasis: Emphasis
}

/** What stands out, what steps back, and what is neither, where nothing does. */
export type Emphasis = 'hot' | 'dim' | ''

export interface Card {
  readonly size: Size
  readonly draw: (middle: Point) => Markup
}

const TITLE: Font = { size: 14, isBold: true }
const SUB: Font = { size: 11.5 }
const ROW: Font = { size: 11, isMono: true }
const PAD = 12
const ICON = 18
const ROW_HEIGHT = 17
const MAX_WIDTH = 330
const MIN_WIDTH = 120
const GAP = 14

/** `width`: what {@link cardWidth} says, or more, so that cards stand in line. */
export function card(content: CardContent, width = cardWidth(content)): Card {
  const size = { width, height: headHeight(content) + rowsHeight(content) }
  return { size, draw: (middle) => drawn(content, size, middle) }
}

export function cardWidth({ look, title, sub = '', rows, icon }: CardContent): number {
  const before = icon === undefined ? 0 : ICON + 2
  const widths = [
    before + textWidth(title, TITLE),
    before + textWidth(sub, SUB),
    ...rows.map(
      ({ text, aside }) =>
        ICON + textWidth(text, ROW) + (aside === undefined ? 0 : GAP + textWidth(aside, SUB)),
    ),
  ]
  const least = look === 'bare' ? 0 : MIN_WIDTH
  return Math.ceil(Math.min(MAX_WIDTH, Math.max(least, ...widths) + 2 * PAD))
}

function headHeight({ sub, look }: CardContent): number {
  if (look === 'bare') return 0
  if (sub === undefined) return look === 'bridge' ? 26 : 36
  return 50
}

function rowsHeight({ rows }: CardContent): number {
  return rows.length === 0 ? 0 : rows.length * ROW_HEIGHT + 11
}

function drawn(content: CardContent, size: Size, middle: Point): Markup {
  const { look, emphasis } = content
  const [x, y] = [middle.x - size.width / 2, middle.y - size.height / 2].map(Math.round)
  const back = look === 'fleet' ? [outline(size, 5, emphasis), outline(size, 2.5, emphasis)] : []
  return element(
    'g',
    { transform: `translate(${x} ${y})`, class: emphasis === 'dim' ? 'dim' : undefined },
    tooltip(content.tooltip),
    ...back,
    outline(size, 0, emphasis),
    ...headOf(content, size),
    ...content.rows.map((row, i) => rowOf(row, size, headHeight(content) + 6 + i * ROW_HEIGHT)),
  )
}

function outline({ width, height }: Size, shift: number, emphasis: Emphasis): Markup {
  return element('rect', {
    ...{ class: emphasis === 'hot' ? 'card hot' : 'card', rx: 7 },
    ...{ x: shift, y: shift, width, height },
  })
}

function headOf(content: CardContent, size: Size): readonly Markup[] {
  const { look, title, sub, icon: name, rows } = content
  const left = PAD + (name === undefined ? 0 : ICON + 2)
  const room = size.width - left - PAD
  const height = headHeight(content)
  const baseline = sub === undefined ? height / 2 + 5 : 22
  if (look === 'bare') return []
  return [
    ...(look === 'broker' ? [band(size.width, height, rows.length === 0)] : []),
    ...(rows.length > 0 ? [rule(size.width, height)] : []),
    ...(name === undefined ? [] : [icon(name, PAD, sub === undefined ? height / 2 - 6 : 11)]),
    element('text', { class: 'title', x: left, y: baseline }, text(fitted(title, room, TITLE))),
    ...(sub === undefined
      ? []
      : [element('text', { class: 'sub', x: left, y: 39 }, text(fitted(sub, room, SUB)))]),
  ]
}

/** The coloured head, inside the outline, with its corners. */
function band(width: number, height: number, isWhole: boolean): Markup {
  const [w, h, r] = [width - 1, height - (isWhole ? 1 : 0.5), 6.5]
  const bottom = isWhole
    ? `a${r} ${r} 0 0 1 -${r} ${r}h-${w - 2 * r - 1}a${r} ${r} 0 0 1 -${r} -${r}`
    : `h-${w - 1}`
  const side = isWhole ? h - 2 * r - 1 : h - r - 1
  return element('path', {
    class: 'head',
    d: `M1 ${r + 1}a${r} ${r} 0 0 1 ${r} -${r}h${w - 2 * r - 1}a${r} ${r} 0 0 1 ${r} ${r}v${side}${bottom}z`,
  })
}

function rule(width: number, y: number): Markup {
  return element('path', { class: 'rule', d: `M0 ${y}h${width}` })
}

function rowOf(
  { icon: name, colour = 'muted', text: words, aside }: CardRow,
  { width }: Size,
  y: number,
): Markup {
  const room = width - 2 * PAD - ICON - (aside === undefined ? 0 : GAP + textWidth(aside, SUB))
  return element(
    'g',
    {},
    icon(name, PAD - 1, y + 1, colour),
    element('text', { class: 'mono strong', x: PAD + ICON - 1, y: y + 11 }, text(fitted(words, room, ROW))),
    ...(aside === undefined
      ? []
      : [element('text', { class: 'sub', x: width - PAD, y: y + 11, 'text-anchor': 'end' }, text(aside))]),
  )
}

/** Few filters as they are; of many the first, and how many more there are. */
export function some(filters: readonly string[], most: number): readonly string[] {
  if (filters.length <= most + 1) return filters
  return [...filters.slice(0, most), `${counted(filters.length - most)} more`]
}
