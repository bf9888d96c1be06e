/**
 * The numbered normative statements of MQTT 5.0 and 3.1.1 that bind a server, or both sides: what each asks for, in our
 * words, and the test that shows it. `docs/standard.md` is printed from here.
 */

import { MQTT_3_1_1 } from './statements/mqtt-3.1.1.ts'
import { MQTT_5_0 } from './statements/mqtt-5.0.ts'

export interface Statement {
  readonly standard: '3.1.1' | '5.0'
  /** As the standard prints it, without brackets: `MQTT-3.1.0-1`. */
  readonly id: string
  readonly says: string
  /** The title of a test under test/broker, or how all titles of a group begin; `undefined`: see {@link because}. */
  readonly test: string | undefined
  /** Why there is no test. */
  readonly because: string | undefined
}

export const STATEMENTS: readonly Statement[] = [
  ...rows(MQTT_5_0).map((row) => ({ standard: '5.0' as const, ...row })),
  ...rows(MQTT_3_1_1).map((row) => ({ standard: '3.1.1' as const, ...row })),
]

/** One statement a line: `id | what it says | title of a test | why there is none`; other lines are comments. */
function rows(table: string): Omit<Statement, 'standard'>[] {
  return table.split('\n').flatMap((line) => {
    const [id = '', says, test, because] = line.split('|').map((cell) => cell.trim())
    return says === undefined ? [] : [{ id, says, test: test || undefined, because }]
  })
}
