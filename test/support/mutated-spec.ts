/** Specs that somebody might have broken: examples with lines, words and values changed, moved, doubled or lost. */

import fc from 'fast-check'

/** Values that are right somewhere, and often at the edge of what is. */
const FITTING = [
  ...[
    '1',
    '2',
    '255',
    '256',
    '1023',
    '65535',
    '65536',
    '268435455',
    '2147483647',
    '4294967295',
    '"1.2"',
    '"1.3"',
  ],
  ...[
    '1s',
    '59s',
    '1m',
    '1h',
    '49d',
    '30y',
    '1B',
    '1kB',
    '256MB',
    '4GiB',
    'true',
    'false',
    'null',
    '[]',
    '{}',
  ],
  ...[
    '127.0.0.1',
    '"::1"',
    'localhost',
    'a.example',
    '"[::1]:8883"',
    '/tmp/x.sock',
    'a',
    '"a/b"',
    '"+/b/#"',
    '"$a/#"',
  ],
  ...[
    'password',
    'certificate',
    'psk',
    'anonymous',
    'websocket',
    'unix',
    'required',
    'none',
    'local',
    'both',
    'lazy',
  ],
  ...[
    'dynamic-security',
    'acl-file',
    'stdout',
    'syslog',
    'topic',
    'debug',
    'Ed25519',
    '384',
    '3072',
    '5',
    'client',
  ],
]

/** Values that have surprised programs before. */
const ODD = [
  ...[
    '',
    '~',
    'null',
    'true',
    '0',
    '-1',
    '1e9',
    '0x1F',
    '0001',
    '99999999999999999999',
    '.inf',
    '{}',
    '[]',
    '[[]]',
  ],
  ...[
    '"#"',
    '"+"',
    '"a/#/b"',
    '"$SYS/#"',
    '"${username}"',
    '"${each.serial}"',
    '"${nobody}"',
    '"a b"',
    '" x "',
    '"a\\nb"',
  ],
  ...[
    '"\\u0000"',
    '"\\u2028"',
    '"é"',
    '"__proto__"',
    '"constructor"',
    'anonymous',
    'core',
    'line1',
    'main',
    '90d',
    '2MB',
  ],
  ...[
    '*anchor',
    '&anchor x',
    '!!binary aGk=',
    '- x',
    '? x',
    '<<: *a',
    '%u',
    '@x',
    '`x',
    "'",
    '"',
    '{',
    '[',
    ']',
    '}',
    '#',
    ':',
    '\t',
  ],
]

type Mutation = (lines: readonly string[], at: number, other: number, odd: string) => string[]

const MUTATIONS: readonly Mutation[] = [
  (lines, at) => lines.filter((_, i) => i !== at),
  (lines, at, other) => [...lines.slice(0, at), lines[other] ?? '', ...lines.slice(at)],
  (lines, at, _, odd) => lines.map((line, i) => (i === at ? line.replace(/(:|-) .*$/, `$1 ${odd}`) : line)),
  (lines, at, other, odd) => lines.map((line, i) => (i === at ? replaceWord(line, other, odd) : line)),
  (lines, at) => lines.map((line, i) => (i === at ? `  ${line}` : line)),
  (lines, at) => lines.map((line, i) => (i === at ? line.replace(/^ {2}/, '') : line)),
  (lines, at, other) =>
    lines.map((line, i) => (i === at ? replaceWord(line, other, wordOf(lines[other] ?? '')) : line)),
  (lines, at, other) => lines.map((line, i) => (i === at ? line.slice(0, other % (line.length + 1)) : line)),
]

function replaceWord(line: string, which: number, by: string): string {
  const words = line.match(/[\w$#+/.-]+/g) ?? []
  const word = words[which % Math.max(1, words.length)]
  return word === undefined ? `${line}${by}` : line.replace(word, () => by)
}

function wordOf(line: string): string {
  return line.match(/[\w$#+/.-]+/)?.[0] ?? 'x'
}

export function mutatedSpec(specs: readonly string[]): fc.Arbitrary<string> {
  const step = fc.record({
    mutate: fc.constantFrom(...MUTATIONS),
    at: fc.nat(500),
    other: fc.nat(500),
    odd: fc.oneof(fc.constantFrom(...ODD), fc.constantFrom(...FITTING)),
  })
  const mutated = fc.tuple(fc.constantFrom(...specs), fc.array(step, { maxLength: 4 })).map(([text, steps]) =>
    steps
      .reduce<readonly string[]>((lines, { mutate, at, other, odd }) => {
        const length = Math.max(1, lines.length)
        return mutate(lines, at % length, other % length, odd)
      }, text.split('\n'))
      .join('\n'),
  )
  const noise = fc.array(fc.constantFrom(...ODD, 'mqttopia: 1', '\n', ' ', 'users:', 'brokers:'), {
    maxLength: 20,
  })
  return fc.oneof(
    { weight: 9, arbitrary: mutated },
    { weight: 1, arbitrary: noise.map((parts) => parts.join('')) },
  )
}
