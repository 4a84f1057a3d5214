import { anotherLocalVersion, anotherVersion } from '#base/db/version.ts'
import { plainPage } from './plain-page.ts'

/** The answer to everything while the data has another version. */
export const versionPage = (isLocal: boolean): string =>
  plainPage('The service cannot be used', `<p class="govuk-body">${isLocal ? anotherLocalVersion : anotherVersion}</p>`)
