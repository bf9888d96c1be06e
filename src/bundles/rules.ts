/** The rules about client bundles. What passes them can be built, but for secrets from outside. */

import type { BundleRule } from './bundle-uses.ts'
import { bundleAuthUnsupported } from './rules/bundle-auth-unsupported.ts'
import { bundleControlCharacter } from './rules/bundle-control-character.ts'
import { bundleFileName } from './rules/bundle-file-name.ts'
import { bundleKeyElsewhere } from './rules/bundle-key-elsewhere.ts'
import { bundleLayoutInvalid } from './rules/bundle-layout-invalid.ts'
import { bundleLayoutShared } from './rules/bundle-layout-shared.ts'
import { bundleNotAdmitted } from './rules/bundle-not-admitted.ts'
import { bundleOptionUnfit } from './rules/bundle-option-unfit.ts'
import { bundleOwnTracksLoss } from './rules/bundle-owntracks-loss.ts'
import { bundleOwnTracksTopic } from './rules/bundle-owntracks-topic.ts'
import { bundleQrTooLarge } from './rules/bundle-qr-too-large.ts'
import { bundleTemplateBroken } from './rules/bundle-template-broken.ts'
import { bundleTemplateFails } from './rules/bundle-template-fails.ts'
import { bundleTemplateMissing } from './rules/bundle-template-missing.ts'
import { bundleTransportUnsupported } from './rules/bundle-transport-unsupported.ts'

export const bundleRules: readonly BundleRule[] = [
  bundleAuthUnsupported,
  bundleControlCharacter,
  bundleFileName,
  bundleKeyElsewhere,
  bundleLayoutInvalid,
  bundleLayoutShared,
  bundleNotAdmitted,
  bundleOptionUnfit,
  bundleOwnTracksLoss,
  bundleOwnTracksTopic,
  bundleQrTooLarge,
  bundleTemplateBroken,
  bundleTemplateFails,
  bundleTemplateMissing,
  bundleTransportUnsupported,
]
