/** The records of a zip archive (PKWARE APPNOTE 6.3), each as a function of what it says. */

export interface EntryFacts {
  readonly name: Buffer
  readonly crc: number
  readonly size: number
  readonly mode: number
  /** Of the local header, from the start of the archive. */
  readonly offset: number
}

const max16 = 0xffff
export const max32 = 0xffff_ffff
const version = 20
const versionZip64 = 45
const madeByUnix = (3 << 8) | 63
const utf8Names = 1 << 11
const stored = 0
/** 1980-01-01 00:00:00, the earliest that the format knows. */
const dosTime = 0
const dosDate = 0x0021
const regularFile = 0o100000

/** APPNOTE 4.3.7. An entry is held in memory, so its size fits. */
export function localHeader({ name, crc, size }: EntryFacts): Buffer {
  const head = Buffer.allocUnsafe(30 + name.length)
  head.writeUInt32LE(0x04034b50, 0)
  head.writeUInt16LE(version, 4)
  writeShared(head, 6, { name, crc, size })
  head.writeUInt16LE(0, 28) // no extra field
  name.copy(head, 30)
  return head
}

/** APPNOTE 4.3.12. */
export function directoryHeader({ name, crc, size, mode, offset }: EntryFacts): Buffer {
  const far = offset >= max32
  const head = Buffer.allocUnsafe(46 + name.length)
  head.writeUInt32LE(0x02014b50, 0)
  head.writeUInt16LE(madeByUnix, 4)
  head.writeUInt16LE(far ? versionZip64 : version, 6)
  writeShared(head, 8, { name, crc, size })
  head.writeUInt16LE(far ? 12 : 0, 30)
  head.writeUIntLE(0, 32, 6) // no comment, no disk number, no internal attributes
  head.writeUInt32LE(((regularFile | mode) << 16) >>> 0, 38)
  head.writeUInt32LE(far ? max32 : offset, 42)
  name.copy(head, 46)
  return far ? Buffer.concat([head, farOffset(offset)]) : head
}

/**
 * Copies of directory headers, whose entries have moved by `distance` bytes.
 *
 * @throws RangeError for an entry beyond 4 GiB: its header has another length there.
 */
export function movedHeaders(headers: Buffer, distance: number): { moved: Buffer; count: number } {
  const moved = Buffer.from(headers)
  let count = 0
  for (let at = 0; at < moved.length; count += 1) {
    const offset = moved.readUInt32LE(at + 42) + distance
    if (offset >= max32) throw new RangeError('an entry beyond 4 GiB cannot be moved')
    moved.writeUInt32LE(offset, at + 42)
    at += 46 + moved.readUInt16LE(at + 28) + moved.readUInt16LE(at + 30)
  }
  return { moved, count }
}

/** What both headers of an entry say, from the flags on: APPNOTE 4.4.4 to 4.4.10. */
function writeShared(
  head: Buffer,
  at: number,
  { name, crc, size }: Pick<EntryFacts, 'name' | 'crc' | 'size'>,
) {
  head.writeUInt16LE(utf8Names, at)
  head.writeUInt16LE(stored, at + 2)
  head.writeUInt16LE(dosTime, at + 4)
  head.writeUInt16LE(dosDate, at + 6)
  head.writeUInt32LE(crc, at + 8)
  head.writeUInt32LE(size, at + 12)
  head.writeUInt32LE(size, at + 16)
  head.writeUInt16LE(name.length, at + 20)
}

/** Zip64 extended information with the offset alone, APPNOTE 4.5.3. */
function farOffset(offset: number): Buffer {
  const extra = Buffer.alloc(12)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(8, 2)
  extra.writeBigUInt64LE(BigInt(offset), 4)
  return extra
}

export interface Directory {
  readonly count: number
  readonly offset: number
  readonly size: number
}

/** APPNOTE 4.3.16, after 4.3.14 and 4.3.15 where a number does not fit. */
export function endOfDirectory(directory: Directory): Buffer {
  const { count, offset, size } = directory
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Math.min(count, max16), 8)
  end.writeUInt16LE(Math.min(count, max16), 10)
  end.writeUInt32LE(Math.min(size, max32), 12)
  end.writeUInt32LE(Math.min(offset, max32), 16)
  const fits = count < max16 && offset < max32 && size < max32
  return fits ? end : Buffer.concat([zip64End(directory), end])
}

function zip64End({ count, offset, size }: Directory): Buffer {
  const end = Buffer.alloc(56 + 20)
  end.writeUInt32LE(0x06064b50, 0)
  end.writeBigUInt64LE(44n, 4) // bytes of this record that follow
  end.writeUInt16LE(madeByUnix, 12)
  end.writeUInt16LE(versionZip64, 14)
  end.writeBigUInt64LE(BigInt(count), 24)
  end.writeBigUInt64LE(BigInt(count), 32)
  end.writeBigUInt64LE(BigInt(size), 40)
  end.writeBigUInt64LE(BigInt(offset), 48)
  end.writeUInt32LE(0x07064b50, 56)
  end.writeBigUInt64LE(BigInt(offset + size), 64)
  end.writeUInt32LE(1, 72) // disks
  return end
}
