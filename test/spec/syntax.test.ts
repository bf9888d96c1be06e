import { describe, expect, test } from 'vitest'
import { load, testFindings } from './load-case.ts'

describe('characters of YAML', () => {
  testFindings({
    'a tab as indentation': {
      spec: 'mqttopia: 1\nroles:\n«\t»r: {}\n',
      findings: ['yaml-tab: this line is indented with a tab'],
    },
    'a tab inside brackets': {
      spec: 'mqttopia: 1\nroles: {\n«\t»r: {} }\n',
      findings: ['yaml-tab: this line is indented with a tab'],
    },
    'a tab behind a colon is fine': { spec: 'mqttopia:\t1\n', findings: [] },
    "Mosquitto's %u": {
      spec: `
        mqttopia: 1
        roles: { r: { publish: [«%u/x»] } }
      `,
      findings: ['yaml-reserved: a text cannot begin with "%" in YAML'],
      hints: ['write "${username}" for Mosquitto\'s %u: "${username}/x"'],
    },
    'a text that begins with @ and another with a backtick': {
      spec: `
        mqttopia: 1
        roles:
          r:
            publish:
              - «@x»
              - «\`y\`»
      `,
      findings: ['@', '`'].map((sign) => `yaml-reserved: a text cannot begin with "${sign}" in YAML`),
      hints: ['put it into quotes: "@x"', 'put it into quotes: "`y`"'],
    },
    '% inside a text is fine': {
      spec: `
        mqttopia: 1
        roles: { r: { publish: [a/%u] } }
      `,
      findings: [],
    },
    'a lone star': {
      spec: `
        mqttopia: 1
        roles: { r: { publish: [«*»] } }
      `,
      findings: ['yaml-alias: "*" begins an alias in YAML, and its name is missing'],
      hints: ['write "#" for all topics'],
    },
    'a block of text that begins on its line': {
      spec: `
        mqttopia: 1
        name: «>» berlin
      `,
      findings: ['yaml-reserved: ">" begins a text of several lines, which starts on the next line'],
    },
    'a tag': {
      spec: `
        mqttopia: 1
        brokers: { core: { host: «!loopback» } }
      `,
      findings: ['yaml-tag: "!loopback" is a tag in YAML, and none that specs have'],
    },
    'a tag that makes bytes': {
      spec: `
        mqttopia: 1
        name: !!binary «aGk=»
      `,
      findings: ['yaml-tag: "tag:yaml.org,2002:binary" makes a value that specs do not have'],
    },
    'typographic quotes': {
      spec: `
        mqttopia: 1
        brokers: { core: { host: «“core”», listeners: { m: { auth: [psk] } } } }
      `,
      findings: ['curly-quotes: the typographic quotes around this text are part of it'],
    },
    'half a character': {
      spec: `
        mqttopia: 1
        users: { «"\\ud83d"»: { at: core } }
      `,
      findings: ['broken-character: this text holds half a character, which cannot be written as UTF-8'],
    },
    'an old directive': {
      spec: `
        «%YAML 1.1»
        ---
        mqttopia: 1
      `,
      findings: ['yaml-version: specs are YAML 1.2, not 1.1'],
    },
    'the directive of today is fine': { spec: '%YAML 1.2\n---\nmqttopia: 1\n', findings: [] },
    'a directive that nobody knows': {
      spec: `
        «%FOO bar»
        ---
        mqttopia: 1
      `,
      findings: [
        'yaml-version: a line that begins with "%" is a directive to the YAML reader, and none that it knows',
      ],
    },
  })

  test('line breaks may be those of any system, and a byte order mark is skipped', async () => {
    for (const lineBreak of ['\n', '\r\n', '\r']) {
      const { value, diagnostics } = await load(
        ['\uFEFFmqttopia: 1', 'roles:', '  r: {}', ''].join(lineBreak),
      )
      expect(diagnostics).toEqual([])
      expect(value).toEqual({ mqttopia: 1, roles: { r: {} } })
    }
  })
})

