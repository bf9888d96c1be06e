/** Says why a text is no account to give files to, as chown(1) takes them: `USER` or `USER:GROUP`. */
export function ownerProblem(owner: string): string | undefined {
  if (/^[A-Za-z0-9_][A-Za-z0-9_.-]*(:[A-Za-z0-9_][A-Za-z0-9_.-]*)?$/.test(owner)) return undefined
  return `${JSON.stringify(owner)} is no account: give USER or USER:GROUP`
}
