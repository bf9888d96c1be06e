/** The private folder of `mqttopia up`: `.mqttopia/up/` beside the spec. Nothing in it goes to production. */

import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { orFail } from '../../diagnostics/failure.ts'
import { nodeFileSystem } from '../../state/file-system.ts'
import { holdLock } from '../../state/hold-lock.ts'

export interface UpFolder {
  /** Keys, certificates and passwords, apart from those of `compile`. */
  readonly state: string
  /** The output; replaced as a whole. */
  readonly files: string
  /** Of Unix sockets. */
  readonly sockets: string
  /** Lets the next one in. */
  close(): void
}

/** sockaddr_un takes 108 bytes (unix(7)); mosquitto.conf(5) cuts paths at blanks. */
const SHORT_PLAIN_PATH = /^[\w@%+,./:-]{1,60}$/

/** @throws Failure when it cannot be made, or another `mqttopia up` works in it. */
export function openUpFolder(specFolder: string): Promise<UpFolder> {
  const folder = join(specFolder, '.mqttopia', 'up')
  return orFail(`use ${folder}`, async () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const lock = await holdLock(folder, { fs: nodeFileSystem, onWait: () => {}, waitSeconds: 0 })
    const ignoreFile = join(folder, '.gitignore')
    if (!existsSync(ignoreFile)) writeFileSync(ignoreFile, '*\n')
    const isNear = SHORT_PLAIN_PATH.test(folder)
    const sockets = isNear ? join(folder, 'sockets') : mkdtempSync(join(tmpdir(), 'mqttopia-'))
    mkdirSync(sockets, { recursive: true, mode: 0o700 })
    return {
      state: join(folder, 'state'),
      files: join(folder, 'files'),
      sockets,
      close: () => {
        rmSync(sockets, { recursive: true, force: true })
        lock.release()
      },
    }
  })
}
