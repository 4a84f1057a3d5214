// The forms of booking for several schools of a trust, as a browser sends them.

import type { Bindings } from '#base/web/env.ts'
import { request, rows } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import type { aTrust } from './world.ts'

export const ahead = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }
/** The hidden fields of the form with this address. */
const hiddenIn = (html: string, action: string): Record<string, string> => {
  const form = html.slice(html.indexOf(`action="${action}"`)).split('</form>')[0] ?? ''
  return Object.fromEntries(
    [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]),
  )
}

type Trust = Awaited<ReturnType<typeof aTrust>>
export type Event = { code: string; id: string }

export const at = (trust: Trust, event: Event) => `/trusts/${trust.uid}/events/${event.code}`

/** The form as the trust gets it, with so many places for the schools by name. */
export const filled = async (trust: Trust, event: Event, wanted: Record<string, string>, people: Record<string, string> = {}) => {
  const form = hiddenIn(await (await request(at(trust, event), { cookie: trust.cookie })).text(), at(trust, event))
  for (const { id, name } of trust.schools) {
    const number = Object.entries(form)
      .find(([field, value]) => field.startsWith('school-') && value === id)?.[0]
      .split('-')[1]
    if (wanted[name] !== undefined) form[`places-${number}`] = wanted[name]
    if (people[name] !== undefined) form[`people-${number}`] = people[name]
  }
  return form
}

export const check = async (trust: Trust, event: Event, form: Record<string, string>, bindings: Partial<Bindings> = {}) => {
  const answer = await request(at(trust, event), { cookie: trust.cookie, form, bindings })
  const html = await answer.text()
  return { status: answer.status, html, page: plain(html), form: hiddenIn(html, `${at(trust, event)}/bookings`) }
}

export const press = async (trust: Trust, event: Event, form: Record<string, string>, bindings: Partial<Bindings> = {}) => {
  const answer = await request(`${at(trust, event)}/bookings`, { cookie: trust.cookie, form, bindings })
  const html = await answer.text()
  return { status: answer.status, html, page: plain(html), location: answer.headers.get('location') }
}

export const booked = (event: Event) =>
  rows<{ name: string; places: number; named: number; waiting: number }>(
    `SELECT s.name, COUNT(*) AS places, SUM(p.personId IS NOT NULL) AS named, SUM(p.waitsFor IS NOT NULL) AS waiting
     FROM Booking b JOIN School s ON s.id = b.schoolId JOIN Place p ON p.bookingId = b.id WHERE b.eventId = ?1 GROUP BY b.id ORDER BY s.name`,
    event.id,
  )
