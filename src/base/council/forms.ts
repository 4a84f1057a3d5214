import * as z from 'zod'
import type { Council } from '#base/council.ts'
import { councilSettings, type SettingName, settingParts } from '#base/council-settings.ts'
import { shownOf } from '#base/setting.ts'
import { file, form, lines, patchForm, sentAlong, type Texts } from '#base/web/fields.tsx'
import { linesField, sentField } from '#base/web/form.ts'
import { fieldOf, fieldsOf } from '#base/web/setting-fields.tsx'
import { sayNumber } from '#base/words.ts'
import { longestText } from './page-text.ts'
import { type Thresholds, thresholdSettings } from './thresholds.ts'

type Provider = { id: string; label: string }

/**
 * Of some settings; of all for what was sent, whichever part it is.
 * @param providers those that are set up: without any none can be required of staff
 */
export const settingsForm = (
  providers: readonly Provider[] = [],
  names: readonly SettingName[] = settingParts.flatMap((part) => part.names),
) => {
  const { staffProvider } = councilSettings
  const fields = fieldsOf(councilSettings)
  const options = providers.map(({ id, label }) => ({ value: id, text: label }))
  const all = {
    ...fields,
    staffProvider:
      options.length === 0
        ? sentAlong(fields.staffProvider.schema)
        : fieldOf({ ...staffProvider, options: [{ value: '', text: 'None: a code from their mailbox will do' }, ...options] }),
  }
  return patchForm(Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name as SettingName))) as typeof all)
}

export const filledSettings = (council: Council, providers: readonly Provider[]): Texts => ({
  ...shownOf(councilSettings, council),
  staffProvider: providers.some(({ id }) => id === council.staffProvider) ? council.staffProvider : '',
})

export const logoForm = form({
  file: file('Picture', z.unknown().optional(), { hint: 'PNG or JPEG, up to 200 kB, at least 40 pixels high.', accept: '.png,.jpg,.jpeg' }),
})

export const pageForm = (words: readonly string[]) =>
  form(
    {
      text: lines('Text', linesField, {
        hint: `Leave an empty line between paragraphs. Start a heading with “## ” and an item of a list with “- ”. Web and email addresses become links. These words are filled in from the settings: ${words.join(', ')}.`,
        rows: 30,
      }),
      action: sentAlong(sentField),
    },
    (schema) =>
      schema
        .refine(({ text, action }) => text !== '' || action === 'restore', { path: ['text'], message: 'Enter the text of the page' })
        .refine(({ text, action }) => text.length <= longestText || action === 'restore', {
          path: ['text'],
          message: `The text must be ${sayNumber(longestText)} characters or fewer`,
        }),
  )

/** @param now the smallest count only rises */
export const thresholdsForm = ({ smallest }: Thresholds) => form(fieldsOf(thresholdSettings(smallest)))
