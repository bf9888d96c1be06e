/** Kinds of credential bundles. */

import type { SpecPath } from '../diagnostics/diagnostic.ts'
import type { Secret } from './secret.ts'

export type BundleFormat =
  | 'pem'
  | 'pkcs12'
  | 'zip'
  | 'mosquitto'
  | 'mqttx'
  | 'otrc'
  | 'c-header'
  | 'python'
  | 'nodejs'
  | 'template'

export interface Bundle {
  readonly name: string
  readonly format: BundleFormat
  /** Folder of one client in the bundle, with `${each.COLUMN}` and `${username}`; absent: the username. */
  readonly layout?: string
  readonly password?: Secret
  readonly encryption: 'modern' | 'legacy'
  readonly qr?: 'svg'
  /** For `template`: file name to Handlebars text. */
  readonly templates: readonly { readonly name: string; readonly text: string; readonly path: SpecPath }[]
  readonly path: SpecPath
}
