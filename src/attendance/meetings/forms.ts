import * as z from 'zod'
import type { Register } from '#attendance/attendance/register.ts'
import { optionsOf } from '#base/web/field.tsx'
import { choice, type Field, file, form, line, select, sentAlong, type Texts, ticks } from '#base/web/fields.tsx'
import { type Body, filesLeftOut, linesField, sentField, shortLine, text, textField, texts, textsField } from '#base/web/form.ts'
import { type Choice, type Meeting, screenChoices } from './meeting.ts'
import { type Zone, zones } from './time.ts'
import type { Screens, Watcher } from './together.ts'
import { importRefusals } from './views/refusals.tsx'

/** Names of those who watch there too, one on each line. */
const watchers = linesField
  .transform((typed) => [
    ...new Set(
      typed
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean),
    ),
  ])
  .pipe(
    z
      .array(z.string().max(200, 'Enter shorter names'))
      .min(1, 'Enter the name of somebody who watches with you')
      .max(20, 'Enter 20 names or fewer'),
  )

/** Who came by a link: the person of the place, somebody else, or colleagues at the same screen. */
const others = ['other', 'together']
export const joinForm = z
  .looseObject({ who: sentField.transform((who) => (others.includes(who) ? who : 'own')) })
  .pipe(
    z.discriminatedUnion('who', [
      z.object({ who: z.literal('other'), name: shortLine(200, 'name', 'Enter your name') }),
      z.object({ who: z.literal('together'), names: watchers }),
      z.object({ who: z.literal('own') }),
    ]),
  )

export const thresholdForm = form(
  {
    amount: line(
      'At least',
      sentField.pipe(z.string().regex(/^\s*[1-9]\d{0,3}\s*$/, 'Enter a whole number, such as 80')).transform(Number),
      { width: 4 },
    ),
    kind: choice(
      'Counted in',
      [
        { value: 'percent', text: 'per cent of the session' },
        { value: 'minutes', text: 'minutes' },
      ],
      z.enum(['percent', 'minutes'], 'Choose minutes or per cent'),
      { inline: true },
    ),
  },
  (typed) =>
    typed.refine(({ kind, amount }) => kind === 'minutes' || amount <= 100, { message: 'Enter 100 per cent or less', path: ['amount'] }),
)

const orderField = choice(
  'Which number of a date is the day?',
  [
    { value: 'day_first', text: 'The first, as in 6/10 for the sixth of October' },
    { value: 'month_first', text: 'The second, as in 10/6 for the sixth of October' },
  ],
  sentField.transform((typed) => (typed === 'day_first' || typed === 'month_first' ? typed : undefined)),
)

export const fileForm = form({
  file: file(
    'Attendance report of Teams, Zoom, Meet or Webex, in English',
    z.preprocess(
      (value) => [value].flat()[0],
      z.custom<File>((sent) => sent instanceof File && sent.name !== '', {
        error: ({ input }) => (input === filesLeftOut ? importRefusals.too_large : 'Choose the attendance report'),
      }),
    ),
    {
      hint: 'The CSV file as downloaded. You check first; we keep no file.',
      accept: '.csv,.txt,.tsv,text/csv',
    },
  ),
  // Asked only of a file whose dates can be read in two ways.
  order: { ...orderField, show: (of) => (of.problems?.['file'] === importRefusals.which_order ? orderField.show(of) : null) },
  zone: select(
    'By which clock are its times?',
    [{ value: '', text: 'As the file says, or else UK time' }, ...optionsOf(zones)],
    sentField.transform((typed) => (Object.keys(zones) as Zone[]).find((zone) => zone === typed)),
    { hint: 'Teams: time of the person who downloads. Zoom: of its account.' },
  ),
})

/** Asked once a register is closed. */
const signedReason = line('Reason, as the register is signed off', textField)
const reasonOf = ({ session }: Register): Field<string> => (session.signOff ? signedReason : sentAlong(textField))

export const saidForm = (register: Register) => form({ reasonSaid: reasonOf(register) })

export const applyForm = form({ reason: signedReason })

const id = z.string().regex(/^[0-9a-f-]{36}$/)

export const togetherForm = (meeting: Meeting) => {
  const { shown, others } = screenChoices(meeting)
  return form({
    place: select(
      'Whose screen was it?',
      [{ value: '', text: 'Choose' }, ...shown],
      sentField.pipe(id.or(z.literal(''))).refine((typed) => typed !== '', 'Choose whose screen it was'),
    ),
    with: ticks('Who watched there too?', others, textsField.pipe(z.array(id).min(1, 'Choose who watched there too')), { small: true }),
    reason: reasonOf(meeting.register),
  })
}

export const reasonForm = form({ reason: line('Reason', shortLine(500, 'reason', 'Enter a reason')) })

const screenField = ({ placeId }: Watcher): string => `with-${placeId}`

/** At whose screen each of these watched, by their places. */
export const screensForm = (watchers: readonly Watcher[]) =>
  form(
    Object.fromEntries(
      watchers.map((one) => [
        screenField(one),
        select(
          one.name,
          [
            { value: '', text: 'At their own screen, or not there' },
            ...watchers
              .filter(({ placeId }) => placeId !== one.placeId)
              .map(({ placeId, name }) => ({ value: placeId, text: `At the screen of ${name}` })),
          ],
          sentField,
        ),
      ]),
    ),
    (typed) => typed.transform((screens): Screens => new Map(watchers.map((one) => [one.placeId, screens[screenField(one)] ?? '']))),
  )

export const screensTyped = (watchers: readonly Watcher[]): Texts =>
  Object.fromEntries(watchers.map((one) => [screenField(one), one.withPlaceId ?? '']))

/** What was chosen for each of the queue: a place, or 'nobody'; '' is nothing yet. */
export const readChoices = (body: Body, pending: number): Choice =>
  new Map(Array.from({ length: pending }, (_, index) => [index, text(body, `who-${index}`)] as const).filter(([, chosen]) => chosen !== ''))

/** Names typed for those of the queue of whom nothing was chosen. */
export const readTyped = (body: Body, pending: number): Map<number, string> =>
  new Map(
    Array.from({ length: pending }, (_, index) => [index, text(body, `name-${index}`).trim()] as const).filter(
      ([index, name]) => name !== '' && text(body, `who-${index}`) === '',
    ),
  )

export const readTake = (body: Body): Set<string> => new Set(texts(body, 'take'))
