/** Every bundle format by its name in the spec. */

import type { BundleFormat } from '../topology/bundle.ts'
import type { BundleFormatter } from './format.ts'
import { cHeader } from './formats/c-header.ts'
import { mosquitto } from './formats/mosquitto.ts'
import { mqttx } from './formats/mqttx.ts'
import { nodejs } from './formats/nodejs.ts'
import { otrc } from './formats/otrc.ts'
import { pem, zip } from './formats/pem.ts'
import { pkcs12 } from './formats/pkcs12.ts'
import { python } from './formats/python.ts'
import { template } from './formats/template.ts'

export const bundleFormats: Readonly<Record<BundleFormat, BundleFormatter>> = {
  pem,
  pkcs12,
  zip,
  mosquitto,
  mqttx,
  otrc,
  'c-header': cHeader,
  python,
  nodejs,
  template,
}