describe('quotes and brackets', () => {
  testFindings({
    'a quote that is not closed': {
      spec: `
        mqttopia: 1
        name: «"»plant
        roles: {}
      `,
      findings: ['yaml-unclosed: the quote that opens here is not closed on its line'],
      hints: ['close it with "'],
    },
    'text behind a closing quote': {
      spec: `
        mqttopia: 1
        roles: { r: { publish: ["a"«/b»] } }
      `,
      findings: ['yaml-colon: a comma is missing between two entries'],
    },
    'text behind a closing quote, on a line of its own': {
      spec: `
        mqttopia: 1
        name: "plant" «berlin»
      `,
      findings: ['yaml-quotes: the text goes on behind its closing quote'],
    },
    'an escape that nobody knows': {
      spec: `
        mqttopia: 1
        name: "a«\\d»"
      `,
      findings: ['yaml-quotes: a backslash before "d" is no escape that YAML knows'],
    },
    'a bracket that is never closed': {
      spec: `
        mqttopia: 1
        users:
          a: { at: [core «}»
      `,
      findings: ['yaml-unclosed: "[" is closed with "}"'],
    },
    'a bracket that nothing closes': {
      spec: `
        mqttopia: 1
        roles: «{» r: {}
        users: {}
      `,
      findings: ['yaml-unclosed: "{" is never closed'],
      hints: ['close it with "}"'],
    },
    'a bracket that closes nothing': {
      spec: `
        mqttopia: 1
        roles: { r: {} }«}»
      `,
      findings: ['yaml-unclosed: "}" closes nothing'],
    },
    'a comma too many': {
      spec: `
        mqttopia: 1
        roles: { r: {},«,» s: {} }
      `,
      findings: ['yaml-colon: there is a comma too many'],
    },
    'a colon too many in brackets': {
      spec: `
        mqttopia: 1
        roles: { r: «:» }
      `,
      findings: ['yaml-colon: there is a colon too many'],
    },
    'text behind a closing bracket': {
      spec: `
        mqttopia: 1
        roles:
          r: { publish: [a] } «b»
      `,
      findings: ['yaml-unclosed: the text goes on behind the closing "}"'],
    },
    'a remark glued to a quote': {
      spec: `
        mqttopia: 1
        name: "plant"«#» our plant
      `,
      findings: ['yaml-reserved: "#" stands directly behind what is no plain text'],
    },
    'a bracket that the text ends with': {
      spec: 'mqttopia: 1\nroles: «{»',
      findings: ['yaml-unclosed: "{" is never closed'],
    },
    'a text that nobody can explain': {
      spec: '&a «&b» x\n',
      findings: ['yaml-syntax: the text cannot be read as YAML from here on'],
    },
    'a comma before the end is fine': { spec: 'mqttopia: 1\nroles: { r: {}, }\n', findings: [] },
  })
})

