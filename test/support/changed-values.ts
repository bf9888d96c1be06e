/** Specs with some of their values replaced by others of the same kind: most are still right, and no two alike. */

import fc from 'fast-check'

const KINDS: readonly { readonly of: RegExp; readonly by: readonly string[] }[] = [
  { of: /^\d+$/, by: ['0', '1', '2', '20', '255', '256', '1023', '1024', '65535', '65536', '268435455'] },
  { of: /^\d+[smhdy]$/, by: ['1s', '59s', '1m', '5m', '1h', '90h', '1d', '49d', '397d', '30y'] },
  { of: /^\d+(k|M|G|Ki|Mi|Gi)?B$/, by: ['1B', '100B', '1kB', '20KiB', '256MB', '1GiB', '4GiB'] },
  { of: /^(true|false)$/, by: ['true', 'false'] },
  { of: /^"[^"$]*[/#+][^"]*"$/, by: ['"#"', '"+/b/#"', '"a//b"', '"$SYS/#"', '"a b/c"', '"/"', '"é/+"'] },
  { of: /^(local|both|none)$/, by: ['local', 'both', 'none'] },
  { of: /^(lazy|once|automatic)$/, by: ['lazy', 'once', 'automatic'] },
  { of: /^(password|certificate|psk|anonymous)$/, by: ['password', 'certificate', 'psk', 'anonymous'] },
  { of: /^(stdout|stderr|file|topic|syslog)$/, by: ['stdout', 'stderr', 'file', 'topic', 'syslog'] },
  {
    of: /^(error|warning|notice|information|websockets|debug)$/,
    by: ['error', 'notice', 'debug', 'websockets'],
  },
]

const TOKEN = /"[^"\n]*"|[\w.-]+/g

export function changedValues(specs: readonly string[]): fc.Arbitrary<string> {
  const change = fc.record({ at: fc.nat(10_000), by: fc.nat(1_000) })
  return fc
    .tuple(fc.constantFrom(...specs), fc.array(change, { minLength: 1, maxLength: 4 }))
    .map(([text, changes]) => changes.reduce(changed, text))
}

function changed(text: string, { at, by }: { readonly at: number; readonly by: number }): string {
  const tokens = [...text.matchAll(TOKEN)].flatMap((token) => {
    const kind = KINDS.find(({ of }) => of.test(token[0]))
    return kind === undefined ? [] : [{ token, kind }]
  })
  const chosen = tokens[at % Math.max(1, tokens.length)]
  if (chosen === undefined) return text
  const { token, kind } = chosen
  const value = kind.by[by % kind.by.length] ?? ''
  return text.slice(0, token.index) + value + text.slice(token.index + token[0].length)
}
