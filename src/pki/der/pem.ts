/** PEM blocks (RFC 7468): the textual form of keys, certificates, requests and revocation lists. */

import { asBuffer } from './as-buffer.ts'

export interface PemBlock {
  /** As `CERTIFICATE`. */
  readonly label: string
  /** RFC 1421 header lines, as of a key that OpenSSL encrypted in its old way. */
  readonly headers: readonly string[]
  readonly der: Buffer
}

export type PemLabel =
  | 'CERTIFICATE'
  | 'CERTIFICATE REQUEST'
  | 'ENCRYPTED PRIVATE KEY'
  | 'PRIVATE KEY'
  | 'PUBLIC KEY'
  /** Not `CRL`: RFC 7468 7. */
  | 'X509 CRL'

export function toPem(label: PemLabel, der: Uint8Array): string {
  return pemText({ label, headers: [], der: asBuffer(der) })
}

/** A block as it stands in a file, in lines of 64 characters: OpenSSL takes no longer ones. */
export function pemText({ label, headers, der }: PemBlock): string {
  const base64 = der.toString('base64')
  const lines = Array.from({ length: Math.ceil(base64.length / 64) }, (_, i) =>
    base64.slice(64 * i, 64 * i + 64),
  )
  const head = headers.length === 0 ? '' : `${headers.join('\n')}\n\n`
  return `-----BEGIN ${label}-----\n${head}${lines.join('\n')}\n-----END ${label}-----\n`
}

/** All well-formed blocks, in order; text around and between them is explanation and skipped. */
export function readPem(text: string): PemBlock[] {
  const blocks: PemBlock[] = []
  let open: { readonly label: string; readonly lines: string[] } | undefined
  for (const raw of text.split(/\r\n|\r|\n/)) {
    const line = raw.trim()
    const [, edge, label] = /^-----(BEGIN|END) ([A-Z0-9 ]{1,64})-----$/.exec(line) ?? []
    if (edge === 'BEGIN' && label !== undefined) open = { label, lines: [] }
    else if (edge === 'END' && open !== undefined) {
      const block = open.label === label ? pemBlock(open.label, open.lines) : undefined
      if (block !== undefined) blocks.push(block)
      open = undefined
    } else open?.lines.push(line)
  }
  return blocks
}

/** Whether a block begins that {@link readPem} passes over, since it is cut off or damaged. */
export function hasBrokenPem(text: string): boolean {
  return (text.match(/^\s*-----BEGIN /gm) ?? []).length > readPem(text).length
}

function pemBlock(label: string, lines: readonly string[]): PemBlock | undefined {
  const headers = lines.filter((line) => line.includes(':'))
  const base64 = lines.filter((line) => !line.includes(':')).join('')
  if (base64 === '' || base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined
  return { label, headers, der: Buffer.from(base64, 'base64') }
}

/**
 * The DER of every block with one of `labels`; or, where `input` holds no PEM at all, `input` itself.
 *
 * @param labels all that stand for the wanted thing, as OpenSSL's old `NEW CERTIFICATE REQUEST`.
 */
export function derBlocks(input: string | Uint8Array, ...labels: readonly string[]): Buffer[] {
  const bytes = typeof input === 'string' ? Buffer.from(input) : asBuffer(input)
  if (!bytes.includes('-----BEGIN ')) return [bytes]
  return readPem(bytes.toString('utf8')).flatMap(({ label, der }) => (labels.includes(label) ? [der] : []))
}
