import * as z from 'zod'
import { form, line, lines, type Texts } from '#base/web/fields.tsx'
import { linesField, shortLine } from '#base/web/form.ts'
import type { Venue } from './venue.ts'

const linesOf = (longest: number, what: string) =>
  linesField.pipe(z.string().max(longest, `Shorten ${what} to ${longest.toLocaleString('en-GB')} characters`))

const roomsField = linesOf(2000, 'the rooms').refine(
  (typed) => typed.split('\n').every((room) => room.length <= 100),
  'Enter each room on a line of 100 characters or fewer, such as Main hall, 120',
)

const isWebAddress = (typed: string): boolean => {
  const url = URL.parse(typed)
  return url?.protocol === 'https:' && url.username === '' && url.password === '' && !/\s/.test(typed)
}

const mapField = shortLine(1000, 'the address of the map').refine(
  (typed) => typed === '' || isWebAddress(typed),
  'Enter the address of a map that starts with https://, or leave it blank',
)

const postcodeField = shortLine(10, 'the postcode').transform((typed) => typed.toUpperCase())

export const venueForm = form({
  name: line('Name', shortLine(200, 'the name', 'Enter the name of the venue')),
  address: lines('Address', linesOf(500, 'the address'), { rows: 3 }),
  postcode: line('Postcode', postcodeField, { width: 10, autocomplete: 'off' }),
  rooms: lines('Rooms (optional)', roomsField, {
    hint: 'A line each, with how many it holds: Main hall, 120.',
    rows: 4,
  }),
  access: lines('Access (optional)', linesOf(1000, 'what you say of access'), {
    hint: 'Steps, lifts, hearing loop, quiet room. Shown to everyone on its events.',
    rows: 3,
  }),
  parking: lines('Parking and public transport (optional)', linesOf(1000, 'what you say of parking'), { rows: 3 }),
  mapLink: line('Address of a map (optional)', mapField, { hint: 'It starts with https://', type: 'url' }),
})

export const filledVenue = ({ version: _, retiredAt: __, ...facts }: Venue): Texts => facts
