/** Decisions against the real broker, on random ACL files. MQTTOPIA_RANDOM_ACLS sets how many, MQTTOPIA_SEED which. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { AccessRules } from '../../../src/broker/security/access-rules.ts'
import { SourceText } from '../../../src/diagnostics/source-text.ts'
import { readAclFile } from '../../../src/mosquitto-files/acl/read-acl-file.ts'
import { freePort } from '../../support/mosquitto-broker.ts'
import { decideOnBroker, observeMosquitto, type ProbeQuestion } from '../../support/mosquitto-probe.ts'
import { describeWithPeers } from '../../support/real-peer.ts'
import { type RandomAcl, randomAclLikeIn20 } from './random-acl.ts'

const COUNT = Number(process.env.MQTTOPIA_RANDOM_ACLS ?? 40)
const SEED = Number(process.env.MQTTOPIA_SEED ?? Date.now() % 2 ** 31)

describeWithPeers(['mosquitto'], 'random ACL files', () => {
  test(`are decided as by Mosquitto (MQTTOPIA_SEED=${SEED})`, { timeout: 300_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mqttopia-random-acl-'))
    const port = await freePort()
    writeFileSync(join(folder, 'acl'), '')
    writeFileSync(
      join(folder, 'mosquitto.conf'),
      `listener ${port} 127.0.0.1\nallow_anonymous true\nacl_file ${join(folder, 'acl')}\n`,
    )
    const observed = await observeMosquitto({ conf: join(folder, 'mosquitto.conf'), folder, trees: ['$x/#'] })
    onTestFinished(async () => {
      await observed.stop()
      rmSync(folder, { recursive: true })
    })
    const seen = { true: 0, false: 0 }
    for (const acl of fc.sample(randomAclLikeIn20, { numRuns: COUNT, seed: SEED })) {
      writeFileSync(join(folder, 'acl'), acl.text)
      await observed.reload()
      const questions = questionsOf(acl, `mqtt://127.0.0.1:${port}`)
      const verdicts = await decideOnBroker(observed, questions)
      const rules = new AccessRules(readAclFile(new SourceText('acl', acl.text)).file)
      const ours = questions.map(({ user: { username, clientId = '' }, action, topic }) => {
        const rights = rules.rightsOf({ clientId, ...(username !== undefined && { username }) })
        return action === 'publish' ? rights.mayWrite(topic) : rights.mayRead(topic)
      })
      const differing = questions.filter((_, i) => ours[i] !== verdicts[i])
      expect(
        differing.map(({ user, action, topic }) => ({ user, action, topic })),
        acl.text,
      ).toEqual([])
      for (const verdict of verdicts) seen[verdict ? 'true' : 'false'] += 1
    }
    expect(Math.min(seen.true, seen.false)).toBeGreaterThan(COUNT)
  })
})

function questionsOf({ clients, topics }: RandomAcl, url: string): ProbeQuestion[] {
  const asked = new Map<string, ProbeQuestion>()
  for (const client of clients)
    for (const topic of topics)
      for (const action of ['publish', 'subscribe'] as const) {
        const question = { user: { url, ...client }, action, topic }
        asked.set(JSON.stringify(question), question)
      }
  return [...asked.values()]
}