describe('topics in YAML', () => {
  testFindings({
    '"#" as an item': {
      spec: `
        mqttopia: 1
        roles:
          r:
            publish:
              - «#»
              - a
      `,
      findings: [
        'hash-is-comment: item 1 of "publish" of role "r" is empty: an unquoted "#" begins a comment',
      ],
      hints: ['did you mean "#" in quotes'],
    },
    '"#" as a value': {
      spec: `
        mqttopia: 1
        users:
          a: { at: core, will: { topic: a } }
          b:
            at: core
            publish: «#»
      `,
      findings: ['hash-is-comment: "publish" of user "b" is empty: an unquoted "#" begins a comment'],
    },
    '"#" in brackets hides their end': {
      spec: `
        mqttopia: 1
        roles: { r: { publish: [«#»] } }
      `,
      findings: ['hash-is-comment: "#" begins a comment here, which hides the closing "]"'],
    },
    '"#" behind another item': {
      spec: `
        mqttopia: 1
        roles:
          r: { publish: [a/b, «#»] }
      `,
      findings: ['hash-is-comment: "#" begins a comment here, which hides the closing "]"'],
    },
    'an empty item with a remark is merely empty': {
      spec: `
        mqttopia: 1
        roles:
          r:
            publish: [a]
            «subscribe»: # to be written
      `,
      findings: ['empty-value: "subscribe" of role "r" is empty'],
    },
    '"#" behind a slash is fine': {
      spec: `
        mqttopia: 1
        roles: { r: { publish: [a/#, +/b/#, "#"] } }
      `,
      findings: [],
    },
    'a variable in brackets': {
      spec: `
        mqttopia: 1
        roles: { r: { publish: [«press/\${username}/x»] } }
      `,
      findings: ['unquoted-braces: "press/${username}/x" has braces, which mean a map outside of quotes'],
      hints: ['write it in quotes: "press/${username}/x"'],
    },
    'a variable on a line of its own is fine': {
      spec: `
        mqttopia: 1
        roles:
          r:
            publish:
              - press/\${username}/x
              - \${clientId}/y
      `,
      findings: [],
    },
    'a placeholder that is a map': {
      spec: `
        mqttopia: 1
        roles:
          r:
            publish:
              - topic: «{username}»
        users:
          a: { at: «{x}» }
      `,
      findings: [
        'unquoted-braces: "{username}" is a map in YAML, and text is wanted',
        'unquoted-braces: "{x}" is a map in YAML, and text is wanted',
      ],
      hints: ['write "${username}"', 'put it into quotes'],
    },
    'a placeholder as a grant': {
      spec: `
        mqttopia: 1
        roles:
          r:
            publish:
              - «{username}»
      `,
      findings: ['unquoted-braces: "{username}" is a map in YAML, and text is wanted'],
    },
    'a placeholder with text behind': {
      spec: `
        mqttopia: 1
        roles:
          r:
            publish:
              - «{username}/x»
      `,
      findings: ['unquoted-braces: "{username}/x" has braces, which mean a map outside of quotes'],
    },
    'a serial number without quotes': {
      spec: `
        mqttopia: 1
        groups:
          ops: { members: [alice, «0001», «1e3», «12»] }
      `,
      findings: [
        'unquoted-number: item 2 of "members" of group "ops" must be text, and 0001 is read as the number 1',
        'unquoted-number: item 3 of "members" of group "ops" must be text, and 1e3 is read as the number 1000',
        'unquoted-number: item 4 of "members" of group "ops" must be text, and 12 is a number',
      ],
      hints: ['write "0001"', 'write "1e3"', 'write "12"'],
    },
    'a truth value for text': {
      spec: `
        mqttopia: 1
        groups:
          ops: { members: [«true»] }
      `,
      findings: [
        'unquoted-boolean: item 1 of "members" of group "ops" must be text, and true is a truth value',
      ],
      hints: ['write "true"'],
    },
  })

  test('keys keep their zeros', async () => {
    const { value, diagnostics } = await load('mqttopia: 1\nusers:\n  0007: { at: core }\n')
    expect(diagnostics).toEqual([])
    expect(Object.keys(value?.users ?? {})).toEqual(['0007'])
  })
})

