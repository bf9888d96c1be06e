/** Where a listener has to be bound: addresses of one family each. */

import { lookup } from 'node:dns/promises'
import { networkInterfaces } from 'node:os'
import { Failure } from '../../diagnostics/failure.ts'
import type { ListenerConfig } from '../config/broker-config.ts'
import { bindProblem } from './bind-problem.ts'

export interface BindPlace {
  readonly host: string
  readonly family: 4 | 6
  /** The machine may have no addresses of the family at all. */
  readonly isOptional: boolean
}

type Wanted = Pick<ListenerConfig, 'addresses' | 'family' | 'bindInterface'>

/** @throws Failure where a name or an interface is not known. */
export async function bindPlaces({ addresses, family, bindInterface }: Wanted): Promise<BindPlace[]> {
  const found: BindPlace[] = []
  if (addresses === undefined) found.push(...anyPlaces())
  for (const address of addresses ?? []) found.push(...(await resolve(address)))
  const places = found.filter((place) => family === undefined || family === `ipv${place.family}`)
  const onInterface = bindInterface === undefined ? places : interfacePlaces(places, bindInterface)
  if (onInterface.length > 0) return onInterface
  throw new Failure(`cannot listen on ${addresses?.join(', ') ?? bindInterface}: no address of the family`)
}

function anyPlaces(): BindPlace[] {
  return [
    { host: '0.0.0.0', family: 4, isOptional: true },
    { host: '::', family: 6, isOptional: true },
  ]
}

async function resolve(host: string): Promise<BindPlace[]> {
  try {
    const found = await lookup(host, { all: true })
    const isOptional = found.length > 1
    return found.map(({ address, family }) => ({ host: address, family: family === 6 ? 6 : 4, isOptional }))
  } catch (error) {
    throw new Failure(`cannot listen on ${host}: ${bindProblem(error)}`, { cause: error })
  }
}

/**
 * As Mosquitto (`net__bind_interface`): the first address of the interface in each family takes the place of "any"; an
 * address that is given must be that one.
 */
function interfacePlaces(places: readonly BindPlace[], name: string): BindPlace[] {
  const key = Object.keys(networkInterfaces()).find((one) => one.toLowerCase() === name.toLowerCase())
  const addresses = key === undefined ? undefined : networkInterfaces()[key]
  if (addresses === undefined) throw new Failure(`cannot listen on interface ${name}: there is none`)
  return places.flatMap((place) => {
    const own = addresses.find(({ family }) => family === `IPv${place.family}`)
    if (own === undefined) return []
    if (place.host === '0.0.0.0' || place.host === '::')
      return { ...place, host: own.scopeid ? `${own.address}%${key}` : own.address }
    if (place.host === own.address) return place
    throw new Failure(`cannot listen on ${place.host}: it is no address of interface ${name}`)
  })
}
