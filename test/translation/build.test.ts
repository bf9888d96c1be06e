/** A compile and a plan with an emitter that slips: both end with a witness. */

import { expect, test, vi } from 'vitest'
import { build } from '../../src/build.ts'
import { compile } from '../../src/compile.ts'
import { revisionFiles } from '../../src/plan/revision-files.ts'
import { packageTexts } from '../../src/state/package-files.ts'
import type { Topology } from '../../src/topology/topology.ts'
import { fixedMaterials } from '../support/fixed-materials.ts'
import { memoryReader } from '../support/memory-reader.ts'

/** What the emitter makes of an ACL file. */
const slip = vi.hoisted(() => ({ of: (text: string) => text }))

vi.mock('../../src/targets/mosquitto/mosquitto-artifacts.ts', async (original) => {
  const emitter = await original<typeof import('../../src/targets/mosquitto/mosquitto-artifacts.ts')>()
  return {
    mosquittoArtifacts: function* (...inputs: Parameters<typeof emitter.mosquittoArtifacts>) {
      for (const file of emitter.mosquittoArtifacts(...inputs)) {
        const isAcl = file.path.endsWith('/acl') && typeof file.content === 'string'
        yield isAcl ? { ...file, content: slip.of(String(file.content)) } : file
      }
    },
  }
})

const SPEC = `mqttopia: 1
name: t
brokers: { hub: { listeners: { mqtt: { port: 1883, auth: [password] } } } }
users:
  ann: { at: hub, auth: { password: { generate: {} } }, publish: ["a/+"], deny: [{ publish: a/secret }] }
  ben: { at: hub, auth: { password: { generate: {} } }, subscribe: ["a/#"] }
`

async function topologyOf(): Promise<Topology> {
  const options = { now: new Date('2027-01-15'), folderName: 't' }
  const { topology } = await compile('spec.yaml', memoryReader({ 'spec.yaml': SPEC }), options)
  if (topology === undefined) throw new Error('the spec of the test is wrong')
  return topology
}

test.each([
  ['nothing', (text: string) => text, undefined],
  [
    'a deny',
    (text: string) => text.replace('topic deny a/secret\n', ''),
    'acl of broker "hub" does not say what the spec says: user "ann" may not publish "a/secret", and line 4: topic write a/+ allows it',
  ],
])('an emitter that loses %s', async (_, of, problem) => {
  slip.of = of
  const topology = await topologyOf()
  const templates = packageTexts('templates')
  const compiled = () => [...build({ topology, materials: fixedMaterials(topology), templates })]
  const planned = () => revisionFiles(undefined, topology, templates)
  for (const work of [compiled, planned]) {
    if (problem === undefined) expect(work).not.toThrow()
    else expect(work).toThrow(problem)
  }
})
