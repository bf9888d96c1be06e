/** `[USER@]HOST:FOLDER` of the command line, in a form that no program takes for an option or a command. */

export interface SshDestination {
  /** As ssh takes it; a name from its own configuration will do, which may say port, key and more. */
  readonly login: string
  readonly host: string
  /** Absolute. */
  readonly folder: string
}

const LOGIN = /^(?:[A-Za-z0-9_][A-Za-z0-9_.-]*@)?([A-Za-z0-9][A-Za-z0-9_.-]*)$/
const FOLDER = /^(\/[A-Za-z0-9_+@][A-Za-z0-9_.+@-]*)+$/

/** Or what is wrong, as a sentence. `dir`: the folder, where `text` names none. */
export function parseDestination(text: string, dir?: string): SshDestination | string {
  const at = text.indexOf(':')
  const login = at === -1 ? text : text.slice(0, at)
  const folder = at === -1 ? dir : text.slice(at + 1)
  const [, host] = LOGIN.exec(login) ?? []
  if (host === undefined)
    return `${JSON.stringify(login)} is no [USER@]HOST: give what is special about it a name in your ssh configuration`
  if (at !== -1 && dir !== undefined)
    return `the folder is named twice: ${JSON.stringify(folder)} and ${JSON.stringify(dir)}`
  if (folder === undefined) return 'say in which folder: --ssh HOST:FOLDER'
  if (FOLDER.test(folder)) return { login, host, folder }
  return `${JSON.stringify(folder)} is no absolute path of plain names: letters, digits, "_", ".", "+", "@" and "-"`
}
