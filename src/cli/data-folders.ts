import { mkdirSync } from 'node:fs'
import { orFail } from '../diagnostics/failure.ts'

interface BrokerNames {
  readonly brokers: readonly { readonly name: string }[]
}

/** Beside an output folder, for brokers that run from there: they do not make the folders that they keep data in. */
export function makeDataFolders(output: string, { brokers }: BrokerNames): Promise<void> {
  return orFail(`make the folders in ${output}-data`, () => {
    for (const { name } of brokers) mkdirSync(`${output}-data/${name}`, { recursive: true, mode: 0o700 })
  })
}
