import { authKindOf } from '../../access/admission.ts'
import { prose } from '../../diagnostics/prose.ts'
import type { AuthKind } from '../../topology/broker.ts'
import {
  askedAt,
  type BundleRule,
  bundleHere,
  formatsWhere,
  troubledUses,
  userLabel,
} from '../bundle-uses.ts'

export const bundleAuthUnsupported: BundleRule = {
  code: 'bundle-auth-unsupported',
  severity: 'error',
  summary: 'the program that reads a bundle cannot use the credentials of its user',
  explanation: prose`
    Not every program can connect in every way: OwnTracks, MQTTX and paho-mqtt know no pre-shared keys, and a PKCS#12
    file holds nothing but a certificate and its key. Such a bundle would open nothing.

    Give the user a bundle whose format can hold its credentials, or other credentials.
  `,
  *check({ fresh }) {
    const refused = ({ auth }: { readonly auth: readonly AuthKind[] }, kind: AuthKind) => !auth.includes(kind)
    const uses = troubledUses(fresh, ({ user, format }) =>
      refused(format, authKindOf(user.authentication)) ? authKindOf(user.authentication) : undefined,
    )
    for (const use of uses) {
      const { user, bundle, format, problem: kind } = use
      yield {
        message: `bundle "${bundle.name}" cannot serve ${userLabel(user)}: ${format.reader} does not take ${WORDS[kind]}`,
        at: askedAt(use),
        related: bundleHere(bundle),
        hint: `choose a bundle of format ${formatsWhere((other) => !refused(other, kind))}`,
      }
    }
  },
}

const WORDS: Readonly<Record<AuthKind, string>> = {
  password: 'a username and password',
  certificate: 'a client certificate',
  psk: 'a pre-shared key',
  anonymous: 'a client without credentials',
}
