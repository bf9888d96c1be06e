/** Writes SVG. Everything that a spec says enters through {@link text} or an attribute's value, which escape it. */

import { printable } from '../../diagnostics/printable.ts'
import { xmlText } from '../../files/quote.ts'

/** Markup, known to be whole. */
export type Markup = string & { readonly __markup: true }

type Attributes = Readonly<Record<string, string | number | undefined>>

export function element(name: string, attributes: Attributes, ...children: readonly Markup[]): Markup {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : ` ${key}="${typeof value === 'number' ? pixels(value) : escaped(value)}"`,
  )
  const start = `<${name}${written.join('')}`
  return markup(children.length === 0 ? `${start}/>` : `${start}>${children.join('')}</${name}>`)
}

export function text(value: string): Markup {
  return markup(escaped(value))
}

/** Our own rules, which hold nothing that a spec says. */
export function styles(rules: string): Markup {
  return markup(rules)
}

/** A title that a browser shows, and reads aloud. */
export function tooltip(value: string): Markup {
  return element('title', {}, markup(value.split('\n').map(escaped).join('\n')))
}

function escaped(value: string): string {
  return xmlText(printable(value))
}

/** At most two digits behind the point, the same on every machine. */
export function pixels(value: number): string {
  return String(Math.round(value * 100) / 100)
}

function markup(value: string): Markup {
  return value as Markup
}
