/** Gathers many small pieces of bytes into few large ones. */

export interface ByteBlocks {
  /** Takes a piece in, and gives the blocks that are full now. */
  readonly add: (piece: Uint8Array) => Iterable<Uint8Array>
  /** What is left, at the end. */
  readonly rest: () => Iterable<Uint8Array>
  /** Bytes taken in so far. */
  readonly length: () => number
}

const blockBytes = 256 * 1024

export function byteBlocks(): ByteBlocks {
  let block = Buffer.allocUnsafe(blockBytes)
  let used = 0
  let length = 0
  function* flush(): Iterable<Uint8Array> {
    if (used > 0) yield block.subarray(0, used)
    block = Buffer.allocUnsafe(blockBytes)
    used = 0
  }
  function* add(piece: Uint8Array): Iterable<Uint8Array> {
    length += piece.length
    if (used + piece.length > blockBytes) yield* flush()
    if (piece.length > blockBytes) {
      yield piece
      return
    }
    block.set(piece, used)
    used += piece.length
  }
  return { add, rest: flush, length: () => length }
}