describe('lines of YAML', () => {
  testFindings({
    'a line indented unlike its neighbours': {
      spec: `
        mqttopia: 1
        roles:
            r: {}
          «s»: {}
      `,
      findings: ['yaml-indentation: this line is indented unlike the lines it belongs to'],
    },
    'a line below a key that has a value': {
      spec: `
        mqttopia: 1
          «roles»: {}
      `,
      findings: ['yaml-indentation: this line is indented below a key that has a value already'],
    },
    'a list item among keys': {
      spec: `
        mqttopia: 1
        «-» roles
      `,
      findings: ['yaml-indentation: a list item stands among keys'],
    },
    'a list on the line of its key': {
      spec: `
        mqttopia: 1
        include: «-» a.yaml
      `,
      findings: ['yaml-colon: a list cannot begin on the line of its key'],
    },
    'two colons on a line': {
      spec: `
        mqttopia: 1
        name: plant«:» berlin
      `,
      findings: ['yaml-colon: a second colon on one line would begin a map inside the first value'],
    },
    'a line without a colon': {
      spec: `
        mqttopia: 1
        «roles»
        users: {}
      `,
      findings: ['yaml-colon: "roles" is no key: a colon is missing'],
    },
    'no space behind a colon': {
      spec: `
        mqttopia: 1
        «name:plant»
        users: {}
      `,
      findings: ['yaml-colon: a space is missing behind the colon'],
      hints: ['write "name: plant"'],
    },
    'no space behind a colon in brackets': {
      spec: `
        mqttopia: 1
        brokers: { core: { listeners: { m: { auth: [psk], «port:1883» } } } }
      `,
      findings: ['yaml-colon: a space is missing behind the colon'],
      hints: ['write "port: 1883"'],
    },
    'a key of more than a thousand characters': {
      spec: `mqttopia: 1\n«${'x'.repeat(1100)}»: 1\n`,
      findings: ['yaml-colon: a key is longer than 1024 characters'],
    },
    'no key at all': {
      spec: `
        mqttopia: 1
        roles:
          «:» {}
      `,
      findings: ['yaml-key: there is no key before the colon'],
    },
    'a list as a key': {
      spec: `
        mqttopia: 1
        roles:
          ? «[a, b]»
          : {}
      `,
      findings: ['yaml-key: a list or map stands where a key is wanted'],
    },
    'a key twice': {
      spec: `
        mqttopia: 1
        roles: { r: {} }
        users: {}
        «roles»: { s: {} }
      `,
      findings: ['duplicate-key: "roles" stands here a second time'],
    },
    'two documents': {
      spec: `
        mqttopia: 1
        «---»
        mqttopia: 1
      `,
      findings: ['yaml-documents: a second document begins here, and a spec is one'],
    },
    'one document with its marker is fine': { spec: '---\nmqttopia: 1\n...\n', findings: [] },
    'nothing but a remark': {
      spec: '«»# to be written\n',
      findings: ['empty-file: "spec.yaml" holds no spec'],
    },
    'nothing at all': { spec: '«»', findings: ['empty-file: "spec.yaml" holds no spec'] },
  })

  test('a second key names the first', async () => {
    const { diagnostics, locate } = await load('name: a\nmqttopia: 1\nname: b\n')
    const first = diagnostics[0]?.related?.[0]
    expect(first?.message).toBe('the first time is here')
    expect(first && locate(first.at)).toMatchObject({ start: 0, end: 4 })
  })
})

describe('aliases', () => {
  testFindings({
    'of nothing': {
      spec: `
        mqttopia: 1
        roles: { r: «*base» }
      `,
      findings: ['yaml-alias: no value above is marked with "&base"'],
    },
    'of themselves': {
      spec: `
        mqttopia: 1
        roles: &all { r: «*all» }
      `,
      findings: ['yaml-alias: no value above is marked with "&all"'],
    },
    'that merge what is no map': {
      spec: `
        mqttopia: 1
        roles: { r: { «<<»: [1] } }
      `,
      findings: ['yaml-alias: "<<" takes over the entries of a map, and this is none'],
    },
    'that nest too deep': {
      spec: ['mqttopia: 1', 'x0: &x0 [a]', ...Array.from({ length: 150 }, (_, i) => chain(i))].join('\n'),
      findings: ['too-deep: aliases nest lists and maps more than 100 deep here'],
    },
  })

  test('that would multiply', async () => {
    const { diagnostics, value } = await load(bomb())
    expect(diagnostics.map(({ message }) => message)).toEqual(['aliases repeat more than 100,000 values'])
    expect(value).toBeUndefined()
  })

  test('are resolved, and merged maps yield to what stands beside them', async () => {
    const { value, diagnostics, locate } = await load(`
mqttopia: 1
roles:
  base: &base { publish: [a], subscribe: [b] }
  other: { <<: *base, publish: [c] }
  third: *base
`)
    expect(diagnostics).toEqual([])
    expect(value?.roles).toEqual({
      base: { publish: ['a'], subscribe: ['b'] },
      other: { publish: ['c'], subscribe: ['b'] },
      third: { publish: ['a'], subscribe: ['b'] },
    })
    const span = locate({ path: ['roles', 'other', 'subscribe', 0] })
    expect(span?.source.text.slice(span.start, span.end)).toBe('b')
  })
})

function bomb(): string {
  const ten = (word: string) => Array.from({ length: 10 }, () => word).join(', ')
  const levels = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((i) => `x${i + 1}: &a${i + 1} [${ten(`*a${i}`)}]`)
  return ['mqttopia: 1', `x0: &a0 [${ten('x')}]`, ...levels].join('\n')
}

