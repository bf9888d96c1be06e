/** Lets the broker do all that it has to do now: its turns end in `setImmediate`, and nothing of it waits longer in tests. */

const TURNS = 6

export async function settle(turns = TURNS): Promise<void> {
  for (let i = 0; i < turns; i++) await new Promise<void>((done) => setImmediate(done))
}
