/** A plan: what a compile and an apply would change, as data. Nothing secret is in it; see `schemas/plan.schema.json`. */

import type { AccessChange } from '../access/access-change.ts'
import type { RetainedChange } from '../access/retained-changes.ts'
import type { AuthorityRotation } from '../pki/issuance/authority-rotation.ts'
import type { CutOff } from '../targets/mosquitto/changes/cut-off.ts'
import type { Effect, EffectReason } from '../targets/mosquitto/changes/effect.ts'
import type { FileChange } from '../targets/mosquitto/changes/file-change.ts'

export interface Plan {
  readonly mqttopia: 'plan'
  readonly version: 1
  /** Of all below. */
  readonly id: string
  readonly topology: string
  readonly environment?: string
  readonly against: Baseline
  readonly digests: PlanDigests
  /** Why the vault was not opened: keys, passwords and client bundles were not compared then. */
  readonly closedVault?: 'encrypted' | 'absent'
  readonly brokers: readonly BrokerPlan[]
  readonly bridges: readonly PartChange[]
  readonly users: readonly UserChange[]
  /** Who gains and loses what, as exact sets of topics. */
  readonly rights: readonly AccessChange[]
  /** What that does to messages that may be retained already. */
  readonly retained: readonly RetainedChange[]
  readonly certificates: readonly CertificateChange[]
  /** Absent where there is nothing to know, or the state was not looked at. */
  readonly notes?: AuthorityNotes
  /** All files of the output that change, those of brokers included. */
  readonly files: PathChanges
  readonly destroys: Destruction
}

/** What the spec is compared with. */
export type Baseline =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'output'; readonly folder: string }
  | { readonly kind: 'revision'; readonly revision: string; readonly commit: string }
  | { readonly kind: 'environment'; readonly environment: string }

/** What must not have moved when the plan is applied. */
export interface PlanDigests {
  /** Of the snapshot of what was compiled before. */
  readonly before?: string
  /** Of the snapshot of the spec that was planned. */
  readonly after: string
  /** Of the certificates that stay; absent where they were not looked at. */
  readonly kept?: string
}

export interface BrokerPlan {
  readonly name: string
  readonly change: 'added' | 'removed' | 'changed'
  readonly engine: { readonly kind: string; readonly version: string }
  /** For a new broker a restart: it is started. For one that goes, nothing. */
  readonly effect: Effect
  readonly reasons: readonly EffectReason[]
  readonly cutOff: CutOff
  readonly settings: readonly Field[]
  readonly listeners: readonly PartChange[]
  readonly files: readonly FileChange[]
  /** Digest of its files as they were compiled before; absent where it had none, or they were not looked at. */
  readonly installs?: string
}

export interface PartChange {
  readonly name: string
  readonly change: 'added' | 'removed' | 'changed'
  readonly fields: readonly Field[]
}

/** One property. Without `before` it is new, without `after` it goes. */
export interface Field {
  readonly item: string
  readonly before?: string
  readonly after?: string
}

/** Users that change alike, in one entry. */
export interface UserChange {
  /** As `user alice`, `fleet presses`, `bridge line1-core`, `anonymous`. */
  readonly who: string
  /** Their usernames, sorted. */
  readonly members: readonly string[]
  readonly change: 'added' | 'removed' | 'changed'
  readonly fields: readonly Field[]
}

export interface CertificateChange {
  readonly do: 'issue' | 'renew' | 'rotate' | 'revoke' | 'retire'
  /** As `authority/clients`, `broker/core/server`, `user/alice`. */
  readonly id: string
  readonly because: string
  /** Present where another certificate had the place: whether the key is new too. */
  readonly newKey?: boolean
  /** Of what is revoked. */
  readonly serial?: string
}

/** What is no change, and yet to be known by who installs one. */
export interface AuthorityNotes {
  readonly lists: readonly ListNote[]
  readonly rotations: readonly RotationNote[]
}

/** A revocation list that listeners look at, and that is to be made anew. */
export interface ListNote {
  readonly authority: string
  /** ISO 8601. From then on every client is refused. */
  readonly ends: string
  readonly hasEnded: boolean
}

/** An authority whose key is being replaced; see `pki/issuance/authority-rotation.ts`. */
export interface RotationNote {
  readonly authority: string
  readonly stage: AuthorityRotation['stage']
  readonly moved: number
}

export interface PathChanges {
  readonly added: readonly string[]
  readonly changed: readonly string[]
  readonly removed: readonly string[]
}

export interface Destruction {
  /** Parts under protection that would go, as `brokers.core`. */
  readonly protected: readonly string[]
  readonly users: Share
  readonly certificates: Share
}

export interface Share {
  readonly gone: number
  readonly of: number
}

export function isEmptyPlan({ brokers, bridges, users, rights, certificates, files }: Plan): boolean {
  const lists = [brokers, bridges, users, rights, certificates, files.added, files.changed, files.removed]
  return lists.every((list) => list.length === 0)
}
