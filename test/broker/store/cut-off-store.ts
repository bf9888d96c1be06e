/** A store on a disk of the test, with its model and what its commits have made of it, to be cut off at any moment. */

import { expect } from 'vitest'
import { openLevelStore } from '../../../src/broker/store/level-store.ts'
import type { Store } from '../../../src/broker/store/store.ts'
import { canonical } from './canonical.ts'
import { MemoryDisk } from './memory-database.ts'
import { StoreModel } from './store-model.ts'
import { type Change, StoreDriver } from './store-operations.ts'

export type Step =
  | { readonly step: 'change'; readonly change: Change }
  | { readonly step: 'commit' | 'end write' | 'reopen' | 'look' | 'crash' | 'wait' }
  | { readonly step: 'fail write'; readonly takesEffect: boolean }

/** Lets pending promises and callbacks have their turn. */
export async function turns(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve))
}

export class CutOffStore {
  readonly #folder: string
  #disk = new MemoryDisk()
  #model = new StoreModel()
  #driver = new StoreDriver(this.#model)
  #store: Store | undefined = undefined
  /** As the last acknowledged commit left it, and as the commits since did. */
  #states = [this.#model.copy()]
  #isFailing = false
  #committed = 0
  #acknowledged = 0

  constructor(folder: string) {
    this.#folder = folder
  }

  async open(): Promise<void> {
    this.#disk.holds = false
    this.#store = await this.#openOn(this.#disk)
    this.#disk.holds = true
  }

  async take(step: Step): Promise<void> {
    switch (step.step) {
      case 'change':
        if (this.#store !== undefined) this.#driver.apply(this.#store, step.change)
        return
      case 'commit':
        return this.#commit()
      case 'end write':
        return this.#disk.endWrite()
      case 'fail write':
        return this.#disk.failWrite(step.takesEffect)
      case 'look':
        await this.#findState()
        return
      case 'crash':
        return this.#crash()
      default:
        return turns()
    }
  }

  /** Lets all writes succeed, and compares what is there with the model, row by row. */
  async expectAllDurable(): Promise<void> {
    for (let i = 0; i < 2; i++) {
      this.#commit()
      this.#disk.holds = false
      this.#disk.endWrite()
      await turns()
      while (this.#isFailing) await new Promise((resolve) => setTimeout(resolve, 1))
    }
    await turns()
    expect(this.#states.map((state) => state.canonical())).toEqual([this.#model.canonical()])
    await this.#findState()
    expect(this.#disk.rows.size).toBe(1 + this.#model.rowCount)
  }

  #commit(): void {
    const number = ++this.#committed
    this.#states.push(this.#model.copy())
    this.#store?.commit((failure) => {
      if (failure !== undefined) return
      expect(number).toBeGreaterThan(this.#acknowledged)
      this.#states.splice(0, number - this.#acknowledged)
      this.#acknowledged = number
    })
  }

  /** What would be found if the process ended now is the state of a commit, and of none before the last acknowledged. */
  async #findState(): Promise<StoreModel | undefined> {
    const store = await this.#openOn(this.#disk.copy())
    const found = canonical(await store.recover())
    const state = this.#states.find((one) => one.canonical() === found)
    expect(this.#states.map((one) => one.canonical())).toContain(found)
    return state
  }

  async #crash(): Promise<void> {
    const state = await this.#findState()
    this.#model = state?.copy() ?? new StoreModel()
    this.#driver = new StoreDriver(this.#model)
    this.#states = [this.#model.copy()]
    this.#committed = 0
    this.#acknowledged = 0
    this.#disk = this.#disk.copy()
    await this.open()
  }

  #openOn(disk: MemoryDisk): Promise<Store> {
    return openLevelStore({
      folder: this.#folder,
      sync: false,
      firstRetryMs: 0,
      openDatabase: disk.open,
      onFailure: () => {
        this.#isFailing = true
      },
      onRecovery: () => {
        this.#isFailing = false
      },
    })
  }
}
