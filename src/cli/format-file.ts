/** Options of the form FORMAT[=FILE], repeatable: what is printed, and where to. */

import { writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { InvalidArgumentError } from 'commander'
import { errorCode, Failure, orFail } from '../diagnostics/failure.ts'
import type { Host } from './host.ts'

export interface FormatFile<F extends string> {
  readonly format: F
  /** Absent: a standard stream. */
  readonly file?: string
}

/** The name of the stream or file that an output goes to. */
export type Target<F extends string> = (output: FormatFile<F>) => string

/** A parser for commander. Of outputs with the same target the second is refused. */
export function formatFileParser<F extends string>(formats: readonly F[], target: Target<F>) {
  return (text: string, previous: readonly FormatFile<F>[] = []): readonly FormatFile<F>[] => {
    const output = parseFormatFile(text, formats)
    const rival = previous.find((other) => target(other) === target(output))
    if (rival === undefined) return [...previous, output]
    throw new InvalidArgumentError(
      `It and ${rival.format} cannot share ${target(output)}; give one of them another file, as in ${output.format}=FILE.`,
    )
  }
}

function parseFormatFile<F extends string>(text: string, formats: readonly F[]): FormatFile<F> {
  const [name = '', ...rest] = text.split('=')
  const format = formats.find((known) => known === name)
  if (format === undefined) throw new InvalidArgumentError(`The formats are ${formats.join(', ')}.`)
  const file = rest.join('=')
  if (rest.length > 0 && file === '') throw new InvalidArgumentError('The file name after "=" is missing.')
  return rest.length === 0 ? { format } : { format, file }
}

/** @throws Failure where the file cannot be written. */
export function writeReport({ cwd }: Host, file: string, text: string | Uint8Array): Promise<void> {
  return orFail(`write ${file}`, async () => {
    try {
      await writeFile(resolve(cwd, file), text)
    } catch (cause) {
      if (errorCode(cause) !== 'ENOENT') throw cause
      throw new Failure(`cannot write ${file}: there is no folder ${dirname(file)}`, { cause })
    }
  })
}
