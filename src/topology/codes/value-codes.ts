/** Codes about single values: their range, their form, whether they do anything. */

import { prose } from '../../diagnostics/prose.ts'
import type { CodeDescription } from '../../diagnostics/rule.ts'

export const valueOutOfRange: CodeDescription = {
  code: 'value-out-of-range',
  severity: 'error',
  summary: 'a number, duration, size or date is outside of what its setting can hold',
  explanation: prose`
    The value is well formed, but the setting cannot mean it: MQTT counts the keep alive in 16 bits, a certificate
    cannot be renewed before it begins, February has no 30th day. The message names the bound.`,
}

export const hostInvalid: CodeDescription = {
  code: 'host-invalid',
  severity: 'error',
  summary: 'a host is neither a DNS name nor an IP address',
  explanation: prose`
    Hosts are dialled by bridges and clients and stand in certificates, so they must be exact: a DNS name is made of
    labels of letters, digits and hyphens, at most 63 characters each and 253 together, without a dot at its end; an address
    is IPv4 or IPv6. Names outside ASCII stand in their \`xn--\` form. In \`altNames\`, names go under \`dnsNames\`, addresses
    under \`ipAddresses\`; there a name may begin with \`*.\`.`,
}

export const settingWithoutEffect: CodeDescription = {
  code: 'setting-without-effect',
  severity: 'warning',
  summary: 'a setting does nothing where it stands',
  explanation: prose`
    The setting is valid, but another one beside it means that nothing ever reads it, such as \`threshold\` for a
    bridge that is not \`lazy\`. What it was meant to do does not happen.

    Remove it, or change the setting that the message names.`,
}

export const templateSyntax: CodeDescription = {
  code: 'template-syntax',
  severity: 'error',
  summary: 'a `${...}` in a text is not one that mqttopia knows there',
  explanation: prose`
    In a fleet, \`\${each.COLUMN}\` stands for the row's text. \`\${username}\` and \`\${clientId}\` stand for the client's
    own names in topics, wills and URIs, \`\${username}\` also in a client identifier and in the layout of a bundle. Everything
    else that looks like a variable is refused, so that a slip of the pen never ends up in a broker's configuration.`,
}

export const invalidTopic: CodeDescription = {
  code: 'invalid-topic',
  severity: 'error',
  summary: 'a text is not a valid topic or topic filter',
  explanation: prose`
    In a topic filter, \`+\` stands for one whole level and \`#\` for all that follow, so both stand alone between
    slashes, \`#\` only at the end (MQTT 5.0, 4.7.1). \`\${username}\` and \`\${clientId}\` stand alone in a level, too. A will goes
    to one topic, so its topic has no wildcards.

    Text from a fleet's table may add levels, but never a wildcard: one cell could otherwise give its device the rights
    of all others.`,
}

export const valueCodes: readonly CodeDescription[] = [
  valueOutOfRange,
  hostInvalid,
  settingWithoutEffect,
  templateSyntax,
  invalidTopic,
]
