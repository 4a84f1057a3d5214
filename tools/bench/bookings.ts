// Schools that book, each for itself and all at once, and marks of who came.
import { randomUUID } from 'node:crypto'
import type { Running } from '#commands/worker.ts'
import { cookieOf, idOf, pourEvents, withoutTriggers } from './data.ts'
import { type Asked, load } from './load.ts'
import { audited, beside, besideOne, fact, problem } from './report.ts'

const booked = { status: [303], says: '/bookings/' }

/** A number in letters: no name holds many digits. */
const inLetters = (n: number): string => [...n.toString(26)].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 26))).join('')

/** The contact of a school books one place there, for somebody whom `n` tells from others. */
export const bookingOf = (event: string, school: number, n: number, formId: string = randomUUID()): Asked => ({
  path: `/events/${event}/bookings`,
  method: 'POST',
  cookie: cookieOf(school),
  body: new URLSearchParams({
    formId,
    school: idOf(1, school),
    rows: '1',
    'name-1': `Anwen Pari${inLetters(n)}`,
    'email-1': `delegate${n}@bench.example`,
    'role-1': 'dsl',
  }).toString(),
})

/** @param schools each of `count` schools from number `first` books once */
export const measureBooking = (running: Running, event: string, schools: { first: number; count: number }): Promise<void> =>
  audited(running, 'the bookings', () => {
    const { url } = running
    let next = 0
    // Whoever books twice would be told so.
    const asked = (): Asked | undefined => (next < schools.count ? bookingOf(event, schools.first + next, next++) : undefined)
    const first = () => load(url, (n) => (n < 8 ? asked() : undefined), { right: booked })
    return beside(url, { what: 'Booking accepted, each of its own school', aim: '≥ 140 /s, ≤ 7.5 ms CPU, ≤ 4 trips', first }, () =>
      load(url, asked, { seconds: 6, right: booked }),
    )
  })

const crush = { event: 300, places: 300, schools: 500, attempts: 600 }

/**
 * Many schools book too few places of one event at once: each must get a place or a refusal, and
 * exactly as many get places as there are.
 */
export const measureRush = (running: Running, firstSchool: number): Promise<void> =>
  audited(running, 'the rush', async () => {
    const { url, miniflare } = running
    const db = await miniflare.getD1Database('DB')
    await withoutTriggers(db, () => pourEvents(db, crush.event, 1, 30, crush.places))
    const event = `BNCH${crush.event}`
    const asked = (n: number): Asked => bookingOf(event, firstSchool + (n % crush.schools), 1_000_000 + n)
    const right = { status: [303, 409] }
    const rushed = await load(url, (n) => (n < crush.attempts ? asked(n) : undefined), { seconds: 120, right })
    const of = `${crush.attempts} attempts on ${crush.places} places`
    fact({ what: `Rush, ${of}`, value: rushed.asked / rushed.perSecond, unit: 's', aim: '≤ 3.3 s' })
    const taken = await db
      .prepare(`SELECT COUNT(*) AS n FROM Place WHERE eventId = ?1 AND state = 'confirmed'`)
      .bind(idOf(6, crush.event))
      .first<{ n: number }>()
    fact({ what: 'Rush, places taken', value: taken?.n ?? 0, unit: '', aim: `exactly ${crush.places}` })
    if (taken?.n !== crush.places) problem(`Rush: ${taken?.n} places were given of ${crush.places}`)
    if (rushed.wrong > 0) problem(`Rush: ${rushed.wrong} answers were neither a place nor a refusal. ${rushed.firstWrong}`)
    const refused = { what: 'Refusal, the event is full', aim: '≤ 2 trips', right: { status: [409], says: 'full' } }
    await besideOne(url, refused, asked(0), { seconds: 3 })
  })

/**
 * @param places each of `count` places from number `first` is marked at one of `events` events, by
 * the organiser of this number
 */
export const measureMarks = (
  running: Running,
  places: { first: number; count: number; event: number; events: number },
  organiser: number,
): Promise<void> =>
  audited(running, 'the marks', () => {
    const { url } = running
    let next = 0
    const asked = (): Asked | undefined => {
      const place = places.first + next++
      if (next > places.count) return undefined
      return {
        path: `/register/${idOf(7, places.event + (place % places.events))}/marks`,
        method: 'POST',
        cookie: cookieOf(organiser),
        body: new URLSearchParams({ person: idOf(8, place), mark: randomUUID(), markType: 'attended' }).toString(),
      }
    }
    const right = { status: [303], says: '/register/' }
    const first = () => load(url, (n) => (n < 8 ? asked() : undefined), { right })
    return beside(url, { what: 'Mark, on registers of 100', aim: '≥ 280 /s, ≤ 2 trips', first }, () =>
      load(url, asked, { seconds: 4, right }),
    )
  })
