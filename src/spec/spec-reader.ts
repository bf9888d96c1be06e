/** The outer world as a spec sees it: files, folders, modules. `cli/` brings the real one. */

/**
 * Paths use `/` and are the root spec's path as given, or lead from its folder. All three reject with an
 * error that carries Node's `code` (`ENOENT`, `EISDIR`, `EACCES`, ...) where the system gave one.
 */
export interface SpecReader {
  /** The whole file. */
  readFile(path: string): Promise<Uint8Array>
  /** Files that match the pattern, as paths relative to the folder; nothing is an empty list. In no set order. */
  glob(pattern: string, folder: string): Promise<readonly string[]>
  /** The namespace object of a TypeScript or JavaScript module; the spec is its default export. */
  importModule(path: string): Promise<unknown>
}
