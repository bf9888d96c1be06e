import { prose } from '../../diagnostics/prose.ts'
import type { CheckRule } from '../check-subject.ts'
import { siblingGrants } from '../sibling-grants.ts'
import { grantLabel } from '../written-grants.ts'

export const duplicateGrant: CheckRule = {
  code: 'duplicate-grant',
  severity: 'warning',
  summary: 'the same grant is written twice in one place',
  explanation: prose`
    Two entries of one list allow, or deny, exactly the same topics. Often one of them was meant to be another topic
    and was not changed after it had been copied.

    Remove one of them, or correct it.
  `,
  *check({ topology }) {
    for (const siblings of siblingGrants(topology)) {
      const first = new Map(
        siblings.map(({ grant, filter }) => [filter.levels.join('/'), grant] as const).reverse(),
      )
      for (const { grant, filter } of siblings) {
        const other = first.get(filter.levels.join('/'))
        if (other === undefined || other === grant) continue
        yield {
          message: `${grantLabel(grant)} is written twice`,
          at: { path: grant.path },
          related: [{ at: { path: other.path }, message: 'it stands here already' }],
          hint: 'remove one of them, or correct it',
        }
      }
    }
  },
}
