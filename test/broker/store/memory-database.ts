/** A database in memory that lets the test say when a write ends, and how. */

import type { Database, Row } from '../../../src/broker/store/database.ts'
import type { Change } from '../../../src/broker/store/notes.ts'
import type { KeyRange } from '../../../src/broker/store/row-key.ts'
import { RowWriter } from '../../../src/broker/store/row-writer.ts'

/** A write under way. */
interface PendingWrite {
  readonly rows: readonly (readonly [key: string, value: Uint8Array | undefined])[]
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

/** What the disk holds; outlives the databases that are opened on it. */
export class MemoryDisk {
  readonly rows = new Map<string, Uint8Array>()
  /** Rows that were put or removed, in all. */
  changes = 0
  writes = 0
  opened = 0
  /** How often {@link openError} kept it from being opened. */
  refused = 0
  /** While true, writes wait for {@link endWrite} and {@link failWrite}. */
  holds = false
  openError: Error | undefined = undefined
  #pending: PendingWrite | undefined = undefined

  open = async (): Promise<Database> => {
    if (this.openError !== undefined) {
      this.refused++
      throw this.openError
    }
    this.opened++
    return new MemoryDatabase(this)
  }

  get isWriting(): boolean {
    return this.#pending !== undefined
  }

  begin(write: PendingWrite): void {
    if (this.#pending !== undefined) throw new Error('two writes at a time')
    this.#pending = write
    this.writes++
    this.changes += write.rows.length
    if (!this.holds) this.endWrite()
  }

  endWrite(): void {
    const write = this.#take()
    this.#apply(write)
    write?.resolve()
  }

  /** The batch takes effect or not: after an error nobody knows. */
  failWrite(takesEffect: boolean): void {
    const write = this.#take()
    if (takesEffect) this.#apply(write)
    write?.reject(
      Object.assign(new Error('IO error: 000003.log: No space left on device'), { code: 'LEVEL_IO_ERROR' }),
    )
  }

  /** As it would be found if the process ended now. */
  copy(): MemoryDisk {
    const copy = new MemoryDisk()
    for (const [key, value] of this.rows) copy.rows.set(key, value)
    return copy
  }

  #take(): PendingWrite | undefined {
    const write = this.#pending
    this.#pending = undefined
    return write
  }

  #apply(write: PendingWrite | undefined): void {
    for (const [key, value] of write?.rows ?? []) {
      if (value === undefined) this.rows.delete(key)
      else this.rows.set(key, value)
    }
  }
}

class MemoryDatabase implements Database {
  readonly #disk: MemoryDisk
  readonly #writer = new RowWriter()

  constructor(disk: MemoryDisk) {
    this.#disk = disk
  }

  write(changes: Iterable<Change>): Promise<void> {
    const rows = [...changes].map(
      ({ key, write }) => [key, write && Uint8Array.from(this.#writer.row(key, write))] as const,
    )
    if (rows.length === 0) return Promise.resolve()
    return new Promise((resolve, reject) => this.#disk.begin({ rows, resolve, reject }))
  }

  async *rows({ first, end }: KeyRange): AsyncGenerator<Row> {
    const keys = [...this.#disk.rows.keys()].filter((key) => key >= first && key < end).sort()
    for (const key of keys) {
      const value = this.#disk.rows.get(key)
      if (value !== undefined) yield { key, value }
    }
  }

  async removeRange({ first, end }: KeyRange): Promise<void> {
    for (const key of this.#disk.rows.keys()) if (key >= first && key < end) this.#disk.rows.delete(key)
  }

  async close(): Promise<void> {}
}
