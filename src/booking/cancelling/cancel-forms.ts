import { sayPence } from '#base/money.ts'
import { form, lines, sentAlong, ticks } from '#base/web/fields.tsx'
import { sentField, textField, textsField } from '#base/web/form.ts'
import { cutTo } from '#base/words.ts'

/** Which places (none: all), the pence that were shown, and whether to ask to waive them. */
export const cancelForm = (pence: number) =>
  form({
    place: sentAlong(textsField),
    charge: sentAlong(sentField.transform((sent) => (/^\d{1,9}$/.test(sent) ? Number(sent) : 0))),
    waive: ticks(
      'As the organiser',
      [{ value: 'yes', text: `Ask to waive the charge of ${sayPence(pence)}` }],
      textField.transform((typed) => typed === 'yes'),
      { small: true },
    ),
    reason: lines(
      'Why the charge should be waived',
      sentField.transform((typed) => cutTo(typed, 1000)),
      {
        hint: 'Only if you ask for it. It is charged now, and a second person decides. The reason is kept with the booking; do not name anybody',
        rows: 2,
      },
    ),
  })
