/** Users with grants in a few words, for tests of what the grants mean. */

import { parseTemplate } from '../../src/topic/filter-template.ts'
import type { Grant, User } from '../../src/topology/user.ts'

/** `allow publish a/#`, `deny subscribe b`. */
export type GrantText = `${Grant['effect']} ${Grant['action']} ${string}`

export function grantsFrom(texts: readonly GrantText[]): readonly Grant[] {
  return texts.map((text, i): Grant => {
    const [effect, action, ...filter] = text.split(' ')
    return {
      effect: effect === 'deny' ? 'deny' : 'allow',
      action: action === 'publish' ? 'publish' : 'subscribe',
      filter: parseTemplate(filter.join(' ')),
      retain: 'allow',
      path: ['grants', i],
    }
  })
}

export function userWith(texts: readonly GrantText[], rest: Partial<User> = {}): User {
  return {
    ...{ kind: 'user', name: 'alice', at: [], authentication: { kind: 'none' }, bundles: [], groups: [] },
    ...{ grants: grantsFrom(texts), path: ['users', 'alice'] },
    ...rest,
  }
}
