/** Why a connection ended, or could not be made, in a few words for the log. */

import { errorCode } from '../../diagnostics/failure.ts'
import { knownVerificationWords } from './tls/verification-words.ts'

const REASONS: ReadonlyMap<string, string> = new Map([
  ['ECONNABORTED', 'the connection was aborted'],
  ['ECONNREFUSED', 'the connection was refused'],
  ['ECONNRESET', 'the peer reset the connection'],
  ['EHOSTUNREACH', 'the host cannot be reached'],
  ['ENETUNREACH', 'the network cannot be reached'],
  ['ENOTFOUND', 'the host name is not known'],
  ['EAI_AGAIN', 'the host name cannot be looked up now'],
  ['EPIPE', 'the peer is gone'],
  ['ETIMEDOUT', 'the peer does not answer'],
  ['ERR_TLS_HANDSHAKE_TIMEOUT', 'the TLS handshake took too long'],
])

/** Words of a socket's error; one line, never with what was sent. */
export function closeReason(error: Error): string {
  const code = errorCode(error)
  const known = REASONS.get(code ?? '') ?? knownVerificationWords(code ?? '')
  if (known !== undefined) return known
  // OpenSSL's own words, where it is the one that failed.
  if ('reason' in error && typeof error.reason === 'string') return error.reason
  return code === undefined || code.startsWith('WS_ERR_') ? error.message : code
}
