/** Packages that few runs need: loaded by the first use, which need not wait as for an `import()`. CommonJS ones only. */

import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** `name` is that of the package whose type is `Package`. */
export function lazyPackage<Package>(name: string): () => Package {
  let loaded: Package | undefined
  return () => {
    loaded ??= require(name) as Package
    return loaded
  }
}
