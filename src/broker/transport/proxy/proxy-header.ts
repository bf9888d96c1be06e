/** What a proxy says of the connection that it passes on. */

export type ProxyHeader =
  /** The header goes on in bytes that are not there yet. */
  | { readonly is: 'incomplete' }
  | { readonly is: 'refused'; readonly reason: string }
  /** The connection is the proxy's own, as to see whether somebody listens. */
  | { readonly is: 'local' }
  /** The proxy does not say who its client is. `length`: bytes of the header. */
  | { readonly is: 'unknown'; readonly length: number }
  | ({ readonly is: 'client'; readonly length: number } & ProxiedClient)

export interface ProxiedClient {
  readonly address: string
  readonly port: number
  /** The client speaks TLS with the proxy. */
  readonly isSecure: boolean
  /** CN of a certificate that the proxy has verified. */
  readonly commonName?: string
}

export const INCOMPLETE: ProxyHeader = { is: 'incomplete' }

export function refused(reason: string): ProxyHeader {
  return { is: 'refused', reason }
}

export const CORRUPT = 'the PROXY header is corrupt'
