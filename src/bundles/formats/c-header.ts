/** `c-header`: one C header of macros, in the words of ESP-IDF's `esp_mqtt_client_config_t`. */

import type { ClientView } from '../client-view.ts'
import { ALL_AUTH, type BundleFormatter, NETWORK_TRANSPORTS, publicFile, secretFile } from '../format.ts'

export const cHeader: BundleFormatter = {
  reader: 'ESP-IDF',
  auth: ALL_AUTH,
  transports: NETWORK_TRANSPORTS,
  needsKey: false,
  archived: false,
  *files({ view, render }) {
    const { password, psk, key } = view
    const file = password === null && psk === null && key === null ? publicFile : secretFile
    yield file('mqtt_client_config.h', render('bundles/c-header/mqtt_client_config.h.hbs', headerView(view)))
  },
}

function headerView(view: ClientView): object {
  const { psk, protocolVersion, will } = view
  return {
    ...view,
    pskBytes: psk === null ? null : (psk.match(/../g) ?? []).map((byte) => `0x${byte}`).join(', '),
    protocol: { 3: 'MQTT_PROTOCOL_V_3_1', 4: 'MQTT_PROTOCOL_V_3_1_1', 5: 'MQTT_PROTOCOL_V_5' }[
      protocolVersion
    ],
    willRetain: Number(will?.retain ?? false),
  }
}
