/** Reads Mosquitto's `psk_file` (mosquitto.conf(5)): `identity:key`, keys in hexadecimal (`psk_file.c`). */

import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { SourceText } from '../../diagnostics/source-text.ts'
import { LineFindings } from '../line-findings.ts'
import { type SecretLine, splitSecretLine } from '../secret-line.ts'
import { forEachLine } from '../text-lines.ts'
import { pskKeyInvalid, pskKeyShort, pskLineIgnored } from './codes.ts'

/** Keys in hexadecimal by identity; a key with an odd number of digits stands for one with a 0 before it (`BN_hex2bn`). */
export type PskFile = ReadonlyMap<string, string>

export interface PskReading {
  /** What the right lines say. */
  readonly file: PskFile
  readonly diagnostics: readonly Diagnostic[]
}

/** Keys, and whatever stands in their place, are hidden from excerpts of `source` from now on. */
export function readPskFile(source: SourceText): PskReading {
  const findings = new LineFindings(source)
  const file = new Map<string, string>()
  forEachLine(source.text, (line) => {
    const parts = splitSecretLine(source, line)
    const why = parts === undefined ? 'the line has no colon' : whyIgnored(parts, file)
    if (why !== undefined) findings.add(pskLineIgnored, line.start, line.end, why)
    if (parts === undefined || why !== undefined) return
    file.set(parts.name, parts.secret)
    checkKey(parts, findings)
  })
  return { file, diagnostics: findings.diagnostics }
}

function whyIgnored({ name, secret }: SecretLine, file: PskFile): string | undefined {
  if (name === '') return 'the line has no identity'
  if (secret === '') return 'the line has no key'
  return file.has(name) ? 'an earlier line has the same identity' : undefined
}

const SHORTEST_HEX = 32

function checkKey({ secret, secretStart, secretEnd }: SecretLine, findings: LineFindings): void {
  if (!/^[0-9a-fA-F]*$/.test(secret)) {
    findings.add(
      pskKeyInvalid,
      secretStart,
      secretEnd,
      'the key holds something else than hexadecimal digits',
    )
  } else if (secret.length < SHORTEST_HEX) {
    const message = `the key has only ${Math.ceil(secret.length / 2)} bytes`
    findings.add(
      pskKeyShort,
      secretStart,
      secretEnd,
      message,
      'make a longer one with "openssl rand -hex 32"',
    )
  }
}
