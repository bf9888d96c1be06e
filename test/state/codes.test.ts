import { expect, test } from 'vitest'
import { diagnosticCodes } from '../../src/cli/diagnostic-codes.ts'
import { stateCodes } from '../../src/state/codes.ts'

test('no code of this folder is used by another', () => {
  for (const { code } of stateCodes) {
    expect(diagnosticCodes.filter((other) => other.code === code)).toHaveLength(1)
  }
})
