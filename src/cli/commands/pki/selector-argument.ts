/** The selectors of a command line. */

import {
  parseSelector,
  type Selector,
  selectableNames,
  selectorKinds,
} from '../../../pki/issuance/selector.ts'
import type { Topology } from '../../../topology/topology.ts'
import { noSuch, UsageError } from '../../usage-error.ts'

/** @throws UsageError for what is no selector. */
export function selectorFrom(text: string): Selector {
  const selector = parseSelector(text)
  if (selector !== undefined) return selector
  const kinds = selectorKinds.map((kind) => `${kind}:NAME`).join(', ')
  throw new UsageError(`${JSON.stringify(text)} names nothing: write ${kinds}`)
}

export function nothingSelected({ kind, name }: Selector, topology: Topology): UsageError {
  return noSuch(kind, name, selectableNames(kind, topology))
}
