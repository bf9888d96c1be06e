/** The failure for a store that cannot be read as it is. */

import { Failure } from '../../diagnostics/failure.ts'

export class DamagedStore extends Failure {
  /** What was found, without a capital and a full stop. */
  readonly damage: string

  constructor(folder: string, damage: string, cause?: unknown) {
    super(
      `the store ${folder} is damaged (${damage}): put a backup in its place, save what can be read with "mqttopia broker -c FILE --repair-store", or move it away to start without sessions and retained messages`,
      cause === undefined ? {} : { cause },
    )
    this.damage = damage
  }
}
