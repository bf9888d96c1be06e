import { utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type MaterialOptions, prepareMaterials } from '../../../src/state/materials/prepare-materials.ts'
import { materialInputs } from '../../../src/state/stamp/material-inputs.ts'
import { DAY_MS, NOW, scene, topologyOf } from '../support/prepared.ts'

const fleet = (devices: number, more = '') => `
brokers:
  hub: { listeners: { mqtts: { port: 8883, tls: { profile: server, clientAuth: required }, auth: [certificate] } } }
fleets:
  f: { forEach: { range: { from: 1, to: ${devices} } }, username: "d\${each.n}", at: hub, auth: { certificate: client }, publish: [a] }
${more}`

/** A fleet of two, and what its compile leaves behind. */
async function compiled() {
  const { folder, stateFolder } = scene()
  const inputs = materialInputs()
  const place = { stateFolder, specFolder: folder, env: {}, now: NOW }
  await prepareMaterials(topologyOf(fleet(2)), { ...place, inputs })
  const record = inputs.record()
  if (record === undefined) throw new Error('there is no record')
  return {
    stateFolder,
    record,
    /** Now there are three, of which the first two are what they were, as the caller says. */
    async prepareThree(more = '', changes: Partial<MaterialOptions> = {}) {
      const topology = topologyOf(fleet(3, more))
      const fresh = topology.users.filter(({ name }) => name === 'd3')
      const earlier = { record, fresh, gone: [] }
      const prepared = await prepareMaterials(topology, { ...place, earlier, ...changes })
      const names = topology.users.filter((user) => prepared.settled.has(user)).map(({ name }) => name)
      return { ...prepared, names }
    },
  }
}

describe('a compile after another one', () => {
  test('looks at new devices alone', async () => {
    const { prepareThree } = await compiled()
    const { names, steps, issued, materials } = await prepareThree()
    expect(names).toEqual(['d1', 'd2'])
    expect(steps.map(({ do: what, id }) => `${what} ${id}`)).toEqual([
      'keep authority/clients-root',
      'keep authority/servers-root',
      'keep authority/clients',
      'keep authority/servers',
      'keep broker/hub/server',
      'issue user/d3',
    ])
    expect(issued).toEqual({ issued: 1, renewed: 0, kept: 7, retired: 0, awaited: 0 })
    expect(materials.certificate('user/d1').certificate.length).toBeGreaterThan(0)
  })

  test('has a next time at which something is due that is no later than the one before', async () => {
    const { prepareThree, record } = await compiled()
    const inputs = materialInputs()
    await prepareThree('', { now: new Date(NOW.getTime() + DAY_MS), inputs })
    expect(inputs.record()?.dueMs).toBe(record.dueMs)
  })

  test('looks at all devices where an authority is to be issued again', async () => {
    const { prepareThree } = await compiled()
    const { names, issued } = await prepareThree(
      'pki: { authorities: { clients: { issuer: clients-root, commonName: other } } }\n',
    )
    expect(names).toEqual([])
    expect(issued.issued).toBeGreaterThan(3)
  })

  test.each<readonly [string, (stateFolder: string) => void]>([
    [
      'a file has come into the state folder',
      (folder) => writeFileSync(join(folder, 'vault/more.jsonl'), ''),
    ],
    ['the lock file was touched', (folder) => utimesSync(join(folder, 'lock.jsonl'), NOW, NOW)],
  ])('looks at all devices where %s', async (_, change) => {
    const { prepareThree, stateFolder } = await compiled()
    change(stateFolder)
    const { names, issued } = await prepareThree()
    expect(names).toEqual([])
    expect(issued).toEqual({ issued: 1, renewed: 0, kept: 7, retired: 0, awaited: 0 })
  })
})
