/** The name of a topology that gives itself none. */

const MAX_LENGTH = 63

/** Makes a name of the spec language out of a folder's name; `topology` where nothing of it is left. */
export function nameFromFolder(folderName: string): string {
  const name = folderName
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[._-]+/, '')
    .slice(0, MAX_LENGTH)
    .replace(/[._-]+$/, '')
  return name === '' ? 'topology' : name
}
