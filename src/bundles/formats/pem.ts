/** `pem`: PEM files, for most programs and libraries. `zip`: the same in one archive. */

import { ALL_AUTH, ALL_TRANSPORTS, type BundleFormatter } from '../format.ts'
import { credentialFiles } from './credential-files.ts'

export const pem: BundleFormatter = {
  reader: 'a program that reads PEM files',
  auth: ALL_AUTH,
  transports: ALL_TRANSPORTS,
  needsKey: false,
  archived: false,
  files: ({ view }) => credentialFiles(view),
  readme: 'bundles/pem/README.txt.hbs',
}

export const zip: BundleFormatter = { ...pem, archived: true }
