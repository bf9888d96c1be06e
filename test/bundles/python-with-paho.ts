/** Finds a Python that has paho-mqtt: Debian's packages belong to the system's own one. */

import { spawnSync } from 'node:child_process'
import { findPeer } from '../support/real-peer.ts'

let found: { readonly path: string | undefined } | undefined

export function pythonWithPaho(): string | undefined {
  found ??= {
    path: ['/usr/bin/python3', findPeer('python3')].find(
      (path) => path !== undefined && spawnSync(path, ['-c', 'import paho.mqtt.client']).status === 0,
    ),
  }
  return found.path
}
