/**
 * The lists of mosquitto.conf(5) crlfile, asked after OpenSSL has verified a chain. Node's own check wants a list of
 * every authority in the chain; Mosquitto (X509_V_FLAG_CRL_CHECK) only of the one that has issued the client's certificate.
 */

import type { X509Certificate } from 'node:crypto'
import { Failure } from '../../../diagnostics/failure.ts'
import { type CertificateFields, certificateFields } from './certificate-fields.ts'
import { DerError } from './der.ts'
import { nameKey, RevocationList } from './revocation-list.ts'

export class RevocationLists {
  /** Latest first. */
  readonly #byIssuer = new Map<string, RevocationList[]>()

  constructor(lists: readonly RevocationList[]) {
    for (const list of [...lists].sort((a, b) => b.thisUpdate - a.thisUpdate)) {
      const others = this.#byIssuer.get(list.issuer)
      if (others === undefined) this.#byIssuer.set(list.issuer, [list])
      else others.push(list)
    }
  }

  /**
   * What is wrong with a verified chain, client first. The client's issuer must have a list that is valid at `now`
   * (milliseconds since 1970; `undefined`: whenever). Lists of authorities above it are asked where there are any.
   *
   * @throws DerError
   */
  problem(chain: readonly X509Certificate[], now: number | undefined): string | undefined {
    for (const [i, certificate] of chain.entries()) {
      const fields = certificateFields(certificate.raw)
      const list = this.#listOf(fields, chain[i + 1] ?? certificate)
      const isClient = i === 0
      if (isClient && list === undefined) return 'its issuer has no revocation list'
      const late = isClient && list !== undefined && now !== undefined ? dateProblem(list, now) : undefined
      if (late !== undefined) return late
      if (list?.isRevoked(fields) === true)
        return isClient ? 'its certificate is revoked' : 'the certificate of an authority above it is revoked'
    }
    return undefined
  }

  #listOf({ issuer }: CertificateFields, authority: X509Certificate): RevocationList | undefined {
    return this.#byIssuer.get(nameKey(issuer))?.find((list) => list.isOf(authority))
  }
}

function dateProblem({ thisUpdate, nextUpdate }: RevocationList, now: number): string | undefined {
  if (thisUpdate > now) return 'the revocation list of its issuer is not valid yet'
  if (nextUpdate !== undefined && nextUpdate < now) return 'the revocation list of its issuer has expired'
  return undefined
}

/**
 * Of PEM.
 *
 * @throws Failure that names the file.
 */
export function parseRevocationLists(path: string, text: string): RevocationLists {
  const blocks = [...text.matchAll(/-----BEGIN X509 CRL-----([^-]*)-----END X509 CRL-----/g)]
  if (blocks.length === 0) throw new Failure(`cannot use ${path}: it holds no revocation list in PEM`)
  try {
    return new RevocationLists(
      blocks.map(([, base64 = '']) => new RevocationList(Buffer.from(base64, 'base64'))),
    )
  } catch (error) {
    if (!(error instanceof DerError)) throw error
    throw new Failure(`cannot use ${path}: ${error.message}`, { cause: error })
  }
}
