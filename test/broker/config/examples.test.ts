/** What the compiler emits is read without an error, and none of the traps of mosquitto.conf is in it. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fileReader } from '../../../src/broker/config/file-reader.ts'
import { loadBrokerConfig } from '../../../src/broker/config/load-broker-config.ts'
import { Failure } from '../../../src/diagnostics/failure.ts'
import type { ConfReader } from '../../../src/mosquitto-files/conf/conf-reader.ts'

const FOLDER = new URL('../../../', import.meta.url).pathname

function emitted(): readonly string[] {
  const roots = ['examples', 'test/golden', 'test/targets']
  return roots
    .flatMap((root) =>
      readdirSync(join(FOLDER, root), { recursive: true, encoding: 'utf8' }).map((path) => join(root, path)),
    )
    .filter((path) => path.endsWith('/mosquitto.conf'))
    .sort()
}

/** Configurations name folders of the machine that they are for; the broker's own folder stands for them here. */
function placed(folder: string): ConfReader {
  const own = (path: string) => path.replace(/^\/etc\/mosquitto(?=\/|$)/, folder)
  return {
    read: (path) => fileReader.read(own(path)),
    list: (path) => {
      const names = fileReader.list(own(path))
      // Bridges with secrets: their files are not among the golden ones.
      return names instanceof Failure ? [] : names
    },
  }
}

describe('emitted configurations', () => {
  const paths = emitted()

  test('there are some', () => {
    expect(paths.length).toBeGreaterThanOrEqual(10)
  })

  test.each(paths)('%s', (path) => {
    const full = join(FOLDER, path)
    const { config, diagnostics } = loadBrokerConfig(full, placed(full.slice(0, full.lastIndexOf('/'))), {
      hostName: 'here',
    })
    expect(diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([])
    const lines = readFileSync(full, 'utf8').split('\n')
    const count = (key: string) => lines.filter((line) => line.startsWith(`${key} `)).length
    expect(config?.listeners).toHaveLength(count('listener'))
    expect(config?.bridges.flatMap(({ topics }) => topics)).toHaveLength(count('topic'))
  })
})
