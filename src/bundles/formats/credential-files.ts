/** The credentials as files of their own, which most formats lay beside what names them. */

import type { Artifact } from '../../files/artifact.ts'
import type { ClientView } from '../client-view.ts'
import { publicFile, secretFile } from '../format.ts'

/** `ca.pem`, `client.pem` (with its chain) and `client.key`; a device that keeps its key has no `client.key`. */
export function* certificateFiles({ ca, certificate, key }: ClientView): Iterable<Artifact> {
  if (ca !== null) yield publicFile('ca.pem', ca)
  if (certificate !== null) yield publicFile('client.pem', certificate)
  if (key !== null) yield secretFile('client.key', key)
}

/** The files above, and the bare password (`client.password`) or the pre-shared key in hexadecimal (`client.psk`). */
export function* credentialFiles(view: ClientView): Iterable<Artifact> {
  yield* certificateFiles(view)
  if (view.password !== null) yield secretFile('client.password', view.password)
  if (view.psk !== null) yield secretFile('client.psk', view.psk)
}
