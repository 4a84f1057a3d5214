import * as z from 'zod'
import { addDays, isDay, midnight } from '#base/dates.ts'
import { type Asked, everyMessage, type MessageFilter, shownStates } from './listed-message.ts'

const id = z.string().trim().max(64).catch('')
const day = z
  .string()
  .refine((text) => text === '' || isDay(text))
  .catch('')

const filterForm = z.object({
  state: z.enum(shownStates).catch('all'),
  event: id,
  school: id,
  person: id,
  sending: id,
  kind: id,
  q: z.string().max(200).catch(''),
  from: day,
  to: day,
})

/** The filter from an address or form; invalid parts are dropped. */
export const readMessageFilter = (typed: Record<string, unknown>): MessageFilter => filterForm.parse({ ...everyMessage, ...typed })

/** The filter for the store: words as the database compares them, days as instants. */
export const askedOf = (filter: MessageFilter): Asked => ({
  filter,
  words: filter.q
    .replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 10),
  since: filter.from === '' ? '' : midnight(filter.from),
  until: filter.to === '' ? '' : midnight(addDays(filter.to, 1)),
})
