/** What breaks a policy, and who proves it. */

import type { Hop } from '../../access/hops.ts'
import type { RelatedPlace, SpecPath } from '../../diagnostics/diagnostic.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { Broker } from '../../topology/broker.ts'
import type { Grant, User } from '../../topology/user.ts'
import { userLabel } from '../../topology/user-label.ts'

export interface Violation {
  /** Who breaks it, less what sets the devices of a fleet apart: of several violations by one, the first is told. */
  readonly subject: string
  /** One sentence, less its full stop. */
  readonly message: string
  /** The grants and routes that make it possible. */
  readonly related: readonly RelatedPlace[]
  readonly hint: string
  /** The message itself, where there is one. */
  readonly witness?: Witness
}

/** A message on its way: who publishes it, the hops it takes, and who receives it. */
export interface Witness {
  /** Absent: whoever; a loop carries what anybody publishes. */
  readonly from?: User
  /** Where it is published. */
  readonly broker: Broker
  /** As it is called there. */
  readonly topic: string
  readonly hops: readonly Hop[]
  readonly to?: User
}

/** Where a target has written down what decides: the end of a sentence such as `, brokers/core/acl:7: topic read a/#`. */
export type WrittenAt = (broker: Broker, user: User, action: Grant['action'], topic: string) => string

export const nowhere: WrittenAt = () => ''

/** The grant that lets a user do something on a broker. */
export function grantPlace(
  {
    broker,
    user,
    writtenAt,
  }: { readonly broker: Broker; readonly user: User; readonly writtenAt: WrittenAt },
  grant: Grant | undefined,
  topic: string,
): readonly RelatedPlace[] {
  if (grant === undefined) return []
  const verb = grant.action === 'publish' ? 'publish' : 'receive'
  const written = writtenAt(broker, user, grant.action, topic)
  return [because(grant.path, `this lets ${userLabel(user)} ${verb} ${quoted(topic)}${written}`)]
}

export function because(path: SpecPath, message: string): RelatedPlace {
  return { at: { path }, message }
}
