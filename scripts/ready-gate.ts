/** Part of the build of the command line: puts in the place of `ready-gate.ts` what ajv makes of the spec's schema. */

import { Ajv } from 'ajv'
import standalone from 'ajv/dist/standalone/index.js'
import type { Plugin } from 'rolldown'
import { SCHEMA_OPTIONS } from '../src/spec/shape/shape-error.ts'
import { rootSchema } from '../src/spec/shape/walk-schema.ts'

export const readyGate: Plugin = {
  name: 'ready-gate',
  load: {
    filter: { id: /[\\/]src[\\/]spec[\\/]shape[\\/]ready-gate\.ts$/ },
    handler: () => ({ code: gateModule(), moduleType: 'js' }),
  },
}

function gateModule(): string {
  const ajv = new Ajv({ ...SCHEMA_OPTIONS, messages: false, code: { source: true, esm: true } })
  ajv.addSchema(rootSchema, 'schema')
  return standalone.default(ajv, { readyGate: 'schema' })
}
