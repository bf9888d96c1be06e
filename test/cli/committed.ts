/** A folder whose files are the first commit of a git repository. */

import { execFileSync } from 'node:child_process'
import { type CommandLine, commandLine } from './command-line.ts'

export function committed(
  files: Readonly<Record<string, string>>,
  host?: Parameters<typeof commandLine>[1],
): CommandLine {
  const place = commandLine(files, host)
  commitAll(place.folder)
  return place
}

/** Makes a repository of the folder. */
export function commitAll(folder: string): void {
  const git = (...argv: readonly string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...argv])
  git('init', '-q')
  git('add', '.')
  git('commit', '-qm', 'one')
}
