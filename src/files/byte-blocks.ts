/** Gathers many small pieces of bytes into few large ones. */

export interface ByteBlocks {
  /** Copies a piece, or keeps one as it is that is worth a write of its own; gives the blocks that are full now. */
  readonly add: (piece: Uint8Array) => readonly Uint8Array[]
  /** What is left, at the end. */
  readonly rest: () => readonly Uint8Array[]
  /** Bytes taken in so far. */
  readonly length: () => number
}

const nothing: readonly Uint8Array[] = []
/** @param blockBytes less than the default where little is to come. */
export function byteBlocks(blockBytes = 256 * 1024): ByteBlocks {
  let block = Buffer.allocUnsafe(blockBytes)
  let used = 0
  let length = 0
  const flush = (): readonly Uint8Array[] => {
    if (used === 0) return nothing
    const full = block.subarray(0, used)
    block = Buffer.allocUnsafe(blockBytes)
    used = 0
    return [full]
  }
  const add = (piece: Uint8Array): readonly Uint8Array[] => {
    length += piece.length
    const isLarge = piece.length > blockBytes / 4
    const full = isLarge || used + piece.length > blockBytes ? flush() : nothing
    if (isLarge) return [...full, piece]
    block.set(piece, used)
    used += piece.length
    return full
  }
  return { add, rest: flush, length: () => length }
}
