/** Reads a spec and everything it names: the one way from a path to a {@link SpecDocument}. */

import type { SpecDocument } from './spec-document.ts'
import type { SpecReader } from './spec-reader.ts'

export interface LoadOptions {
  /** The environment whose patch is merged in (`--env`). */
  readonly environment?: string
}

/**
 * Loads the spec at `path`. What is wrong with it or with a file it names is in the document's diagnostics.
 *
 * Rejects only when the root spec itself cannot be read.
 */
export async function loadSpec(
  path: string,
  _reader: SpecReader,
  _options: LoadOptions = {},
): Promise<SpecDocument> {
  return { path, pruned: [], diagnostics: [], locate: () => undefined, tables: new Map(), files: new Map() }
}
