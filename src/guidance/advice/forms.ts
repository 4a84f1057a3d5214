import * as z from 'zod'
import { choice, day, form, line, lines, select } from '#base/web/fields.tsx'
import { dayField, linesField, linkField, shortLine, textField } from '#base/web/form.ts'
import { type IssuedChoice, outcomes, outcomeWords } from './advice.ts'

export const adviceForm = (today: string) =>
  form({
    title: line('Title', shortLine(200, 'the title', 'Enter what it is called')),
    address: line('Address', linkField('Enter the address at which it is published'), { hint: 'Begins with https://', type: 'url' }),
    publishedOn: day(
      'Day on which it was published',
      dayField('Enter the day on which it was published').refine((typed) => typed <= today, 'Enter a day that is not in the future'),
    ),
  })

/** @param issued the versions that were issued */
export const decisionForm = (issued: readonly IssuedChoice[]) =>
  form(
    {
      what: choice(
        'What do we make of it?',
        outcomes.map((value) => ({ value, text: outcomeWords[value] })),
        z.enum(outcomes, 'Choose what we made of it'),
      ),
      versionId: select(
        'As which version, or part of which',
        [{ value: '', text: 'None' }, ...issued.map(({ id, title, number }) => ({ value: id, text: `${title}, version ${number}` }))],
        textField,
      ),
      why: lines('Why it is not for us', linesField.pipe(z.string().max(500, 'Shorten the reason to 500 characters')), {
        hint: 'Name no person.',
        rows: 3,
      }),
    },
    (typed) =>
      typed
        .superRefine(({ what, versionId, why }, context) => {
          const lacks = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
          if (what === 'not_for_us') {
            if (why === '') lacks('why', 'Say why it is not for us')
          } else if (!issued.some(({ id }) => id === versionId)) lacks('versionId', 'Choose the version that was issued')
        })
        .transform(({ what, versionId, why }) =>
          what === 'not_for_us' ? { what, versionId: undefined, why } : { what, versionId, why: '' },
        ),
  )
