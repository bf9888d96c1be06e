import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keptDigest } from '../../src/plan/certificate-changes.ts'

const id = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', '/', ' ', '!', '"', '#', '\\', '\n', '\x7f', 'é', '\ud800') }),
  fc.string({ unit: fc.constantFrom('a', 'b', '/', '#') }),
)
/** Each certificate stays once. */
const kept = fc.uniqueArray(fc.record({ id, fingerprint: fc.constantFrom('00', 'ff') }), {
  selector: (certificate) => certificate.id,
})

test('the digest of certificates that stay is that of their lines, sorted', () => {
  fc.assert(
    fc.property(kept, (list) => {
      const lines = list.map(({ id, fingerprint }) => `${JSON.stringify(id)} ${fingerprint}\n`)
      const hash = createHash('sha256').update(lines.sort().join(''))
      expect(keptDigest(list)).toBe(hash.digest('hex'))
    }),
  )
})
