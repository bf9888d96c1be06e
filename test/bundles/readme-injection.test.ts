/** No text of a spec adds a line to a bundle's text for people, or changes the commands in it. */

import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { hasControls } from '../../src/files/quote.ts'
import { type ClientTexts, pairs, quietClients, quietlyNamed, throughUtf8 } from './nasty-client.ts'

test.each(['pem', 'mosquitto', 'mqttx', 'otrc'] as const)(
  'the text of %s keeps its lines and its commands',
  (format) => {
    const made = pairs(format, 'README.txt', format === 'mosquitto' ? quietClients : quietlyNamed)
    // A command does without a topic that no shell takes on one line: then the twin has other lines.
    const alike = made.filter(({ texts }) => ![...texts.publish, ...texts.subscribe].some(hasControls))
    expect(alike.length).toBeGreaterThan(50)
    for (const { text, twin } of alike) {
      const indented = (lines: string) => lines.split('\n').map((line) => line.startsWith('    '))
      expect(indented(text)).toEqual(indented(twin))
      expect(text.split('\n').some(hasControls)).toBe(false)
    }
    const words = shellWords(alike.map(({ text }) => text))
    const twinWords = shellWords(alike.map(({ twin }) => twin))
    for (const [i, { texts }] of alike.entries()) {
      const originals = textsByTwin(texts)
      expect(words[i]).toEqual(twinWords[i]?.map((word) => originals.get(word) ?? word))
    }
  },
)

/** What each plain text of a twin stands for. */
function textsByTwin({
  name,
  host,
  clientId = '',
  publish,
  subscribe,
}: ClientTexts): ReadonlyMap<string, string> {
  return new Map([
    ['alice', throughUtf8(name)],
    ['localhost', throughUtf8(host)],
    ['id', throughUtf8(clientId)],
    ...publish.map((topic, i) => [`t/p${i}`, topic] as const),
    ...subscribe.map((topic, i) => [`t/s${i}`, topic] as const),
  ])
}

/** The words of the commands in each text, as a shell gives them to the programs. */
function shellWords(texts: readonly string[]): readonly (readonly string[])[] {
  const programs = ['mosquitto_sub', 'mosquitto_pub', 'mqtt', 'cat', 'sed']
  const printers = programs.map((name) => `${name}() { printf '%s\\0' ${name} "$@"; }`)
  const scripts = texts.map((text) => {
    const commands = text.split('\n').filter((line) => line.startsWith('    '))
    return `${commands.join('\n').replace('> import.json', '')}\nprintf '\\001'`
  })
  return execFileSync('sh', ['-s'], {
    input: [...printers, ...scripts].join('\n'),
    encoding: 'utf8',
    maxBuffer: 1e9,
    cwd: '/tmp',
  })
    .split('\x01')
    .slice(0, -1)
    .map((words) => words.split('\0'))
}
