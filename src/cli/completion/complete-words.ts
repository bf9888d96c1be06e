/** Answers a shell that asks how a command line may go on. Where nothing is answered, files are meant. */

import type { Argument, Command, Option } from 'commander'
import { diagnosticCodes } from '../diagnostic-codes.ts'
import { OUTPUT_FORMATS } from '../output-format.ts'

export interface Candidate {
  readonly value: string
  /** For people. */
  readonly description: string
}

/** @param words all after the program's name; the last one is being typed, and may be empty. */
export function completeWords(program: Command, words: readonly string[]): readonly Candidate[] {
  const current = words.at(-1) ?? ''
  const before = words.slice(0, -1)
  const verb = program.commands.find((command) => command.name() === before[0])
  if (verb === undefined) return before.length > 0 ? [] : starting(current, verbsAndOptions(program, current))
  if (verb.commands.length > 0) return completeWords(verb, words.slice(1))
  const awaited = awaitedValue(verb, before, current)
  if (awaited !== undefined) return starting(awaited.typed, valuesOf(awaited.option), awaited.prefix)
  if (current.startsWith('-')) return starting(current, optionsOf(verb))
  return starting(current, valuesOf(argumentAt(verb, before)))
}

function verbsAndOptions(program: Command, current: string): readonly Candidate[] {
  if (current.startsWith('-')) return optionsOf(program)
  const visible = program.createHelp().visibleCommands(program)
  return visible.map((command) => ({ value: command.name(), description: command.description() }))
}

function optionsOf(command: Command): readonly Candidate[] {
  const options = command.createHelp().visibleOptions(command)
  return options.flatMap(({ long, description }) => (long ? [{ value: long, description }] : []))
}

/** The option that the word being typed is a value of. Shells differ in whether `=` parts words. */
function awaitedValue(verb: Command, before: readonly string[], current: string) {
  const [flag = '', ...rest] = current.split('=')
  const joined = rest.length > 0 ? valueOption(verb, flag) : undefined
  if (joined !== undefined) return { option: joined, typed: rest.join('='), prefix: `${flag}=` }
  const option = valueOption(verb, before.at(before.at(-1) === '=' ? -2 : -1) ?? '')
  return option && { option, typed: current === '=' ? '' : current, prefix: '' }
}

function valueOption(verb: Command, flag: string): Option | undefined {
  return verb.options.find(({ long, short, required }) => required && (flag === long || flag === short))
}

/** The argument that the word being typed is, behind those that are there already. */
function argumentAt(verb: Command, before: readonly string[]): Argument | undefined {
  const given = before.slice(1).filter((word, i) => {
    const previous = before[i] ?? ''
    return !word.startsWith('-') && valueOption(verb, previous) === undefined
  })
  return verb.registeredArguments[given.length]
}

function valuesOf(wanted: Argument | Option | undefined): readonly Candidate[] {
  if (wanted === undefined) return []
  if (wanted.argChoices === undefined && wanted.name() === 'output')
    return OUTPUT_FORMATS.map((value) => ({ value, description: '' }))
  if (wanted.name() === 'code')
    return diagnosticCodes.map(({ code, summary }) => ({ value: code, description: summary }))
  return (wanted.argChoices ?? []).map((value) => ({ value, description: '' }))
}

function starting(typed: string, candidates: readonly Candidate[], prefix = ''): readonly Candidate[] {
  return candidates
    .filter(({ value }) => value.startsWith(typed))
    .map(({ value, description }) => ({ value: `${prefix}${value}`, description }))
}
