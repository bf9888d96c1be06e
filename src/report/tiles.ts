/** What a page says first: how much there is, and what is not well. */

import { counted } from '../diagnostics/counted.ts'
import type { Topology } from '../topology/topology.ts'
import type { CertificateSection } from './certificate-section.ts'
import type { VerdictSection } from './verdict-section.ts'

export interface Tile {
  readonly count: string
  readonly what: string
  readonly anchor: string
  readonly tone: 'good' | 'warn' | 'bad' | 'quiet'
}

export interface Verdicts {
  readonly verdicts: VerdictSection
  readonly certificates: CertificateSection
}

export function tilesOf({ brokers, users, fleets }: Topology, sections: Verdicts): readonly Tile[] {
  const clients = users.filter(({ kind }) => kind !== 'bridge' && kind !== 'device').length
  const devices = fleets.reduce((sum, { users }) => sum + users.length, 0)
  return [
    tile(brokers.length, 'broker', 'brokers'),
    tile(clients, 'user', 'access'),
    ...(devices > 0 ? [tile(devices, 'device', 'access')] : []),
    ...verdictTiles(sections.verdicts),
    ...certificateTiles(sections.certificates),
  ]
}

function verdictTiles({ policies, tests, findings }: VerdictSection): readonly Tile[] {
  const bad = (all: VerdictSection['policies']) => all.filter(({ tone }) => tone === 'bad').length
  const [broken, failed] = [bad(policies), bad(tests)]
  return [
    ...(policies.length === 0
      ? []
      : [
          broken > 0
            ? tile(broken, 'policy broken', 'policies', 'bad')
            : tile(
                policies.length,
                policies.length === 1 ? 'policy holds' : 'policies hold',
                'policies',
                'good',
              ),
        ]),
    ...(tests.length === 0
      ? []
      : [
          failed > 0
            ? tile(failed, 'failed test', 'policies', 'bad')
            : tile(tests.length, tests.length === 1 ? 'test passes' : 'tests pass', 'policies', 'good'),
        ]),
    tile(findings.items.length, 'finding', 'findings', toneOf(findings.items)),
  ]
}

function toneOf(findings: VerdictSection['findings']['items']): Tile['tone'] {
  if (findings.length === 0) return 'good'
  return findings.some(({ severity }) => severity !== 'info') ? 'warn' : 'quiet'
}

function certificateTiles({ isEmpty, due }: CertificateSection): readonly Tile[] {
  if (isEmpty) return []
  return [tile(due, 'certificate due', 'certificates', due > 0 ? 'warn' : 'good')]
}

/** `what` in the singular gets its plural. */
function tile(count: number, what: string, anchor: string, tone: Tile['tone'] = 'quiet'): Tile {
  const plural: Readonly<Record<string, string>> = {
    'certificate due': 'certificates due',
    'policy broken': 'policies broken',
    'failed test': 'failed tests',
  }
  const isVerdict = /(holds?|pass(es)?)$/.test(what)
  return {
    count: counted(count),
    what: count === 1 || isVerdict ? what : (plural[what] ?? `${what}s`),
    anchor,
    tone,
  }
}
