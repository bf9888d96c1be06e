import { prose } from '../../diagnostics/prose.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { Finding } from '../../diagnostics/rule.ts'
import { issuedBy } from '../../pki/x509/certificate-checks.ts'
import type { Authority } from '../../topology/authority.ts'
import type { CheckRule } from '../check-subject.ts'
import { type GivenCertificate, givenCertificates } from '../given-certificates.ts'

export const certificateChainBroken: CheckRule = {
  code: 'certificate-chain-broken',
  severity: 'error',
  summary: 'the certificate of an authority does not lead up to a root',
  explanation: prose`
    Brokers follow a client's certificate up to a root, which signed itself. So an existing intermediate needs its
    issuer too: as a further authority with \`external: true\` and \`certificate\`, which \`issuer\` names. A root has no
    \`issuer\`; and an issuer that did not sign the certificate breaks the chain.

    Add the issuer's certificate and name it, or correct \`issuer\`.
  `,
  *check({ topology }) {
    const given = new Map(givenCertificates(topology).map((found) => [found.authority, found]))
    for (const found of given.values()) {
      const { issuer } = found.authority
      const problem =
        issuer === undefined ? rootProblem(found) : issuerProblem(found, issuer, given.get(issuer))
      if (problem !== undefined) yield problem
    }
  },
}

function rootProblem({ authority, certificate, path }: GivenCertificate): Finding | undefined {
  if (certificate.selfSigned) return undefined
  return {
    message: `the certificate of authority ${quoted(authority.name)} is not a root's: ${quoted(certificate.issuer.text)} issued it`,
    at: { path },
    hint: 'add its issuer as an external authority, and name that in "issuer"',
  }
}

function issuerProblem(
  { authority, certificate }: GivenCertificate,
  issuer: Authority,
  above: GivenCertificate | undefined,
): Finding | undefined {
  // What cannot be read has a finding of its own.
  if (above === undefined && issuer.source !== 'generated') return undefined
  if (above !== undefined && issuedBy(certificate, above.certificate)) return undefined
  return {
    message: `authority ${quoted(issuer.name)} did not issue the certificate of authority ${quoted(authority.name)}`,
    at: { path: [...authority.path, 'issuer'] },
    related: [{ at: { path: issuer.path, on: 'key' }, message: 'the authority named as issuer is here' }],
    hint: `name the authority that did: ${quoted(certificate.issuer.text)}`,
  }
}
