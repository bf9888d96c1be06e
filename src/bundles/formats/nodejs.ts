/** `nodejs`: a starter program with MQTT.js 5 that runs after `npm install`. */

import { ALL_AUTH, ALL_TRANSPORTS, type BundleClient, type BundleFormatter, publicFile } from '../format.ts'
import { credentialFiles } from './credential-files.ts'

export const nodejs: BundleFormatter = {
  reader: 'MQTT.js',
  auth: ALL_AUTH,
  transports: ALL_TRANSPORTS,
  needsKey: false,
  archived: false,
  *files(client) {
    const { view, render } = client
    yield* credentialFiles(view)
    yield publicFile('client.mjs', render('bundles/nodejs/client.mjs.hbs', programView(client)))
    yield publicFile('package.json', render('bundles/nodejs/package.json.hbs', {}))
  },
}

/**
 * The words of MQTT.js's `IClientOptions`. MQTT 5 wherever the listener takes it: brokers before it have no word for a
 * refused message, and the program would report success.
 */
function programView({ view, protocolVersions }: BundleClient): object {
  const takes5 = protocolVersions.length === 0 || protocolVersions.includes(5)
  const protocolVersion = takes5 ? 5 : view.protocolVersion
  return {
    ...view,
    protocolVersion,
    protocol: { tcp: 'mqtt', tls: 'mqtts', ws: 'ws', wss: 'wss', unix: 'mqtt' }[view.transport],
    protocolId: protocolVersion === 3 ? 'MQIsdp' : null,
  }
}
