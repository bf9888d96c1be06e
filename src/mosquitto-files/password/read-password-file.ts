/** Reads Mosquitto's `password_file` (mosquitto_passwd(1)), as strictly as 2.1. Hashes are checked, not decoded. */

import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { SourceText } from '../../diagnostics/source-text.ts'
import { LineFindings } from '../line-findings.ts'
import { splitSecretLine } from '../secret-line.ts'
import { forEachLine } from '../text-lines.ts'
import {
  passwordHashInvalid,
  passwordLineIgnored,
  passwordUserMissing,
  passwordUserRepeated,
} from './codes.ts'
import { passwordHashProblem } from './password-hash.ts'

/** Encoded hashes by username; `decodePasswordHash` takes each. */
export type PasswordFile = ReadonlyMap<string, string>

export interface PasswordReading {
  /** What the right lines say. */
  readonly file: PasswordFile
  readonly diagnostics: readonly Diagnostic[]
}

/** Hashes, and whatever stands in their place, are hidden from excerpts of `source` from now on. */
export function readPasswordFile(source: SourceText): PasswordReading {
  const findings = new LineFindings(source)
  const file = new Map<string, string>()
  forEachLine(source.text, (line) => {
    const parts = splitSecretLine(source, line)
    if (parts === undefined) {
      findings.add(passwordLineIgnored, line.start, line.end, 'the line has no colon')
      return
    }
    const { name, secret, nameStart, nameEnd, secretStart, secretEnd } = parts
    if (name === '') {
      findings.add(passwordUserMissing, line.start, line.end, 'the line has no username')
    } else if (file.has(name)) {
      findings.add(passwordUserRepeated, nameStart, nameEnd, 'an earlier line is of the same user')
    } else {
      const problem = passwordHashProblem(secret)
      if (problem === undefined) file.set(name, secret)
      else
        findings.add(
          passwordHashInvalid,
          secretStart,
          secretEnd,
          `the hash of this user ${problem}`,
          HASH_HINT,
        )
    }
  })
  return { file, diagnostics: findings.diagnostics }
}

const HASH_HINT = 'let mosquitto_passwd write the line'
