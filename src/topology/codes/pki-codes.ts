/** Codes about authorities and certificate profiles. */

import { prose } from '../../diagnostics/prose.ts'
import type { CodeDescription } from '../../diagnostics/rule.ts'

export const issuerCycle: CodeDescription = {
  code: 'issuer-cycle',
  severity: 'error',
  summary: 'authorities issue one another in a circle',
  explanation: prose`
    Following \`issuer\` upwards must end at a root: an authority without an issuer, which signs itself. Here it leads
    back to where it began.

    Remove \`issuer\` from the authority that is meant to be the root.`,
}

export const keySize: CodeDescription = {
  code: 'key-size',
  severity: 'error',
  summary: 'a key algorithm does not come in this size',
  explanation: prose`
    ECDSA keys have 256 or 384 bits here, RSA keys 2048, 3072 or 4096; Ed25519 keys have one size only, so none is
    given. Without \`algorithm\` a key is ECDSA.`,
}

export const externalWithoutCertificate: CodeDescription = {
  code: 'external-without-certificate',
  severity: 'error',
  summary: 'an external authority has no certificate',
  explanation: prose`
    Of an authority whose key lives elsewhere, the certificate is all that mqttopia has: brokers need it to
    recognise what the authority signed. Name the file with \`certificate\`.`,
}

export const externalWithKey: CodeDescription = {
  code: 'external-with-key',
  severity: 'error',
  summary: 'an external authority has a key',
  explanation: prose`
    \`external: true\` says that the key lives elsewhere and mqttopia only trusts the authority. With \`key\` and
    \`certificate\` and without \`external\`, mqttopia goes on using an existing authority. Remove one of the two.`,
}

export const externalCrl: CodeDescription = {
  code: 'external-crl',
  severity: 'error',
  summary: 'a revocation list is to be signed by an authority whose key lives elsewhere',
  explanation: prose`
    Revocation lists are signed by the authority itself. The list of an \`external\` authority comes from its owner;
    \`revoked\` and \`pki.crl\` cannot change it, and a revocation written here would protect nobody.`,
}

export const keyWithoutCertificate: CodeDescription = {
  code: 'key-without-certificate',
  severity: 'error',
  summary: 'an authority has an existing key but no certificate',
  explanation: prose`
    An authority that mqttopia goes on using consists of both: clients and brokers in the field know its
    certificate, and a new one made from the same key would not be it.

    Add \`certificate\`, or remove \`key\` to have a new authority generated.`,
}

export const certificateWithoutKey: CodeDescription = {
  code: 'certificate-without-key',
  severity: 'error',
  summary: 'an authority has a certificate but no key',
  explanation: prose`
    With \`certificate\`, the authority exists already. To sign with it, mqttopia needs the \`key\` that belongs to it,
    from a file or an environment variable. If it is only to be trusted, say \`external: true\`.`,
}

export const profileUsage: CodeDescription = {
  code: 'profile-usage',
  severity: 'error',
  summary: 'a profile makes certificates that are not fit for this use',
  explanation: prose`
    TLS libraries refuse a certificate whose extended key usage does not name its role (RFC 5280 4.2.1.12): brokers
    need a profile with \`server auth\` in its \`usages\`, users and bridges one with \`client auth\`. One profile with both would
    let any client pass for a broker, so rather have two.`,
}

export const bridgeCsr: CodeDescription = {
  code: 'bridge-csr',
  severity: 'error',
  summary: 'a bridge is to send a signing request',
  explanation: prose`
    A bridge keeps its key in the files of its broker, which mqttopia writes, so nobody else makes that key. Name a
    profile without \`csr: true\`.`,
}

export const csrUnused: CodeDescription = {
  code: 'csr-unused',
  severity: 'error',
  summary: 'a user names a signing request, but its profile generates keys',
  explanation: prose`
    The request would be ignored, and the device would not have the key that belongs to its certificate. Set
    \`csr: true\` in the profile, or remove \`auth.csr\`.`,
}

export const pkiCodes: readonly CodeDescription[] = [
  issuerCycle,
  keySize,
  externalWithoutCertificate,
  externalWithKey,
  externalCrl,
  keyWithoutCertificate,
  certificateWithoutKey,
  profileUsage,
  bridgeCsr,
  csrUnused,
]
