/** What a fault of shape is made from and comes to. */

import type { Diagnostic, SpecPath } from '../../diagnostics/diagnostic.ts'
import { type CodeDescription, diagnose, type Finding } from '../../diagnostics/rule.ts'
import { type Node, nodeAt } from '../tree/node.ts'
import { placeOfKey, placeOfValue } from '../tree/place.ts'
import { describePlace } from './describe-place.ts'
import type { Schema } from './schema.ts'
import type { ShapeError } from './shape-error.ts'
import { schemaTrail } from './walk-schema.ts'

export interface ShapeFault {
  readonly diagnostic: Diagnostic
  /** The smallest part of the spec that must go for the rest to have the right shape. */
  readonly prune: SpecPath
}

/** A violated keyword, with the tree around it. */
export class Trouble {
  readonly root: Node
  readonly path: SpecPath
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
  readonly schema: Schema
  readonly node: Node
  /** The schemas of all places from the root to this one. */
  readonly trail: readonly Schema[]

  constructor(root: Node, { path, keyword, params, schema }: ShapeError) {
    this.root = root
    this.path = path
    this.keyword = keyword
    this.params = params
    this.schema = schema
    this.node = nodeAt(root, path) ?? { kind: 'scalar', value: null }
    this.trail = schemaTrail(path)
  }

  /** What the place is called in messages. */
  get subject(): string {
    return describePlace(this.path)
  }

  /** A fault of the value. */
  atValue(code: CodeDescription, message: string, hint?: string): ShapeFault {
    return this.fault(code, { message, at: placeOfValue(this.root, this.path), ...(hint && { hint }) })
  }

  /** A fault of the place itself, or of a value that must not be shown. */
  atKey(code: CodeDescription, message: string, hint?: string): ShapeFault {
    return this.fault(code, { message, at: placeOfKey(this.root, this.path), ...(hint && { hint }) })
  }

  fault(code: CodeDescription, finding: Finding, prune: SpecPath = this.path): ShapeFault {
    return { diagnostic: diagnose(code, finding), prune }
  }
}

/** Words one kind of trouble. */
export type Wording = (trouble: Trouble) => ShapeFault | undefined
