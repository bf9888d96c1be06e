import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AccessRules } from '../../../src/broker/security/access-rules.ts'
import { SourceText } from '../../../src/diagnostics/source-text.ts'
import { readAclFile } from '../../../src/mosquitto-files/acl/read-acl-file.ts'
import { linearAcl } from './linear-acl.ts'
import { type RandomAcl, randomAcl } from './random-acl.ts'

test('decisions are those of the documented order, and rules are named for all that rules decide', () => {
  const seen = { allowed: 0, denied: 0, named: 0 }
  fc.assert(
    fc.property(randomAcl, (acl) => compare(acl, seen)),
    { numRuns: 1500 },
  )
  // A property that never meets a rule would hold for anything.
  expect(Math.min(seen.allowed, seen.denied, seen.named)).toBeGreaterThan(5000)
})

function compare({ text, clients, topics }: RandomAcl, seen: Record<string, number>): void {
  const { file, diagnostics } = readAclFile(new SourceText('acl', text))
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  const [rules, witness] = [new AccessRules(file), linearAcl(text)]
  for (const client of clients) {
    const rights = rules.rightsOf(client)
    for (const topic of topics) {
      for (const action of ['read', 'write'] as const) {
        const wanted = witness.allows(client, action, topic)
        const may = () => (action === 'read' ? rights.mayRead(topic) : rights.mayWrite(topic))
        expect([may(), may()], `${JSON.stringify(client)} ${action} ${topic} by\n${text}`).toEqual([
          wanted,
          wanted,
        ])
        const rule = rights.why(topic, action)
        if (wanted) expect(rule?.text).toMatch(/^(topic|pattern) (read|write|readwrite) /)
        else if (rule !== undefined) expect(rule.text).toMatch(/^(topic|pattern) deny /)
        seen[wanted ? 'allowed' : 'denied'] = (seen[wanted ? 'allowed' : 'denied'] ?? 0) + 1
        if (rule !== undefined) seen.named = (seen.named ?? 0) + 1
      }
    }
  }
}
