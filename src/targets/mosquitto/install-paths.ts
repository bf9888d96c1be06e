/** Where the files of a broker stand on its machine, or below one folder for a local run. */

import type { Broker } from '../../topology/broker.ts'

export interface InstallPaths {
  /** Folder of mosquitto.conf; the other paths of artifacts are relative to it. */
  readonly config: string
  readonly data: string
  readonly log: string
  readonly plugins: string
}

/**
 * With `root`, an absolute folder, the broker runs where `compile` wrote it. What it writes itself goes into a folder
 * beside, since the output is replaced as a whole.
 */
export function installPaths({ name, install }: Broker, root: string | undefined): InstallPaths {
  if (root === undefined) return install
  const written = `${root}-data/${name}`
  return { config: `${root}/${brokerFolder(name)}`, data: written, log: written, plugins: install.plugins }
}

/** The folder of a broker's artifacts in the output. */
export function brokerFolder(name: string): string {
  return `brokers/${name}`
}
