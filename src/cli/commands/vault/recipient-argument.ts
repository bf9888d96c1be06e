/** Recipients on a command line. */

import { recipientProblem } from '../../../state/age/age-file.ts'
import type { Recipient } from '../../../state/age/recipients.ts'
import { UsageError } from '../../usage-error.ts'

/** @throws UsageError for what is none; a secret key is not repeated. */
export async function recipientFrom(text: string, note = ''): Promise<Recipient> {
  const problem = await recipientProblem(text)
  if (problem === undefined) return { text, note }
  const shown = problem === 'is a secret key' ? 'a recipient that was given' : JSON.stringify(text)
  throw new UsageError(`${shown} ${problem}; a recipient begins with age1, as "age-keygen -y" prints it`)
}

export const unseenOption = [
  '--unseen',
  'also for others alone, so that it cannot be opened here any more',
] as const
