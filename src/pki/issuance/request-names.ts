/** Who a signing request says that it is from. */

import type { SigningRequest } from '../x509/signing-request.ts'
import { clientUriPrefix } from './wanted-certificates.ts'

export interface RequestNames {
  /** Usernames, each once: the common name, and what URIs of mqttopia name. */
  readonly names: readonly string[]
  /** For messages; empty where it has none. */
  readonly subject: string
}

export function requestNames(
  { subject, wishes }: Pick<SigningRequest, 'subject' | 'wishes'>,
  topologyName: string,
): RequestNames {
  const prefix = clientUriPrefix(topologyName)
  const uris = (wishes?.uris ?? []).filter((uri) => uri.startsWith(prefix))
  const named = uris.map((uri) => decoded(uri.slice(prefix.length)))
  const { commonName } = subject
  return {
    names: [...new Set([...(commonName === undefined ? [] : [commonName]), ...named])],
    subject: subject.text,
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
