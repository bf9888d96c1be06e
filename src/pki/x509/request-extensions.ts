/** What a signing request asks for beside names: what its certificate is for (RFC 5280 4.2.1). */

import type { Asn1 } from '../der/asn1.ts'
import type { PublicKey } from '../keys/public-key.ts'
import { certificateProfile } from './certificate-profile.ts'
import type { CertificateRequest } from './certificate-request.ts'
import { basicConstraints, extKeyUsage, keyUsage } from './extensions.ts'

export function requestExtensions(
  request: Pick<CertificateRequest, 'kind' | 'usages' | 'pathLen'>,
  { family }: Pick<PublicKey, 'family'>,
): readonly Asn1[] {
  const profile = certificateProfile(request, family === 'rsa')
  return [
    basicConstraints(profile.isAuthority, profile.pathLen),
    keyUsage(profile.keyUsage),
    ...(profile.extKeyUsage.length === 0 ? [] : [extKeyUsage(profile.extKeyUsage)]),
  ]
}