function chain(i: number): string {
  const inner = `[*x${i}]`
  return `x${i + 1}: &x${i + 1} ${i === 99 ? `«${inner}»` : inner}`
}

describe('nesting', () => {
  const DEPTH = 100_000

  test.each([
    ['spec.yaml', '['.repeat(DEPTH)],
    ['spec.yaml', '- '.repeat(DEPTH)],
    ['spec.yaml', '{a: '.repeat(DEPTH)],
    ['spec.yaml', '? '.repeat(DEPTH)],
    ['spec.json', '['.repeat(DEPTH)],
    ['spec.json', '{"a":'.repeat(DEPTH)],
  ])('in %s without end is refused', async (name, text) => {
    const { diagnostics, value } = await load(text, { name })
    expect(diagnostics.map(({ code }) => code)).toEqual(['too-deep'])
    expect(value).toBeUndefined()
  })
})

describe('JSON', () => {
  testFindings({
    'reads as YAML does, with places': {
      name: 'spec.json',
      spec: '{ "mqttopia": 1, "roles": { "r": { «"publis"»: ["a"] } } }',
      findings: ['unknown-key: role "r" has no key "publis"'],
    },
    'a comma before the end': {
      name: 'spec.json',
      spec: '{ "mqttopia": 1«,» }',
      findings: ['json-syntax: there is a comma too many before "}"'],
    },
    'a remark': {
      name: 'spec.json',
      spec: '{ «//» version\n "mqttopia": 1 }',
      findings: ['json-syntax: JSON has no comments'],
      hints: ['write the spec in YAML'],
    },
    'a key without quotes': {
      name: 'spec.json',
      spec: '{ «mqttopia»: 1 }',
      findings: ['json-syntax: a key must stand in double quotes'],
      hints: ['write "mqttopia"'],
    },
    'a value in single quotes': {
      name: 'spec.json',
      spec: `{ "mqttopia": 1, "name": «'x'» }`,
      findings: ['json-syntax: text must stand in double quotes'],
    },
    'a number with zeros before it': {
      name: 'spec.json',
      spec: '{ "mqttopia": «01» }',
      findings: ['json-syntax: this is no number that JSON has'],
    },
    'no colon': {
      name: 'spec.json',
      spec: '{ "mqttopia" «1» }',
      findings: ['json-syntax: a colon is missing behind the key'],
    },
    'no colon behind a key of two lines': {
      name: 'spec.json',
      spec: '{ "a\\nb" «1» }',
      findings: ['json-syntax: a colon is missing behind the key'],
      hints: ['write "a\\nb": and the value'],
    },
    'no comma': {
      name: 'spec.json',
      spec: '{ "mqttopia": 1 «"»name": "x" }',
      findings: ['json-syntax: a comma or "}" is missing'],
    },
    'a brace that is never closed': {
      name: 'spec.json',
      spec: '«{» "mqttopia": 1',
      findings: ['json-syntax: "{" is never closed'],
    },
    'a quote that is never closed': {
      name: 'spec.json',
      spec: '{ "mqttopia": 1, "name": «"»x }',
      findings: ['json-syntax: the quote that opens here is not closed on its line'],
    },
    'an escape that JSON does not have': {
      name: 'spec.json',
      spec: '{ "mqttopia": 1, "name": "x«\\d»" }',
      findings: ['json-syntax: a backslash begins an escape that JSON does not have'],
    },
    'text behind the end': {
      name: 'spec.json',
      spec: '{ "mqttopia": 1 } «x»',
      findings: ['json-syntax: the text goes on behind the end of the spec'],
    },
    'a key twice': {
      name: 'spec.json',
      spec: '{ "mqttopia": 1, «"mqttopia"»: 1 }',
      findings: ['duplicate-key: "mqttopia" stands here a second time'],
    },
    nothing: { name: 'spec.json', spec: '«»', findings: ['empty-file: "spec.json" holds no spec'] },
  })

  test('keys of the language are no keys of the reader', async () => {
    const { diagnostics, value } = await load('{ "mqttopia": 1, "users": { "__proto__": { "at": "a" } } }', {
      name: 'spec.json',
    })
    expect(diagnostics).toEqual([])
    expect(Object.keys(value?.users ?? {})).toEqual(['__proto__'])
  })
})
