/** All codes that reading a PSK file can report. */

import { prose } from '../../diagnostics/prose.ts'
import type { CodeDescription } from '../../diagnostics/rule.ts'

export const pskKeyInvalid: CodeDescription = {
  code: 'psk-key-invalid',
  severity: 'error',
  summary: 'a line of a PSK file holds a key that is not hexadecimal',
  explanation: prose`
    A line is \`identity:key\`, with the key in hexadecimal digits, two for each byte, large or small. \`openssl rand -hex
    32\` makes a good one. Mosquitto does not start with any other character in a key.`,
}

export const pskKeyShort: CodeDescription = {
  code: 'psk-key-short',
  severity: 'warning',
  summary: 'a pre-shared key is short enough to be found by trying',
  explanation: prose`
    Whoever records a handshake can try keys at leisure. A key needs 16 random bytes at least, 32 hexadecimal digits.`,
}

export const pskLineIgnored: CodeDescription = {
  code: 'psk-line-ignored',
  severity: 'warning',
  summary: 'a line of a PSK file is ignored',
  explanation: prose`
    A line is \`identity:key\`. Mosquitto skips lines without a colon, without a key or without an identity, and all but
    the first of those with the same identity.`,
}

export const pskCodes: readonly CodeDescription[] = [pskKeyInvalid, pskKeyShort, pskLineIgnored]
