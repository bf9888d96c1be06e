/** From violated keywords of the schema to faults in plain words, one for each slip. */

import { badPort, duplicateItem } from '../codes/shape-codes.ts'
import type { Node } from '../tree/node.ts'
import { placeOfValue } from '../tree/place.ts'
import { describeValue } from './describe-place.ts'
import { emptyListFault, lengthFault, patternFault, rangeFault } from './format-faults.ts'
import {
  badNameFault,
  isMeantBy,
  missingKeysFault,
  tooFewKeysFault,
  tooManyKeysFault,
  unknownKeyFault,
} from './key-faults.ts'
import { misplacedSecret, writtenSecret } from './secret-faults.ts'
import type { ShapeError } from './shape-error.ts'
import { type ShapeFault, Trouble } from './shape-fault.ts'
import { typeFault } from './type-faults.ts'
import { bracesForChoice } from './unquoted-faults.ts'
import { definition } from './walk-schema.ts'

/** Faults in the order of the errors; keys missing from one map are one fault. */
export function shapeFaults(root: Node, errors: readonly ShapeError[]): readonly ShapeFault[] {
  const braces = errors.flatMap((error) => bracesForChoice(new Trouble(root, error)) ?? [])
  const settled = new Set(braces.map(({ prune }) => JSON.stringify(prune)))
  const open = errors.filter(({ path }) => !settled.has(JSON.stringify(path)))
  const others = open.filter(({ keyword }) => keyword !== 'required')
  return [
    ...onePerPrune(braces),
    ...others.map((error) => shapeFault(new Trouble(root, error))),
    ...missingKeys(root, open),
  ]
}

function onePerPrune(faults: readonly ShapeFault[]): readonly ShapeFault[] {
  return [...new Map(faults.map((fault) => [JSON.stringify(fault.prune), fault])).values()]
}

/** A missing key is no fault of its own when a misspelt one stands in its place. */
function missingKeys(root: Node, errors: readonly ShapeError[]): readonly ShapeFault[] {
  const unknown = byPlace(errors, 'additionalProperties')
  return Array.from(byPlace(errors, 'required'), ([place, [error, ...others]]) => {
    const written = (unknown.get(place) ?? []).map(({ params }) => String(params.additionalProperty))
    const keys = [error, ...others]
      .map(({ params }) => String(params.missingProperty))
      .filter((key) => !written.some((other) => isMeantBy(other, key)))
    return keys.length === 0 ? [] : [missingKeysFault(new Trouble(root, error), keys)]
  }).flat()
}

function byPlace(errors: readonly ShapeError[], keyword: string) {
  const places = new Map<string, [ShapeError, ...ShapeError[]]>()
  for (const error of errors) {
    if (error.keyword !== keyword) continue
    const place = JSON.stringify(error.path)
    const known = places.get(place)
    if (known === undefined) places.set(place, [error])
    else known.push(error)
  }
  return places
}

function shapeFault(trouble: Trouble): ShapeFault {
  if (trouble.keyword === 'additionalProperties') return unknownKeyFault(trouble)
  return writtenSecret(trouble) ?? misplacedSecret(trouble) ?? faultOfKeyword(trouble)
}

function faultOfKeyword(trouble: Trouble): ShapeFault {
  switch (trouble.keyword) {
    case 'type':
    case 'anyOf':
    case 'enum':
    case 'const':
      return typeFault(trouble)
    case 'pattern':
      return patternFault(trouble)
    case 'minimum':
    case 'maximum':
      return trouble.schema === definition('port') ? portFault(trouble) : rangeFault(trouble)
    case 'minLength':
    case 'maxLength':
      return lengthFault(trouble)
    case 'minItems':
      return emptyListFault(trouble)
    case 'uniqueItems':
      return duplicateItemFault(trouble)
    case 'propertyNames':
      return badNameFault(trouble)
    case 'minProperties':
      return tooFewKeysFault(trouble)
    case 'maxProperties':
      return tooManyKeysFault(trouble)
    default:
      throw new Error(`no words for the keyword "${trouble.keyword}" of the schema`)
  }
}

function portFault(trouble: Trouble): ShapeFault {
  return trouble.atValue(
    badPort,
    `${trouble.subject} must be a port from 1 to 65535, not ${describeValue(trouble.node)}`,
  )
}

function duplicateItemFault(trouble: Trouble): ShapeFault {
  const [first, second] = [Number(trouble.params.i), Number(trouble.params.j)].sort((a, b) => a - b)
  const [earlier, later] = [first ?? 0, second ?? 0].map((item) => [...trouble.path, item])
  const node = trouble.node.kind === 'list' ? trouble.node.items[second ?? 0] : undefined
  const what = node === undefined ? 'an item' : describeValue(node)
  return trouble.fault(
    duplicateItem,
    {
      message: `${trouble.subject} has ${what} twice`,
      at: placeOfValue(trouble.root, later ?? []),
      related: [{ at: placeOfValue(trouble.root, earlier ?? []), message: 'the first time is here' }],
      hint: 'remove one of them',
    },
    later ?? trouble.path,
  )
}
