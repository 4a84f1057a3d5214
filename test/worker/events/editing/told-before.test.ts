// What an organiser reads before an event or a part of it is moved or called off is what the press does: who is told, and until when those under
// terms may then cancel free of charge.

import { expect, it } from 'vitest'
import { addDays, londonDay } from '#base/dates.ts'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { chance } from '#test/support/chance.ts'
import { accepted, anAccount, anAct, anEvent, aSchool, request, rows, run, tick } from '#test/support/factories.ts'
import { plain, textOf } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { setTerms, someTerms } from '#test/worker/booking/pricing/terms.ts'
import { editForm } from './edit-form.ts'

const seed = 20_261_202
const { is, one, shuffled } = chance(seed)

const names = ['Ann Lee', 'Bo Price', 'Cy Hall', 'Di Rowe', 'Ed Webb', 'Flo Hay', 'Gus Orr', 'Hal Pym', 'Ivy Rees', 'Jo Tudor']

/** A day or two soon, of one part or several, and perhaps a later one, when cancelling still is free by the terms. */
const anyEvent = async () => {
  const day = addDays(londonDay(new Date()), one([3, 6, 15, 90]))
  const part = (on: string, from: string, to: string, title: string) => ({
    title,
    startsAt: `${on}T${from}:00.000Z`,
    endsAt: `${on}T${to}:00.000Z`,
  })
  const first = is(0.6)
    ? [part(day, '09:00', '11:00', 'Opening'), part(day, '12:00', '13:00', 'Panel')]
    : [part(day, '09:00', '15:00', 'Conference')]
  const sessions = [...first, ...(is(0.3) ? [part(addDays(day, 1), '09:00', '12:00', 'Second day')] : [])]
  const event = await anEvent({ sessions, placesPerSchool: null, capacity: one([3, 50]), calendarEntries: one(['each', 'day']) })
  const termsId = is(0.8) ? await someTerms() : undefined
  if (termsId) await setTerms(event.id, termsId)
  if (is(0.15)) await add('EventMessage', { eventId: event.id, kind: 'event_changed', isOn: 0 })
  return { ...event, termsId }
}

type Event = Awaited<ReturnType<typeof anyEvent>>

/** A few schools book, name some of their people and wait where it is full; somebody's address fails, somebody has left. */
const someBookings = async (event: Event) => {
  const people = shuffled(names)
  const bookers = []
  for (let n = one([1, 2, 3]); n > 0; n -= 1) {
    const school = await aSchool()
    const booker = await anAccount({ schoolIds: [school.id], name: `Booker ${n}` })
    const colleague = is(0.4) ? await anAccount({ schoolIds: [school.id], name: `Colleague ${n}` }) : undefined
    const placed = await placeBooking(anAct({ actor: booker.actor }), {
      ...{
        code: event.code,
        schoolId: school.id,
        formId: crypto.randomUUID(),
        termsId: event.termsId,
        ifFull: 'wait',
        acceptsFewer: is(0.5),
      },
      delegates: people.splice(0, one([0, 1, 2])).map((name) => ({
        ...{ name, roleId: 'dsl', represents: [] },
        email: `${name.replace(' ', '.').toLowerCase()}-${school.urn}@example.sch.uk`,
      })),
      unnamed: 1,
    }).then(accepted)
    if (colleague && is(0.5))
      await run(`UPDATE Claim SET state = 'ended', decidedAt = ?2 WHERE accountId = ?1`, booker.accountId, tick().toISOString())
    if (is(0.3)) await add('AddressProblem', { email: booker.email })
    bookers.push({ ...booker, reference: placed.reference })
  }
  return bookers
}

/** A form that moves the event, a part of it or its place, renames it, or calls a part off. */
const anyChange = async (event: Event): Promise<{ path: string; form: Record<string, string>; off?: true }> => {
  const path = `/organiser/events/${event.code}`
  const form = await editForm(event.code, { calendarEntries: event.calendarEntries })
  const moved = (rows: readonly number[]): Record<string, string> =>
    Object.fromEntries(rows.map((row) => [`session-${row}-date`, addDays(form[`session-${row}-date`] ?? '', 1)]))
  const all = event.sessions.map((_, index) => index + 1)
  const last = all.at(-1) ?? 1
  const what = one(['day', 'part', 'hours', 'place', 'title', 'off', 'off'] as const)
  if (what === 'off' && event.sessions.length > 1) {
    const session = one(event.sessions)
    return {
      path: `${path}/sessions/${session.id}/calling-off`,
      form: { version: String(form['version']), why: 'The speaker is ill.' },
      off: true,
    }
  }
  const typed = {
    ...{ day: moved(all), part: moved([last]), hours: { [`session-${last}-end`]: '17:30' } },
    ...{ place: { venueName: 'Shire Hall' }, title: { title: 'Safeguarding day' }, off: { description: 'Bring a pen.' } },
  }[what]
  return { path: `${path}/edit`, form: { ...form, ...typed } }
}

const groups: [says: RegExp, group: string][] = [
  [/with an entry in the calendar that changes/, 'updated'],
  [/with an entry that is taken out/, 'taken_out'],
  [/with a new entry/, 'invited'],
  [/contacts? of a booking, with a summary/, 'contacts'],
  [/contacts? of a booking that waits?/, 'waiting'],
]

