/** Why a server cannot listen, in words. */

import { errorCode } from '../../diagnostics/failure.ts'

const PROBLEMS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'it takes more rights to listen there'],
  ['EADDRINUSE', 'another program listens there already'],
  ['EADDRNOTAVAIL', 'this machine does not have the address'],
  ['EAFNOSUPPORT', 'this machine has no addresses of that family'],
  ['EINVAL', 'it is no address to listen on'],
  ['EAI_ADDRFAMILY', 'it has no address of that family'],
  ['EAI_AGAIN', 'the host name cannot be looked up now'],
  ['ENOENT', 'the folder does not exist'],
  ['ENOTDIR', 'a part of the path is not a folder'],
  ['ENOTFOUND', 'the host name is not known'],
  ['EROFS', 'the disk is mounted read-only'],
  ['EMFILE', 'too many files are open'],
])

export function bindProblem(error: unknown): string {
  const code = errorCode(error)
  return PROBLEMS.get(code ?? '') ?? `the system says ${code ?? String(error)}`
}

/** True when the machine does without IPv6 (or IPv4). */
export function isMissingFamily(error: unknown): boolean {
  const code = errorCode(error)
  return code === 'EAFNOSUPPORT' || code === 'EADDRNOTAVAIL'
}
