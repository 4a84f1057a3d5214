import * as z from 'zod'
import { linesField, shortLine } from '#base/web/form.ts'
import type { VenueFacts } from './venue.ts'

export const venueFields = ['name', 'address', 'postcode', 'rooms', 'access', 'parking', 'mapLink'] as const

const lines = (longest: number, what: string) =>
  linesField.pipe(z.string().max(longest, `Shorten ${what} to ${longest.toLocaleString('en-GB')} characters`))

export const venueForm = z.object({
  name: shortLine(200, 'the name', 'Enter the name of the venue'),
  address: lines(500, 'the address'),
  postcode: shortLine(10, 'the postcode').transform((typed) => typed.toUpperCase()),
  rooms: lines(2000, 'the rooms').refine(
    (typed) => typed.split('\n').every((line) => line.length <= 100),
    'Enter each room on a line of 100 characters or fewer, such as Main hall, 120',
  ),
  access: lines(1000, 'what you say of access'),
  parking: lines(1000, 'what you say of parking'),
  mapLink: shortLine(1000, 'the address of the map').refine(
    (typed) => typed === '' || isWebAddress(typed),
    'Enter the address of a map that starts with https://, or leave it blank',
  ),
}) satisfies z.ZodType<VenueFacts>

const isWebAddress = (typed: string): boolean => {
  const url = URL.parse(typed)
  return url?.protocol === 'https:' && url.username === '' && url.password === '' && !/\s/.test(typed)
}

/** A button of a venue's form, with the version shown. */
export const versionForm = z.object({ version: z.coerce.number().int().positive().catch(0) })
