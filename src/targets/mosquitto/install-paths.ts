/** Where the files of a broker stand on its machine, or below one folder for a local run. */

import type { Broker, Install } from '../../topology/broker.ts'

export interface InstallPaths {
  /** Folder of mosquitto.conf; the other paths of artifacts are relative to it. */
  readonly config: string
  readonly data: string
  readonly log: string
  readonly plugins: string
  /** The account that a broker started as root becomes; absent: Mosquitto's own, `mosquitto`. */
  readonly user?: string
}

const ENGINE_USER = 'mosquitto'

/** Whoever starts the broker stays who they are: root would else turn into an account that may not read the files. */
const UNCHANGED = 'root'

/**
 * With `root`, an absolute folder, the broker runs where `compile` wrote it. What it writes itself goes into a folder
 * beside, since the output is replaced as a whole.
 */
export function installPaths({ name, install }: Broker, root: string | undefined): InstallPaths {
  if (root === undefined) return install.user === ENGINE_USER ? withoutUser(install) : install
  const written = `${root}-data/${name}`
  const { plugins } = install
  return { config: `${root}/${brokerFolder(name)}`, data: written, log: written, plugins, user: UNCHANGED }
}

/** Left out, so that a broker started as somebody else's service finds nothing to say about it. */
function withoutUser({ config, data, log, plugins }: Install): InstallPaths {
  return { config, data, log, plugins }
}

/** The folder of a broker's artifacts in the output. */
export function brokerFolder(name: string): string {
  return `brokers/${name}`
}
