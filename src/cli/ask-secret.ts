/** Asks on the terminal for what must not be seen. */

import process from 'node:process'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { Failure } from '../diagnostics/failure.ts'

/** What is typed is not shown. @throws Failure when it is broken off. */
export function askSecret(question: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const line = createInterface({ input: process.stdin, output: silent, terminal: true })
  process.stderr.write(question)
  return new Promise((resolve, reject) => {
    const end = () => {
      line.close()
      process.stderr.write('\n')
    }
    line.once('SIGINT', () => {
      reject(new Failure('interrupted'))
      end()
    })
    line.once('close', () => reject(new Failure('there was no answer')))
    line.question('', (answer) => {
      resolve(answer)
      end()
    })
  })
}
