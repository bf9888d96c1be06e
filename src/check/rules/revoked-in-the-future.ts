import { prose } from '../../diagnostics/prose.ts'
import type { CheckRule } from '../check-subject.ts'

export const revokedInTheFuture: CheckRule = {
  code: 'revoked-in-the-future',
  severity: 'warning',
  summary: 'a certificate is revoked from a day that has not come yet',
  explanation: prose`
    A certificate on a revocation list is refused at once, whatever its date says: the date only tells since when it
    is not to be trusted. Mostly the year is mistyped.

    Correct the \`date\`, or leave it out.
  `,
  *check({ topology: { authorities }, now }) {
    for (const { serial, date, path } of authorities.flatMap(({ revoked }) => revoked)) {
      if (date === undefined || Date.parse(date) <= now.getTime()) continue
      yield {
        message: `certificate "${serial}" is revoked from ${date}, which is not yet`,
        at: { path: [...path, 'date'] },
        hint: 'correct the date, or leave it out',
      }
    }
  },
}
