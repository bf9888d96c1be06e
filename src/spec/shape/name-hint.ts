const MAX_LENGTH = 63

/** What to write in place of a name that names cannot be. */
export function nameHint(name: string): string {
  const ascii = name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
  const meant = ascii.replace(/^[^A-Za-z0-9]+|-+$/g, '').slice(0, MAX_LENGTH)
  const rule = 'letters, digits, ".", "_" and "-", a letter or digit first, 63 at most'
  return meant === '' || meant === name ? `names have ${rule}` : `write "${meant}": names have ${rule}`
}
