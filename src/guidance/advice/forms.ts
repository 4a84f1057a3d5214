import * as z from 'zod'
import { dayField, linesField, linkField, shortLine, textField } from '#base/web/form.ts'
import { outcomes } from './advice.ts'

export const adviceFields = ['title', 'address', 'publishedOn'] as const
export const adviceForm = (today: string) =>
  z.object({
    title: shortLine(200, 'the title', 'Enter what it is called'),
    address: linkField('Enter the address at which it is published'),
    publishedOn: dayField('Enter the day on which it was published').refine((day) => day <= today, 'Enter a day that is not in the future'),
  })

export const decisionFields = ['what', 'versionId', 'why'] as const

/** @param issued the ids of versions that were issued */
export const decisionForm = (issued: readonly string[]) =>
  z
    .object({
      what: z.enum(outcomes, 'Choose what we made of it'),
      versionId: textField,
      why: linesField.pipe(z.string().max(500, 'Shorten the reason to 500 characters')),
    })
    .superRefine(({ what, versionId, why }, context) => {
      const lacks = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
      if (what === 'not_for_us') {
        if (why === '') lacks('why', 'Say why it is not for us')
      } else if (!issued.includes(versionId)) lacks('versionId', 'Choose the version that was issued')
    })
    .transform(({ what, versionId, why }) => (what === 'not_for_us' ? { what, versionId: undefined, why } : { what, versionId, why: '' }))
