/** `nodejs`: a starter program with MQTT.js 5 that runs after `npm install`. */

import type { ClientView } from '../client-view.ts'
import { ALL_AUTH, ALL_TRANSPORTS, type BundleFormatter, publicFile } from '../format.ts'
import { credentialFiles } from './credential-files.ts'

export const nodejs: BundleFormatter = {
  reader: 'MQTT.js',
  auth: ALL_AUTH,
  transports: ALL_TRANSPORTS,
  needsKey: false,
  archived: false,
  *files({ view, render }) {
    yield* credentialFiles(view)
    yield publicFile('client.mjs', render('bundles/nodejs/client.mjs.hbs', programView(view)))
    yield publicFile('package.json', render('bundles/nodejs/package.json.hbs', {}))
  },
}

/** The words of MQTT.js's `IClientOptions`. */
function programView(view: ClientView): object {
  return {
    ...view,
    protocol: { tcp: 'mqtt', tls: 'mqtts', ws: 'ws', wss: 'wss', unix: 'mqtt' }[view.transport],
    protocolId: view.protocolVersion === 3 ? 'MQIsdp' : null,
  }
}
