/** Ends what several parts have begun: all of them, whatever goes wrong with one. */

/** Runs the steps one after the other. @throws what failed first, when all have been run */
export async function closeAll(steps: readonly (() => Promise<unknown> | undefined)[]): Promise<void> {
  const failures: unknown[] = []
  for (const step of steps) {
    try {
      await step()
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
}
