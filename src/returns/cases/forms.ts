import * as z from 'zod'
import { londonDay } from '#base/dates.ts'
import { optionsOf } from '#base/web/field.tsx'
import { choice, day, form, sentAlong, ticks } from '#base/web/fields.tsx'
import { dayField, textField, textsField } from '#base/web/form.ts'
import { bandKeys, bands, type Obstacle, obstacles, type Reader, readers } from './audit.ts'

const keysOf = <K extends string>(of: Readonly<Record<K, string>>) => Object.keys(of) as [K, ...K[]]
const bandOptions = bandKeys.map((value, n) => ({ value, text: bands[n] ?? '' }))

const band = (label: string, sentence: string) =>
  choice(label, bandOptions, textField.pipe(z.enum(bandKeys, sentence)).transform(Number), { small: true })

const byCouncil = sentAlong(
  z
    .unknown()
    .optional()
    .transform((): Reader | 'council' => 'council'),
)

const bySchool = choice(
  'Who read them?',
  optionsOf(readers),
  textField.pipe(z.enum<readonly [Reader, ...Reader[]]>(keysOf(readers), 'Choose who read them')),
  { small: true },
)

/** @param council council officers read the records */
export const auditForm = (now: Date, council: boolean) =>
  form(
    {
      doneOn: day(
        'When were they read?',
        dayField('Enter the day on which the records were read').refine(
          (typed) => typed <= londonDay(now),
          'Enter a day that is not in the future',
        ),
      ),
      doneBy: council ? byCouncil : bySchool,
      readBand: band('How many records were read?', 'Choose how many were read'),
      completeBand: band('How many of them were complete?', 'Choose how many of them were complete'),
      obstacles: ticks(
        'What gets in the way of complete records?',
        optionsOf(obstacles),
        textsField.pipe(z.array(z.enum<readonly [Obstacle, ...Obstacle[]]>(keysOf(obstacles), 'Choose from the list'))),
        { small: true, hint: 'Tick none if nothing does.' },
      ),
    },
    (schema) =>
      schema.refine(({ completeBand, readBand }) => completeBand <= readBand, {
        path: ['completeBand'],
        message: 'No more can be complete than were read',
      }),
  )
