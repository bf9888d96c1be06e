/** node-forge, which most runs need no part of. */

import { lazyPackage } from '../../files/lazy-package.ts'

export const forge = lazyPackage<typeof import('node-forge')>('node-forge')
