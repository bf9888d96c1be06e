/** Grants as they are told: with their place, and the line that stands there. */

import type { Locate } from '../../diagnostics/diagnostic.ts'
import { printable } from '../../diagnostics/printable.ts'
import { placeOf, specLine } from '../../diagnostics/spec-line.ts'
import type { Grant } from '../../topology/user.ts'

/** `deny publish "a/#" through role guest, topology.yaml:7`, and the line itself below. */
export function grantLine(locate: Locate, { effect, action, filter, via, path }: Grant): string {
  const name = `${effect === 'deny' ? 'deny ' : ''}${action} "${filter.text}"`
  const through = via === undefined ? '' : ` through ${via.replace(':', ' ')}`
  const line = specLine(locate, path)
  const text = line === undefined ? '' : `\n      ${excerpt(line.text)}`
  return printable(`${name}${through}, ${placeOf(locate, path)}`) + text
}

function excerpt(text: string): string {
  return printable(text.length > WIDTH ? `${text.slice(0, WIDTH)}…` : text)
}

const WIDTH = 100
