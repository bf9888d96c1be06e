/** A line with arrows at its ends. */

import { element, type Markup, pixels } from './element.ts'
import type { Curve, Point } from './place.ts'

/** @param colours of the arrows at its ends */
export function curve(
  line: Curve | undefined,
  className: string,
  colours: { readonly tail: string; readonly head: string },
): readonly Markup[] {
  const [start, ...rest] = line?.points ?? []
  if (line === undefined || start === undefined) return []
  const { atTail, atHead } = line
  const d = `M${written(start)}C${rest.map(written).join(' ')}`
  const end = rest.at(-1) ?? start
  return [
    element('path', { class: className.trim(), d }),
    ...(atTail === undefined ? [] : [tip(start, atTail, `${colours.tail} ${className}`)]),
    ...(atHead === undefined ? [] : [tip(end, atHead, `${colours.head} ${className}`)]),
  ]
}

/** A triangle from where the line ends to where it points. */
function tip(from: Point, to: Point, className: string): Markup {
  const [dx, dy] = [(to.x - from.x) * 0.45, (to.y - from.y) * 0.45]
  const corners = [to, { x: from.x - dy, y: from.y + dx }, { x: from.x + dy, y: from.y - dx }]
  const kept = className
    .split(' ')
    .filter((word) => word !== 'line' && word !== 'way' && word !== 'idle' && word !== '')
  return element('path', { class: ['tip', ...kept].join(' '), d: `M${corners.map(written).join('L')}Z` })
}

function written({ x, y }: Point): string {
  return `${pixels(x)},${pixels(y)}`
}
