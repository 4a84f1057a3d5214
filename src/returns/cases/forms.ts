import * as z from 'zod'
import { dayField, textField, textsField } from '#base/web/form.ts'
import { bandKeys, type Obstacle, obstacles, type Reader, readers } from './audit.ts'

export const auditFields = ['doneOn', 'doneBy', 'readBand', 'completeBand'] as const

const keysOf = <K extends string>(of: Readonly<Record<K, string>>) => Object.keys(of) as [K, ...K[]]
const band = (sentence: string) => textField.pipe(z.enum(bandKeys, sentence)).transform(Number)

/** @param byCouncil officers of the council read the records */
export const auditForm = (today: string, byCouncil: boolean) =>
  z
    .object({
      doneOn: dayField('Enter the day on which the records were read').refine(
        (day) => day <= today,
        'Enter a day that is not in the future',
      ),
      doneBy: byCouncil
        ? z.unknown().transform((): 'council' => 'council')
        : textField.pipe(z.enum<readonly [Reader, ...Reader[]]>(keysOf(readers), 'Choose who read them')),
      readBand: band('Choose how many were read'),
      completeBand: band('Choose how many of them were complete'),
      obstacles: textsField.pipe(z.array(z.enum<readonly [Obstacle, ...Obstacle[]]>(keysOf(obstacles), 'Choose from the list'))),
    })
    .refine(({ readBand, completeBand }) => completeBand <= readBand, {
      path: ['completeBand'],
      message: 'No more can be complete than were read',
    })
