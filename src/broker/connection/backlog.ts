/** How much may wait in memory for a receiver that reads too slowly: less for each, the more of them there are. */

const MAX_BYTES = 8 * 1024 * 1024
const MIN_BYTES = 256 * 1024
const BUDGET_BYTES = 256 * 1024 * 1024

export class Backlog {
  /** For one connection. */
  limitBytes = MAX_BYTES

  /** To be told now and then how many connections have bytes that wait. */
  update(slowConnections: number): void {
    this.limitBytes = Math.max(
      MIN_BYTES,
      Math.min(MAX_BYTES, Math.floor(BUDGET_BYTES / Math.max(1, slowConnections))),
    )
  }
}
