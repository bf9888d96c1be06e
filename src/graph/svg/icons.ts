/** Small drawings of 12 by 12 pixels, whose upper left corner is at the origin. */

import { element, type Markup } from './element.ts'

const PATHS = {
  lock: 'M2.5 5.5h7v5h-7zM4 5.5V3.6a2 2 0 0 1 4 0v1.9',
  open: 'M2.5 5.5h7v5h-7zM4 5.5V3.6a2 2 0 0 1 3.8-.9',
  up: 'M6 10.5v-9M2.5 5 6 1.5 9.5 5',
  down: 'M6 1.5v9M2.5 7 6 10.5 9.5 7',
  out: 'M1.5 6h9M7 2.5 10.5 6 7 9.5',
  in: 'M10.5 6h-9M5 2.5 1.5 6 5 9.5',
  both: 'M1 6h10M8.5 3.5 11 6 8.5 8.5M3.5 3.5 1 6l2.5 2.5',
  as: 'M2 2v4.5h8M7.5 4 10 6.5 7.5 9',
  more: 'M2 6h.1M6 6h.1M10 6h.1',
  deny: 'M6 1.2a4.8 4.8 0 1 0 0 9.6a4.8 4.8 0 1 0 0-9.6M2.6 2.6l6.8 6.8',
  person: 'M6 1.3a2.4 2.4 0 1 0 0 4.8a2.4 2.4 0 1 0 0-4.8M1.3 11.2c.4-2.7 2.3-3.6 4.7-3.6s4.3.9 4.7 3.6',
  people:
    'M4.3 1.9a2 2 0 1 0 0 4a2 2 0 1 0 0-4M.6 10.7c.3-2.3 1.7-3.1 3.7-3.1s3.4.8 3.7 3.1M8 2.1a2 2 0 0 1 0 3.7M9.4 7.8c1.2.3 1.9 1.2 2.1 2.9',
  chip: 'M3 3h6v6h-6zM4.5 3V1M7.5 3V1M4.5 11V9M7.5 11V9M3 4.5H1M3 7.5H1M11 4.5H9M11 7.5H9',
} as const

export type Icon = keyof typeof PATHS

export function icon(name: Icon, x: number, y: number, className = ''): Markup {
  return element('path', {
    class: `icon ${className}`.trim(),
    transform: `translate(${x} ${y})`,
    d: PATHS[name],
  })
}
