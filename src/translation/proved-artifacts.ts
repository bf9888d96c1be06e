/**
 * Translation validation: what was emitted for a broker is read back from its text with the parsers of the reference
 * broker, and proved to allow exactly what the access model says. The emitters have no part in it.
 */

import type { Artifact } from '../files/artifact.ts'
import type { Broker } from '../topology/broker.ts'
import type { Topology } from '../topology/topology.ts'
import { type AccessMismatch, accessMismatches } from './access-mismatches.ts'
import { decidersOf } from './deciders.ts'

const CONF = 'mosquitto.conf'

/**
 * Passes the broker's files on, and proves them behind the last one.
 *
 * @throws Error with a witness where the files do not say what the model says: a bug of ours.
 */
export function* provedArtifacts(
  artifacts: Iterable<Artifact>,
  topology: Topology,
  broker: Broker,
): Generator<Artifact> {
  const texts = new Map<string, string>()
  for (const artifact of artifacts) {
    const { path, content } = artifact
    if (typeof content === 'string') texts.set(path.slice(path.lastIndexOf('/') + 1), content)
    yield artifact
  }
  proveAccess(topology, broker, texts)
}

/** `texts`: the broker's files by name. */
export function proveAccess(topology: Topology, broker: Broker, texts: ReadonlyMap<string, string>): void {
  for (const decider of decidersOf(broker, texts.get(CONF) ?? '')) {
    const [first] = accessMismatches(topology, broker, decider, texts.get(decider.file) ?? '')
    if (first !== undefined)
      throw new Error(
        `${decider.file} of broker "${broker.name}" does not say what the spec says: ${text(first)}`,
      )
  }
}

function text({ who, action, topic, allowed, line }: AccessMismatch): string {
  const said = line === undefined ? 'no line of the file' : line
  return `${who} ${allowed ? 'may' : 'may not'} ${action} ${JSON.stringify(topic)}, and ${said} ${allowed ? 'refuses' : 'allows'} it`
}
