/** Two releases of one broker, which a reload takes from one to the other. */

import { digestBytes } from '../../../src/files/digest.ts'
import { manifestEntry } from '../../../src/files/manifest.ts'
import { type Release, releaseId } from '../../../src/state/apply/release.ts'

const CONF = '# Broker b\n\n# Listener p\nlistener 1883 127.0.0.1\n'

function releaseOf(files: Readonly<Record<string, string>>): Release {
  const all = { 'mosquitto.conf': CONF, ...files }
  const texts = new Map(Object.entries(all).map(([path, text]) => [path, Buffer.from(text)]))
  const entries = Array.from(texts, ([path, bytes]) =>
    manifestEntry(
      { path, content: bytes, secret: path !== 'mosquitto.conf' },
      digestBytes(bytes),
      bytes.length,
    ),
  )
  return { id: releaseId(entries), broker: 'b', entries, read: (path) => texts.get(path) ?? Buffer.from('') }
}

export const OLD = releaseOf({ acl: 'user a\ntopic read x\n', 'tls/server.key': 'the key of yesterday' })
export const NEW = releaseOf({ acl: 'user a\ntopic read y\n', 'tls/server.key': 'the key of today' })