/** Of each group how many messages go to which address, as the page lists them. */
const listed = (page: string): string[] =>
  page
    .split('<details')
    .slice(1)
    .flatMap((part) => {
      const group = groups.find(([says]) => says.test(plain(part.split('</summary>')[0] ?? '')))?.[1]
      const people = group ? part.split('</details>')[0]?.split('<tr').slice(2) : undefined
      return (people ?? []).map((row) => {
        const [email = '', hint = ''] = (row.split('<td').at(-1) ?? '').split('<div')
        return `${group} ${plain(`<td${email}`, '')} ${/(\d+) messages/.exec(hint)?.[1] ?? 1}`
      })
    })
    .sort()

const sent = async (eventId: string, from: number): Promise<string[]> => {
  const messages = await rows<{ method: string | null; kind: string; email: string; waits: number }>(
    `SELECT m.method, m.kind, b.email, m.bookingId IS NOT NULL AND NOT EXISTS
       (SELECT 1 FROM Place p WHERE p.bookingId = m.bookingId AND p.state = 'confirmed') AS waits
     FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.eventId = ?1 ORDER BY m.rowid LIMIT -1 OFFSET ${from}`,
    eventId,
  )
  const groupOf = ({ method, kind, waits }: (typeof messages)[number]): string =>
    method === 'CANCEL'
      ? 'taken_out'
      : method === 'REQUEST'
        ? kind === 'event_changed'
          ? 'updated'
          : 'invited'
        : waits
          ? 'waiting'
          : 'contacts'
  const by = Map.groupBy(messages, (message) => `${groupOf(message)} ${message.email}`)
  return [...by].map(([key, its]) => `${key} ${its.length}`).sort()
}

const count = async (sql: string, id: string): Promise<number> => (await rows<{ n: number }>(sql, id))[0]?.n ?? 0
const until = (text: string): string | undefined => /free of charge (until [^.,]*? \d{4})/.exec(text)?.[1]

// “What that page says of a change or a part that is called off, who is told and until when cancelling is free, is what the press then does.”
it('whoever the page names before a change is told, and may cancel until the day that it says; a list of places says something else', async () => {
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const otherwise = { people: 0, terms: 0, days: 0 }
  for (let round = 0; round < 24; round += 1) {
    const event = await anyEvent()
    const bookers = await someBookings(event)
    const { path, form, off } = await anyChange(event)
    const from = await count('SELECT COUNT(*) AS n FROM Message WHERE eventId = ?1', event.id)
    const asked = await request(path, { cookie, form, left: [] })
    const page = asked.status === 200 ? await asked.text() : ''
    if (asked.status !== 200) expect([round, asked.status]).toEqual([round, 303])
    const text = plain(page)
    const [, day = ''] = /name="freeUntil" type="date" value="([^"]+)"/.exec(page) ?? []
    const said = {
      list: listed(page),
      messages: Number(/(\d+) messages? will go out/.exec(text)?.[1] ?? 0),
      free: day === '' ? undefined : Number(/(\d+) bookings? accepted terms/.exec(text)?.[1]),
    }
    if (asked.status === 200) {
      const confirmed = { ...form, confirmed: 'yes', freeUntil: day, do: off ? 'call-off' : 'save' }
      const done = await request(path, { cookie, form: confirmed, left: [] })
      expect([round, done.status]).toEqual([round, 303])
    }
    const list = await sent(event.id, from)
    const underTerms = await count(
      'SELECT COUNT(*) AS n FROM Booking WHERE eventId = ?1 AND termsId IS NOT NULL AND cancelledAt IS NULL',
      event.id,
    )
    expect(said, `seed ${seed}, round ${round}`).toEqual({
      list,
      messages: list.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0),
      free: said.free === undefined ? undefined : underTerms,
    })
    // The preview, each mail to a contact and each booking's page of cancelling name one day.
    const preview = until(/What a contact will be sent.*$/.exec(text)?.[0] ?? '')
    if (day !== '' && preview) {
      otherwise.days += 1
      const mails = await rows<{ text: string }>(
        `SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.eventId = ?1 AND m.method IS NULL AND m.kind = 'event_changed'
           AND EXISTS (SELECT 1 FROM Place p WHERE p.bookingId = m.bookingId AND p.state = 'confirmed')`,
        event.id,
      )
      expect(mails.map((mail) => until(mail.text))).toEqual(mails.map(() => preview))
      for (const booker of bookers) {
        const places = await rows<{ id: string }>(
          `SELECT p.id FROM Place p JOIN Booking b ON b.id = p.bookingId WHERE b.reference = ?1 AND p.state = 'confirmed' AND p.personId IS NOT NULL`,
          booker.reference,
        )
        if (places.length === 0) continue
        const cancelling = await request(`/bookings/${booker.reference}/cancel?${places.map(({ id }) => `place=${id}`).join('&')}`, {
          cookie,
        })
        expect([round, until(await textOf(cancelling))]).toEqual([round, preview])
      }
    }
    // Controls: who has a place, and every booking.
    const named = await count(
      `SELECT COUNT(*) AS n FROM Place WHERE eventId = ?1 AND state = 'confirmed' AND personId IS NOT NULL`,
      event.id,
    )
    if (named !== said.list.filter((line) => /^(updated|taken_out|invited)/.test(line)).length) otherwise.people += 1
    if (said.free !== undefined && said.free > 0) otherwise.terms += 1
  }
  expect(Object.values(otherwise).map((rounds) => rounds > 2)).toEqual([true, true, true])
})
