/** Puts authorities into an order in which issuers come first. */

import { quoted, quotedList } from '../../diagnostics/quoted.ts'
import { compareText } from '../../files/compare-text.ts'
import { issuerCycle } from '../codes/pki-codes.ts'
import type { Resolution } from '../resolution.ts'

type Issuers = ReadonlyMap<string, { readonly issuer?: string }>

/**
 * Names by their distance from the root, equals by name. Authorities in a circle and those below one are left
 * out; each circle is reported once.
 */
export function orderByIssuer(
  resolution: Resolution,
  authorities: Issuers,
  written: ReadonlySet<string>,
): string[] {
  const depths = new Map<string, number>()
  const circular = new Set<string>()
  for (const name of [...authorities.keys()].sort()) {
    const { walk, end } = walkUp(name, authorities, depths, circular)
    if (end === 'circle') reportCircle(resolution, walk, written)
    if (end !== 'root') for (const member of walk) circular.add(member)
    else
      for (const member of walk.reverse())
        depths.set(member, depthBelow(authorities.get(member)?.issuer, depths))
  }
  return [...depths]
    .sort(([a, depthA], [b, depthB]) => depthA - depthB || compareText(a, b))
    .map(([name]) => name)
}

/** Follows issuers from `name` to something known. */
function walkUp(
  name: string,
  authorities: Issuers,
  depths: ReadonlyMap<string, number>,
  circular: ReadonlySet<string>,
): { walk: string[]; end: 'root' | 'circle' | 'below-circle' } {
  const walk = new Set<string>()
  for (let at: string | undefined = name; at !== undefined; at = authorities.get(at)?.issuer) {
    if (circular.has(at)) return { walk: [...walk], end: 'below-circle' }
    if (walk.has(at)) return { walk: [...walk].slice([...walk].indexOf(at)), end: 'circle' }
    if (depths.has(at) || !authorities.has(at)) break
    walk.add(at)
  }
  return { walk: [...walk], end: 'root' }
}

function depthBelow(issuer: string | undefined, depths: ReadonlyMap<string, number>): number {
  return issuer === undefined ? 0 : (depths.get(issuer) ?? 0) + 1
}

/** Points at authorities that stand in the spec; some in the circle may be filled in. */
function reportCircle({ report }: Resolution, circle: readonly string[], written: ReadonlySet<string>): void {
  const names = circle.toSorted(compareText)
  const [place, ...others] = names
    .filter((name) => written.has(name))
    .map((name) => ({ path: ['pki', 'authorities', name, 'issuer'] }))
  report(issuerCycle, {
    message:
      names.length === 1
        ? `authority ${quoted(names[0] ?? '')} is its own issuer`
        : `authorities ${quotedList(names)} issue one another in a circle`,
    at: place ?? { path: ['pki'] },
    related: others.map((at) => ({ at, message: 'this is part of the circle' })),
    hint: 'remove "issuer" from the authority that is the root',
  })
}
