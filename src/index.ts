/**
 * The public API: read a spec with {@link compile}, make its materials with {@link prepareMaterials}, its files with
 * {@link build}, and write them with {@link writeOutput}.
 */

export { type BuildInputs, build } from './build.ts'
export { type Compilation, type CompileOptions, checkTopology, compile, hasErrors } from './compile.ts'
export type { Diagnostic, Locate, Place, RelatedPlace, Severity, SpecPath } from './diagnostics/diagnostic.ts'
export { Failure } from './diagnostics/failure.ts'
export { renderGithub } from './diagnostics/render-github.ts'
export { renderHuman } from './diagnostics/render-human.ts'
export { renderJson } from './diagnostics/render-json.ts'
export { renderJunit } from './diagnostics/render-junit.ts'
export { renderMarkdown } from './diagnostics/render-markdown.ts'
export { renderSarif } from './diagnostics/render-sarif.ts'
export type { Archive, Artifact } from './files/artifact.ts'
export type { TemplateSource } from './files/render-template.ts'
export type { CertificateMaterial, Materials } from './pki/materials.ts'
export { defineTopology } from './spec/define-topology.ts'
export type { Spec } from './spec/generated/spec.ts'
export type { SpecDocument } from './spec/spec-document.ts'
export type { SpecReader } from './spec/spec-reader.ts'
export { fileReader } from './state/file-reader.ts'
export {
  type MaterialOptions,
  type PreparedMaterials,
  prepareMaterials,
} from './state/materials/prepare-materials.ts'
export { type OutputChange, type OutputOptions, writeOutput } from './state/output/write-output.ts'
export { packageTexts } from './state/package-files.ts'
export type { Topology } from './topology/topology.ts'
