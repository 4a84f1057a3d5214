// To which day an event is moved, as typed.
import * as z from 'zod'
import { addDays, type Day, londonDay, sayLongDay } from '#base/dates.ts'
import { day, form, line } from '#base/web/fields.tsx'
import { lineField } from '#base/web/form.ts'
import { type EventDetails, firstStart } from '#events/events/event.ts'
import { dayTyped } from '#events/events/form-values.ts'

/** Its first day then. */
export const moveForm = (event: EventDetails) =>
  form(
    {
      day: day('To which day?', lineField, { hint: 'The day on which it then begins.' }),
      days: line('Or by how many days?', lineField, { hint: '7 is a week later, -7 a week earlier.', width: 5 }),
    },
    (schema) =>
      schema.transform(({ day: typed, days }, context): Day => {
        const begins = londonDay(firstStart(event) ?? '')
        const wrong = (path: 'day' | 'days', message: string) => {
          context.addIssue({ code: 'custom', path: [path], message })
          return z.NEVER
        }
        if ((typed === '') === (days === '')) return wrong('day', 'Enter either the new day, such as 12/6/2026, or a number of days')
        if (days !== '' && !/^[-−+]?\d{1,3}$/.test(days)) return wrong('days', 'Enter a number of days, such as 7 or -7')
        const to = days === '' ? dayTyped(typed) : addDays(begins, Number(days.replace('−', '-')))
        if (!to) return wrong('day', 'Enter the new day, such as 12/6/2026')
        if (to === begins) return wrong(days === '' ? 'day' : 'days', `It begins on ${sayLongDay(begins)} already. Enter another day`)
        return to
      }),
  )
