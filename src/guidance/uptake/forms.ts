import * as z from 'zod'
import { dimensions } from '#attendance/coverage/coverage.ts'
import { sayDay } from '#base/dates.ts'
import { form, select, sentAlong } from '#base/web/fields.tsx'
import { textField } from '#base/web/form.ts'
import { figureKeys, type PastEvent } from './uptake.ts'

export const uptakeQuery = z.object({
  by: z.enum(dimensions).catch('sector-kind'),
  which: z.enum(figureKeys).catch('no_answer'),
  category: z.string().max(300).optional().catch(undefined),
})

export const launchForm = (events: readonly PastEvent[]) =>
  form({
    ended: sentAlong(textField),
    event: select(
      'Event at which it was presented',
      events.map(({ code, title, day }) => ({ value: code, text: `${title}, ${sayDay(day)}` })),
      textField,
    ),
  })
