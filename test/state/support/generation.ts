/** Outputs that tell which of them a folder holds: every file names its generation, some files come and go. */

import type { Artifact } from '../../../src/files/artifact.ts'

export function generation(index: number): Artifact[] {
  const file = (path: string, secret = false): Artifact => ({
    path,
    content: `${path} of generation ${index}\n${'x'.repeat((index * 37) % 300)}`,
    secret,
  })
  const archived = Array.from({ length: 50 }, (_, i) => file(`device-${i}/key.pem`, true))
  return [
    file('brokers/core/mosquitto.conf'),
    { path: 'brokers/core/static.conf', content: 'always the same\n', secret: false },
    file('brokers/core/passwords', true),
    file(`only-${index % 3}/here.txt`),
    { path: 'fleet.zip', content: { archive: 'zip', entries: archived }, secret: true },
  ]
}
