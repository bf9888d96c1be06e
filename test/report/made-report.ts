/** Pages about specs, as the verb makes them, without a state folder. */

import { compile } from '../../src/compile.ts'
import { makeReport } from '../../src/report/make-report.ts'
import { packageTexts } from '../../src/state/package-files.ts'
import type { Topology } from '../../src/topology/topology.ts'
import { memoryReader } from '../support/memory-reader.ts'

const NOW = new Date('2027-01-15T00:00:00Z')

/** `adapt`: names that no spec may have. */
export async function reportOn(
  spec: object,
  adapt: (topology: Topology) => Topology = (topology) => topology,
): Promise<string> {
  const reader = memoryReader({ 'topology.json': JSON.stringify({ mqttopia: 1, ...spec }, null, 1) })
  const compiled = await compile('topology.json', reader, { now: NOW, folderName: 'made' })
  if (compiled.topology === undefined) throw new Error('the spec has no topology')
  return pageAbout(adapt(compiled.topology), compiled)
}

export function pageAbout(
  topology: Topology,
  {
    diagnostics = [],
    document,
  }: Partial<Pick<Awaited<ReturnType<typeof compile>>, 'diagnostics' | 'document'>> = {},
): Promise<string> {
  return makeReport({
    ...{ topology, spec: 'topology.json', version: '0.0.0', now: NOW, diagnostics, certificates: [] },
    locate: document?.locate ?? (() => undefined),
    writtenAt: () => '',
    templates: packageTexts('templates'),
  })
}
