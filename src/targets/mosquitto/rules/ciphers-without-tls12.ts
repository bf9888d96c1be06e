import { prose } from '../../../diagnostics/prose.ts'
import { quoted } from '../../../diagnostics/quoted.ts'
import type { MosquittoRule } from '../mosquitto-subject.ts'

export const ciphersWithoutTls12: MosquittoRule = {
  code: 'ciphers-without-tls12',
  severity: 'error',
  summary: 'Mosquitto does not start with a list of ciphers that names none of TLS 1.2',
  explanation: prose`
    \`tls.ciphers\` is OpenSSL's list for TLS 1.2 and earlier. Suites of TLS 1.3, which begin with \`TLS_\`, are not looked
    for in it; exceptions (\`!aNULL\`) and commands (\`@SECLEVEL=2\`) add nothing. What is left is empty, and Mosquitto ends
    with "Unable to set TLS ciphers".

    Start the list with a group such as \`ECDHE+AESGCM\`, or leave it out.
  `,
  *check({ topology: { brokers } }) {
    for (const broker of brokers) {
      for (const { name, tls, path } of broker.listeners) {
        if (tls?.ciphers === undefined || namesOne(tls.ciphers)) continue
        yield {
          message: `the ciphers of listener ${quoted(name)} of broker ${quoted(broker.name)} name none of TLS 1.2`,
          at: { path: [...path, 'tls', 'ciphers'] },
          hint: 'put "ECDHE+AESGCM" first, or leave "ciphers" out',
        }
      }
    }
  },
}

/** openssl-ciphers(1), "CIPHER LIST FORMAT". Names that OpenSSL does not know count as names. */
function namesOne(ciphers: string): boolean {
  return ciphers.split(':').some((part) => /^(?!TLS_)[^!+@-]/.test(part))
}
