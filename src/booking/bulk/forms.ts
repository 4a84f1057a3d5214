import * as z from 'zod'
import { type Form, form, lines, select, ticks } from '#base/web/fields.tsx'
import { type Body, lineField, sentField, textField, textsField } from '#base/web/form.ts'
import { counted } from '#base/words.ts'
import { type EventDetails, placesOpen } from '#events/events/event.ts'
import { shortWhen } from '#events/events/views/places.tsx'
import { type Bulk, bulkActs, mostPlaces } from './bulk.ts'

export const sayDate = (event: EventDetails): string => `${shortWhen(event)}: ${event.title} (${counted(placesOpen(event), 'place')} left)`

const ids = (sent: readonly string[]): string[] => sent.filter((id) => /^[\w-]{1,64}$/.test(id))

const chosen = z.object({
  act: z.enum(bulkActs),
  which: z.enum(['ticked', 'page', 'all']).catch('ticked'),
  place: textsField.transform(ids),
  onPage: textField.transform((typed) => ids(typed.split(' ')).slice(0, mostPlaces)),
})

/** Which places of the list an act is meant for; undefined when the form makes no sense. */
export const readChosen = (body: Body) => chosen.safeParse(body).data

const dateForm = (dates: readonly EventDetails[]) =>
  form({
    to: select(
      'Which date?',
      [{ value: '', text: 'Choose a date' }, ...dates.map((date) => ({ value: date.code, text: sayDate(date) }))],
      sentField
        .transform((typed) => dates.find(({ code }) => code === typed.toUpperCase()))
        .pipe(z.custom<EventDetails>(Boolean, 'Choose a date')),
    ),
  })

const cancelForm = form({
  reason: lines(
    'Why are they cancelled?',
    lineField.pipe(z.string().min(1, 'Say why the places are cancelled').max(500, 'The reason must be 500 characters or fewer')),
    { hint: 'These words go into the email to the person who booked. Do not name anybody.', rows: 3 },
  ),
  waive: ticks(
    'Charges',
    [{ value: 'yes', text: 'Ask to waive the charges: a second person decides' }],
    textField.transform((typed) => typed === 'yes'),
    { hint: 'By the terms that each school accepted, cancelling late may cost something.' },
  ),
})

export type StartAsked = { to?: EventDetails; reason?: string; waive?: boolean }

/** Nothing is asked of one that has begun. @param dates to which places can be moved */
export const startForm = ({ act, startedAt }: Bulk, dates: readonly EventDetails[]): Form<StartAsked> =>
  startedAt !== null ? form({}) : act === 'move' ? dateForm(dates) : act === 'cancel' ? cancelForm : form({})
