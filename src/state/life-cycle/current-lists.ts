/** The revocation lists of one authority, as they are to be published now. */

import { Failure } from '../../diagnostics/failure.ts'
import { quoted } from '../../diagnostics/quoted.ts'
import type { Authority } from '../../topology/authority.ts'
import type { Topology } from '../../topology/topology.ts'
import { otherListName, renewListsOf } from '../issuance/revocation-lists.ts'
import { changeState, type LifeOptions, type LifeResult } from './life-cycle.ts'

/** In DER, that of its own key first; there are two while its key is replaced. Made anew where they are due, or at any rate. */
export function currentLists(
  topology: Topology,
  authority: Authority,
  renew: boolean,
  options: LifeOptions,
): Promise<LifeResult<readonly Buffer[]>> {
  const { name, source } = authority
  if (source === 'external')
    throw new Failure(`authority ${quoted(name)} is external: its owner makes its list`)
  return changeState(topology, options, (context) => {
    renewListsOf([authority], context, renew)
    return [name, otherListName(name, context.store)].flatMap(
      (id) => context.store.crl.get(id ?? '')?.der ?? [],
    )
  })
}
