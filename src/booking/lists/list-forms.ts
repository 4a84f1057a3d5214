import * as z from 'zod'
import { isDay } from '#base/dates.ts'
import { cutTo } from '#base/words.ts'
import { type BookingFilter, everyPlace, sorts, spans, standings } from './listed-place.ts'

const oneDay = z
  .string()
  .refine((text) => isDay(text))
  .catch('')

const filter = z.object({
  q: z
    .string()
    .transform((text) => cutTo(text, 200))
    .catch(everyPlace.q),
  event: z
    .string()
    .regex(/^\w{0,20}$/)
    .catch(everyPlace.event),
  series: z
    .string()
    .regex(/^[\w-]{0,64}$/)
    .catch(everyPlace.series),
  state: z.enum(standings).catch(everyPlace.state),
  behalf: z
    .literal('yes')
    .transform(() => true)
    .catch(false),
  when: z.enum(spans).catch(everyPlace.when),
  from: oneDay,
  to: oneDay,
  sort: z.enum(sorts).catch(everyPlace.sort),
})

/** The filter of a list of places from an address or form; invalid parts get the default. */
export const readFilter = (query: Record<string, unknown>): BookingFilter =>
  filter.parse(Object.fromEntries(Object.keys(everyPlace).map((key) => [key, query[key]])))
