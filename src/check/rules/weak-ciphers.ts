import { prose } from '../../diagnostics/prose.ts'
import type { CheckRule } from '../check-subject.ts'
import { listenersOf } from '../listeners-of.ts'

/** Parts of OpenSSL's suite names and aliases (openssl-ciphers(1)) that stand for broken or missing protection. */
const WEAK_PARTS = new Set(
  'NULL ENULL ANULL COMPLEMENTOFALL ADH AECDH EXP EXPORT EXPORT40 EXPORT56 LOW RC2 RC4 IDEA SEED DES 3DES MD5 SSLV2'.split(
    ' ',
  ),
)

export const weakCiphers: CheckRule = {
  code: 'weak-ciphers',
  severity: 'warning',
  summary: 'a cipher list allows suites that protect nothing or are broken',
  explanation: prose`
    \`NULL\` suites do not encrypt, \`aNULL\`, \`ADH\` and \`AECDH\` do not authenticate the broker, and export, RC4, DES
    and 3DES suites can be broken. A client or an attacker in between can bring both sides to agree on the worst
    suite that both allow.

    Leave \`ciphers\` out, or start from \`HIGH:!aNULL:!MD5\`, or better \`ECDHE+AESGCM:ECDHE+CHACHA20\`.
  `,
  *check({ topology }) {
    for (const { broker, listener } of listenersOf(topology)) {
      const weak = listener.tls?.ciphers?.split(/[:, ]+/).find(isWeak)
      if (weak === undefined) continue
      yield {
        message: `the ciphers of listener "${listener.name}" of broker "${broker.name}" include "${weak}", which is weak`,
        at: { path: [...listener.path, 'tls', 'ciphers'] },
        hint: `remove "${weak}", or leave "ciphers" out`,
      }
    }
  },
}

/** `!X` and `-X` take suites away, `+X` moves them to the end. */
function isWeak(token: string): boolean {
  const parts = token.toUpperCase().split(/[-+_]/)
  return !/^[!+-]/.test(token) && parts.some((part) => WEAK_PARTS.has(part))
}
