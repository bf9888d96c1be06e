/**
 * No text of a spec, and no password, breaks out of its literal in a program: each is read back by its own language,
 * gives the very texts, and has the structure of its plain twin.
 */

import { execFileSync } from 'node:child_process'
import { runInNewContext } from 'node:vm'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { readCLiteral } from '../support/c-literal.ts'
import { describeWithPeers, needPeer } from '../support/real-peer.ts'
import { pairs, throughUtf8 } from './nasty-client.ts'

test('C: the header has the same lines and macros, and their literals hold the texts', () => {
  for (const { texts, text, twin } of pairs('c-header', 'mqtt_client_config.h')) {
    const [header, plain] = [macrosOf(text), macrosOf(twin)]
    expect([header.others, [...header.macros.keys()]]).toEqual([plain.others, [...plain.macros.keys()]])
    const wanted = {
      IDENTITY: texts.name,
      HOST: texts.host,
      PASSWORD: texts.secret,
      WILL_PAYLOAD: texts.will?.payload,
      SUBSCRIBE_0: texts.subscribe[0],
    }
    for (const [macro, value] of Object.entries(wanted)) {
      if (value === undefined) continue
      expect(readCLiteral(header.macros.get(macro) ?? '').toString()).toBe(throughUtf8(value))
    }
  }
})

/** The macros of a header, spliced lines joined, and all its other lines. */
function macrosOf(header: string): { macros: ReadonlyMap<string, string>; others: readonly string[] } {
  const macros = new Map<string, string>()
  const others: string[] = []
  for (const line of header.replaceAll('\\\n', ' ').split('\n')) {
    const [, name, value = ''] = /^#define MQTT_CLIENT_(\w+) +(.*)$/.exec(line) ?? []
    if (name === undefined) others.push(line)
    else macros.set(name, value)
  }
  return { macros, others }
}

test('JavaScript: the program has the same structure, and its values are the texts', () => {
  for (const { texts, text, twin } of pairs('nodejs', 'client.mjs')) {
    expect(structureOf(text)).toEqual(structureOf(twin))
    const { name, host, publish, subscribe, will } = texts
    const values = valuesOf(text)
    expect([values.options.username, values.options.host]).toEqual([throughUtf8(name), throughUtf8(host)])
    expect([...values.publish, ...Object.keys(values.subscribe)]).toEqual([...publish, ...subscribe])
    expect(values.options.will?.payload).toBe(will && throughUtf8(will.payload))
  }
})

/** The kinds of all nodes of a program, in order. */
function structureOf(program: string): readonly ts.SyntaxKind[] {
  const kinds: ts.SyntaxKind[] = []
  const visit = (node: ts.Node) => {
    kinds.push(node.kind)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile('client.mjs', program, ts.ScriptTarget.ES2022))
  return kinds
}

interface ProgramValues {
  readonly publish: readonly string[]
  readonly subscribe: object
  readonly options: {
    readonly username: string
    readonly host: string
    readonly will?: { readonly payload: string }
  }
}

/** Runs the declarations between the imports and the functions. */
function valuesOf(program: string): ProgramValues {
  const declarations = program.slice(
    program.indexOf('export const publish'),
    program.indexOf('function file'),
  )
  return runInNewContext(
    `${declarations.replaceAll('export const ', 'var ')}; ({ publish, subscribe, options })`,
    { file: String },
  )
}

describeWithPeers(['python3'], 'Python', () => {
  test('the program has the same structure, and its values are the texts', () => {
    const made = pairs('python', 'client.py')
    const read = readPython(made.flatMap(({ text, twin }) => [text, twin]))
    for (const [i, { texts }] of made.entries()) {
      const [program, twin] = [read[2 * i], read[2 * i + 1]]
      expect(program?.structure).toEqual(twin?.structure)
      const { name, host, publish, subscribe, will } = texts
      expect(program?.values).toMatchObject({
        USERNAME: throughUtf8(name),
        HOST: throughUtf8(host),
        PUBLISH: publish,
        SUBSCRIBE: subscribe.map((topic) => [topic, 0]),
      })
      expect(program?.values.WILL?.payload).toBe(will && throughUtf8(will.payload))
    }
  })
})

interface PythonProgram {
  readonly structure: string
  readonly values: { readonly WILL?: { readonly payload: string } }
}

function readPython(programs: readonly string[]): readonly PythonProgram[] {
  const input = JSON.stringify(programs)
  const options = { input, encoding: 'utf8', maxBuffer: 1e9 } as const
  return JSON.parse(execFileSync(needPeer('python3'), ['-c', PYTHON_READER], options))
}

const PYTHON_READER = `
import ast, json, sys

def read(program):
    tree = ast.parse(program)
    values = {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and node.targets[0].id != "HERE"
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return {"structure": ast.dump(tree), "values": values}

print(json.dumps([read(program) for program in json.load(sys.stdin)]))
`
