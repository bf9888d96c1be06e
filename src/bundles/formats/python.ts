/** `python`: a starter program with paho-mqtt (1.x and 2.x) that runs as it is. */

import { type BundleFormatter, NETWORK_TRANSPORTS, publicFile } from '../format.ts'
import { credentialFiles } from './credential-files.ts'

export const python: BundleFormatter = {
  reader: 'paho-mqtt',
  auth: ['password', 'certificate', 'anonymous'],
  transports: NETWORK_TRANSPORTS,
  needsKey: false,
  archived: false,
  *files({ view, render }) {
    yield* credentialFiles(view)
    yield publicFile('client.py', render('bundles/python/client.py.hbs', view))
  },
}
