/** Where the files of a certificate go in a folder of many. */

import { pathPart } from '../../files/path-part.ts'
import type { CertificateId } from '../materials.ts'

/** Without an ending: `user/alice`, `broker/core/server`, `authority/clients`. Different ids have different ones. */
export function certificatePath(id: CertificateId): string {
  const [area = '', ...rest] = id.split('/')
  const parts = area === 'user' ? [rest.join('/')] : rest // names of users alone may hold a slash
  return [area, ...parts.map(pathPart)].join('/')
}
