/**
 * Preloaded into a process: counts what it changes below a folder, and ends it with SIGKILL at one of these changes.
 * Of a write, half has happened then, and of the removal of a folder, one file.
 *
 *     MQTTOPIA_TEST_CHANGES_IN   the folder
 *     MQTTOPIA_TEST_DIE_AT       number of the change, from 0
 *     MQTTOPIA_TEST_CHANGES      file for the number of changes, when the process ends by itself
 */

import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import process from 'node:process'

const {
  MQTTOPIA_TEST_CHANGES_IN: folder,
  MQTTOPIA_TEST_DIE_AT: dieAt,
  MQTTOPIA_TEST_CHANGES: report,
} = process.env
if (folder === undefined) throw new Error('MQTTOPIA_TEST_CHANGES_IN is not set')

const { writeSync, writeFileSync, readdirSync, lstatSync, unlinkSync } = fs
const opened = new Set()
let count = 0

function change(half) {
  if (count === Number(dieAt)) {
    half()
    process.kill(process.pid, 'SIGKILL')
    for (;;); // until the signal is there
  }
  count += 1
}

function nothing() {}

function isInside(path) {
  return typeof path === 'string' && path.startsWith(folder)
}

function replace(name, isChange, half = nothing, after = nothing) {
  const original = fs[name]
  fs[name] = (...args) => {
    if (isChange(args)) change(() => half(args))
    const result = original(...args)
    after(args, result)
    return result
  }
}

for (const name of ['chmodSync', 'linkSync', 'mkdirSync', 'renameSync', 'rmdirSync', 'unlinkSync']) {
  replace(name, ([path]) => isInside(path))
}
for (const name of ['fchmodSync', 'fsyncSync']) replace(name, ([file]) => opened.has(file))
replace('copyFileSync', ([, to]) => isInside(to))
replace(
  'closeSync',
  () => false,
  nothing,
  ([file]) => opened.delete(file),
)
replace(
  'openSync',
  ([path, flags]) => isInside(path) && String(flags) !== 'r' && typeof flags !== 'number',
  nothing,
  ([path, flags], file) => isInside(path) && flags !== 'r' && opened.add(file),
)
replace(
  'writeSync',
  ([file]) => opened.has(file),
  ([file, bytes, start = 0, length = bytes.length]) => writeSync(file, bytes, start, length >> 1),
)
replace(
  'rmSync',
  ([path]) => isInside(path),
  ([path]) => {
    const first = firstFile(path)
    if (first !== undefined) unlinkSync(first)
  },
)
syncBuiltinESMExports()

function firstFile(path) {
  const stat = lstatSync(path, { throwIfNoEntry: false })
  if (!stat?.isDirectory()) return stat && path
  const files = readdirSync(path).map((name) => firstFile(join(path, name)))
  return files.find((file) => file !== undefined)
}

process.on('exit', () => {
  if (report !== undefined) writeFileSync(report, String(count))
})
