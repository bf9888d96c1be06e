import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { diagnosticCodes } from '../../src/cli/diagnostic-codes.ts'
import { packageFile } from '../../src/state/package-files.ts'
import { commandLine } from './command-line.ts'

describe('schema', () => {
  test('prints the schema that editors read, as it is in the package', async () => {
    const { exitCode, stdout, stderr } = await commandLine().mqttopia('schema')
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toBe(readFileSync(packageFile('schemas/topology.schema.json'), 'utf8'))
    expect(JSON.parse(stdout).required).toContain('mqttopia')
  })
})

describe('explain-code', () => {
  test('explains every code: what it is, and a paragraph on what to do', async () => {
    const { mqttopia } = commandLine()
    for (const { code, severity, summary, explanation } of diagnosticCodes) {
      const { exitCode, stdout, stderr } = await mqttopia('explain-code', code)
      expect({ exitCode, stderr }, code).toEqual({ exitCode: 0, stderr: '' })
      expect(stdout, code).toBe(`${code} (${severity})\n${summary}\n\n${explanation}\n`)
      expect(explanation, code).toMatch(/\w.*[.:`)]$/s)
    }
  })

  test('without a code lists all, sorted, one a line', async () => {
    const { exitCode, stdout } = await commandLine().mqttopia('explain-code')
    const codes = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ')[0] ?? '')
    expect(exitCode).toBe(0)
    expect(codes).toEqual(diagnosticCodes.map(({ code }) => code))
    expect(codes).toEqual(codes.toSorted())
    expect(codes.length).toBeGreaterThanOrEqual(40)
  })

  test('no code has two meanings', () => {
    expect(new Set(diagnosticCodes.map(({ code }) => code)).size).toBe(diagnosticCodes.length)
  })
})
