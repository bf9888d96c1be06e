/** Reads C string literals (C11 6.4.5) as a compiler does: a second witness where no compiler is installed. */

const SIMPLE: Readonly<Record<string, number>> = { n: 0x0a, '"': 0x22, '\\': 0x5c, '?': 0x3f }

/**
 * The bytes of adjacent literals, spliced lines included.
 *
 * @throws Error for anything that is not one: whatever follows a closing quote, an escape that our writer never
 * writes, a trigraph.
 */
export function readCLiteral(source: string): Buffer {
  const spliced = source.replaceAll('\\\n', '') // C11 5.1.1.2, phase 2
  if (/\?\?[=/'()!<>-]/.test(spliced)) throw new Error(`a trigraph: ${source}`)
  if (!/^"(\\.|[^"\\])*"(\s+"(\\.|[^"\\])*")*$/.test(spliced)) throw new Error(`no literal: ${source}`)
  const bytes: number[] = []
  for (const [, body = ''] of spliced.matchAll(/"((?:\\.|[^"\\])*)"/g)) {
    for (const [piece, escaped] of body.matchAll(/\\([0-7]{1,3}|.)|[^\\]/g))
      bytes.push(byteOf(piece, escaped))
  }
  return Buffer.from(bytes)
}

function byteOf(piece: string, escaped: string | undefined): number {
  const code =
    escaped === undefined
      ? piece.charCodeAt(0)
      : /^[0-7]/.test(escaped)
        ? Number.parseInt(escaped, 8)
        : SIMPLE[escaped]
  if (code === undefined || code > 0xff) throw new Error(`unexpected ${JSON.stringify(piece)}`)
  return code
}
