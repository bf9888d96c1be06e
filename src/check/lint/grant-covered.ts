import { prose } from '../../diagnostics/prose.ts'
import { covers } from '../../topic/filter.ts'
import type { Grant } from '../../topology/user.ts'
import type { CheckRule } from '../check-subject.ts'
import { type GrantsMeeting, type IndexedGrant, indexPerList } from '../grant-index.ts'
import { grantLabel, type WrittenGrant, writtenGrants } from '../written-grants.ts'

export const grantCovered: CheckRule = {
  code: 'grant-covered',
  severity: 'info',
  summary: 'whoever has a grant has another one that covers all of its topics',
  explanation: prose`
    Every user with this grant has another one, of its own, of a role or of a group, that covers all of its topics. So
    removing it changes no right. What it says may once have been all that was meant.

    Remove it, or narrow the other. Grants of one list that cover each other are \`redundant-grant\`; those that differ in
    \`qos\` or \`retain\` are not reported: they document the client.
  `,
  *check({ topology }) {
    const indexOf = indexPerList()
    for (const written of writtenGrants(topology)) {
      const { grant, lists } = written
      if (grant.effect === 'deny') continue
      const found = lists.map((list) => coverOf(written, indexOf(list)))
      const [first] = found
      if (first === undefined || found.includes(undefined)) continue
      yield {
        message: `${grantLabel(grant)} adds nothing to ${grantLabel(first)}${viaText(first)}, which everybody with it has too`,
        at: { path: grant.path },
        related: [{ at: { path: first.path }, message: 'it is covered here' }],
        hint: 'remove it, or narrow the other',
      }
    }
  },
}

/** The grant in another list of the spec that covers it; of two that say the same, the one that is told is the later. */
function coverOf({ grant, filter }: WrittenGrant, meeting: GrantsMeeting): Grant | undefined {
  const all = meeting('allow', grant.action, filter).filter((other) => counts(other, grant))
  const cover = all.find((other) => covers(other.filter, filter))
  if (cover === undefined || isSibling(cover.grant, grant)) return undefined
  const isLater = covers(filter, cover.filter) && lineOf(cover.grant) > lineOf(grant)
  return isLater ? undefined : cover.grant
}

function counts({ grant: other }: IndexedGrant, grant: Grant): boolean {
  return lineOf(other) !== lineOf(grant) && other.qos === grant.qos && other.retain === grant.retain
}

function lineOf({ path }: Grant): string {
  return path.join('\0')
}

/** They stand in one list, where other rules look. */
function isSibling(a: Grant, b: Grant): boolean {
  return a.path.slice(0, 2).join('\0') === b.path.slice(0, 2).join('\0')
}

function viaText({ via }: Grant): string {
  const [kind, name] = via?.split(':') ?? []
  return kind === undefined ? '' : ` of ${kind} "${name}"`
}
