/** Tells when something in some folders has changed, once for many changes that come together. */

import { type FSWatcher, watch } from 'node:fs'

/** An editor writes a file in several steps. */
const QUIET_MS = 150

export class FolderWatch {
  readonly #onChange: () => void
  readonly #watchers = new Map<string, FSWatcher>()
  #timer: NodeJS.Timeout | undefined

  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  /** Watches exactly these from now on; false when one of them cannot be watched. */
  watch(folders: readonly string[]): boolean {
    const wanted = new Set(folders)
    for (const [folder, watcher] of this.#watchers) {
      if (wanted.has(folder)) continue
      watcher.close()
      this.#watchers.delete(folder)
    }
    return folders.map((folder) => this.#watchers.has(folder) || this.#add(folder)).every((isIn) => isIn)
  }

  close(): void {
    clearTimeout(this.#timer)
    for (const watcher of this.#watchers.values()) watcher.close()
    this.#watchers.clear()
  }

  #add(folder: string): boolean {
    try {
      const watcher = watch(folder, { persistent: false }, () => this.#note())
      watcher.on('error', () => {
        watcher.close()
        this.#watchers.delete(folder)
        this.#note()
      })
      this.#watchers.set(folder, watcher)
      return true
    } catch {
      // Not there, or too many of them: whoever asked is told.
      return false
    }
  }

  #note(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#onChange, QUIET_MS)
  }
}
