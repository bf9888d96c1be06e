/** What users refer to. */

import type { Broker } from '../broker.ts'
import type { Bundle } from '../bundle.ts'
import type { NameTable } from '../name-table.ts'
import type { Pki } from '../pki/resolve-pki.ts'
import type { Resolution } from '../resolution.ts'
import type { Rights } from './resolve-roles.ts'

export interface World {
  readonly resolution: Resolution
  readonly pki: Pki
  readonly brokers: NameTable<Broker>
  readonly bundles: NameTable<Bundle>
  readonly rights: Rights
}
