/** Finds ports and socket paths for the listeners of a topology on this machine. */

import { createServer } from 'node:net'
import { join } from 'node:path'
import { Failure } from '../../diagnostics/failure.ts'
import type { Listener } from '../../topology/broker.ts'
import { LOCAL_HOST, type Place, placeKey } from '../../topology/localize.ts'
import type { Topology } from '../../topology/topology.ts'

export interface ChosenPlace {
  readonly place: Place
  /** What the spec says. */
  readonly wantedPort?: number
}

/** By {@link placeKey}. */
export type ChosenPlaces = ReadonlyMap<string, ChosenPlace>

export interface PlaceWorld {
  readonly socketFolder: string
  /** Of the brokers that run now: a listener keeps its place while the spec says the same of it. */
  readonly before: ChosenPlaces
  /** Nobody looks for the ports of the spec, which other brokers here may want at the same time. */
  readonly anyPort?: boolean
}

const FIRST_FREE_PORT = 1024

/** The port of the spec where nobody has it and everybody may open it, else any that is free. */
export async function choosePlaces(
  { brokers }: Topology,
  { before, ...world }: PlaceWorld,
): Promise<ChosenPlaces> {
  const chosen = new Map<string, ChosenPlace>()
  const taken = new Set(Array.from(before.values(), ({ place }) => nameOf(place)))
  for (const { name, listeners } of brokers) {
    for (const listener of listeners) {
      const key = placeKey(name, listener.name)
      const place = keptPlace(before.get(key), listener) ?? (await newPlace(listener, taken, world))
      taken.add(nameOf(place.place))
      chosen.set(key, place)
    }
  }
  return chosen
}

function nameOf(place: Place): string {
  return 'port' in place ? String(place.port) : place.socketPath
}

function keptPlace(before: ChosenPlace | undefined, { port }: Listener): ChosenPlace | undefined {
  return before?.wantedPort === port ? before : undefined
}

async function newPlace(
  { port }: Listener,
  taken: ReadonlySet<string>,
  { socketFolder, anyPort = false }: Omit<PlaceWorld, 'before'>,
): Promise<ChosenPlace> {
  if (port === undefined) return { place: { socketPath: freePath(taken, socketFolder) } }
  const mayBeOurs = !anyPort && port >= FIRST_FREE_PORT && !taken.has(String(port))
  const isOurs = mayBeOurs && (await opened(port)) === port
  return { place: { port: isOurs ? port : await freePort(taken) }, wantedPort: port }
}

/** Short, since the system takes no long ones. */
function freePath(taken: ReadonlySet<string>, folder: string): string {
  for (let i = 0; ; i++) {
    const path = join(folder, `${i}.sock`)
    if (!taken.has(path)) return path
  }
}

async function freePort(taken: ReadonlySet<string>): Promise<number> {
  for (;;) {
    const port = await opened(0)
    if (port === undefined) throw new Failure(`there is no free port on ${LOCAL_HOST}`)
    if (!taken.has(String(port))) return port
  }
}

/** The port that was opened, and closed again; 0 asks for any. `undefined`: it cannot be had. */
function opened(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen({ host: LOCAL_HOST, port, exclusive: true }, () => {
      const address = server.address()
      const bound = typeof address === 'object' ? address?.port : undefined
      server.close(() => resolve(bound))
    })
  })
}
