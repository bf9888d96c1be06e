/** Host names (RFC 1123 2.1, RFC 5890) and IP addresses as specs name them. */

import { isIP, isIPv6 } from 'node:net'

/** Says what is wrong with `text` as a DNS name, as the end of a sentence, or `undefined`. */
export function dnsNameProblem(text: string): string | undefined {
  const labels = text.split('.')
  if (isIP(text) !== 0) return 'is an IP address'
  if (/[^\u0000-\u007f]/.test(text)) return 'has characters outside ASCII'
  if (text.endsWith('.')) return 'ends in a dot, which no certificate matches'
  if (text.length > 253) return 'has more than 253 characters'
  const label = labels.find((label) => !isLabel(label))
  if (label === '') return 'has an empty part'
  if (label !== undefined) return `has the part ${JSON.stringify(label)}, which is no DNS label`
  return /^[0-9]+$/.test(labels.at(-1) ?? '') ? 'ends in a number but is no IPv4 address' : undefined
}

/** Letters, digits, hyphens; also the underscores that container networks have in names. */
function isLabel(text: string): boolean {
  return /^[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?$/.test(text)
}

/** Says what is wrong with `text` as a DNS name of a certificate, where the first label may be `*`. */
export function certificateNameProblem(text: string): string | undefined {
  return dnsNameProblem(text.startsWith('*.') ? text.slice(2) : text)
}

/** Says what is wrong with `text` as an IP address, or `undefined`. */
export function ipAddressProblem(text: string): string | undefined {
  if (isIP(text) === 0) return 'is no IP address'
  return text.includes('%') ? 'has a zone, which only its own machine knows' : undefined
}

/** Says what is wrong with `text` as a DNS name or IP address, or `undefined`. */
export function hostProblem(text: string): string | undefined {
  return isIP(text) === 0 ? dnsNameProblem(text) : undefined
}

/** The form in which equal addresses have equal texts (RFC 5952); IPv4 has only one. */
export function canonicalIpAddress(text: string): string {
  return isIPv6(text) ? new URL(`http://[${text}]`).hostname.slice(1, -1) : text
}
