import { Hono } from 'hono'
import * as z from 'zod'
import { sayUnfit } from '#attendance/requirements/coming.ts'
import { type Act, actsFor } from '#base/act.ts'
import { readNow } from '#base/db/read.ts'
import { ok } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { type Body, text } from '#base/web/form.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { counted } from '#base/words.ts'
import { type PayerGround, selectPayerGroundsOn } from '#money/payers/store.ts'
import { noAuthority } from '#money/terms/views/terms.tsx'
import { bookDue, type DueOutcome, type Shown, type ShownBooking } from './book-due.ts'
import { type Chosen, type DueBooking, type DuePlan, fittingOf, payersAsked, planOf, sayChosen } from './due-places.ts'
import { type DueGround, selectDueGround } from './place-store.ts'
import { buttonOf, DueForm, dueForm, fieldOf, NotByThisForm, NothingDue, sayRefusedDue } from './views/due-places.tsx'

/** Bookings of one press: each takes some queries, and a request has few. */
const mostBookings = 20

type DueSubject = DueGround & { plan: DuePlan; payers: readonly PayerGround[]; now: Date; stripe: boolean; schoolId: string | undefined }

const chosenIn = (typed: Body | undefined): Chosen =>
  typed && 'chosen' in typed
    ? Object.fromEntries(Object.keys(typed).flatMap((name) => (name.startsWith('at-') ? [[name.slice(3), text(typed, name)]] : [])))
    : undefined

/** Of one school, or of all for which they act. */
const find = async (act: Act, { part, typed }: Asked & { typed?: Body }): Promise<DueSubject | undefined> => {
  const schoolId = part('schoolId') || undefined
  const rootIds = schoolId ? act.actor.schoolIds.filter((id) => id === schoolId) : act.actor.schoolIds
  if (schoolId && !actsFor(act.actor, schoolId)) return undefined
  const ground = await readNow(act.db, selectDueGround(act, rootIds))
  const plan = planOf(ground.schools, chosenIn(typed), act.now)
  const asked = payersAsked(plan, act.now)
  const payers = asked.length > 0 ? await readNow(act.db, selectPayerGroundsOn(act, asked)) : []
  return { ...ground, plan, payers, now: act.now, stripe: act.stripe !== undefined, schoolId }
}

const shownSchema = z.array(
  z.object({ schoolId: z.string(), code: z.string(), startsAt: z.string(), priceId: z.string(), pence: z.number() }),
)

const acceptedIn = (field: (name: string) => string): Shown => {
  const shown = z
    .preprocess((value) => {
      try {
        return JSON.parse(String(value))
      } catch {
        return []
      }
    }, shownSchema)
    .safeParse(field('shown'))
  return { bookings: shown.success ? shown.data : [], termsIds: field('authority') === 'yes' ? field('terms').split(' ') : [] }
}

/** A smaller sum than was shown is accepted: somebody's date does not fit any more. */
const acceptedFor = (bookings: readonly DueBooking[], field: (name: string) => string): Shown => {
  const accepted = acceptedIn(field)
  const now = ({ schoolId, code }: ShownBooking) =>
    bookings.flatMap(({ school, event, pence }) => (school.schoolId === schoolId && event.code === code ? pence : []))
  return { ...accepted, bookings: accepted.bookings.map((one) => ({ ...one, pence: Math.min(one.pence, ...now(one)) })) }
}

const shownOf = ({ bookings }: DuePlan): ShownBooking[] =>
  bookings.map(({ school: { schoolId }, event: { code, sessions, priceId }, pence }) => ({
    schoolId,
    code,
    pence,
    startsAt: sessions[0]?.startsAt ?? '',
    priceId: priceId ?? '',
  }))

const termsOf = ({ bookings }: DuePlan): string[] => [...new Set(bookings.flatMap(({ event }) => event.termsId ?? []))]

const hiddenOf = ({ plan }: DueSubject) => ({
  chosen: sayChosen(plan),
  shown: JSON.stringify(shownOf(plan)),
  terms: termsOf(plan).join(' '),
})

const placedOf = (outcomes: readonly DueOutcome[]) => outcomes.flatMap(({ tried: { result } }) => (result.ok ? [result.value] : []))

/** What was just booked: its own page where it is one booking, else the page of the school. */
const nextPage = ({ part }: Asked, outcomes: readonly DueOutcome[] | undefined): string => {
  const [first, ...others] = placedOf(outcomes ?? [])
  if (first && others.length === 0) return `/bookings/${first.reference}${first.toPay ? '/pay' : ''}`
  return part('schoolId') ? `/school/${part('schoolId')}/bookings` : '/school'
}

const sayBooked = (outcomes: readonly DueOutcome[]): string => {
  const places = outcomes.reduce((sum, { booking }) => sum + booking.lines.length, 0)
  const toPay = placedOf(outcomes).filter((one) => one.toPay).length
  const held = toPay === 0 ? '' : ` ${counted(toPay, 'booking is', 'bookings are')} held for 40 minutes until you pay by card.`
  return `Booked: ${counted(places, 'place')}.${held}`
}

const pageAt = (at: string) => {
  const book = press({
    at,
    find,
    form: (_, { plan }: DueSubject) => dueForm(plan),
    filled: ({ plan }: DueSubject) => Object.fromEntries(plan.lines.map((line) => [fieldOf(line), line.code])),
    hidden: hiddenOf,
    // Whatever was chosen otherwise is shown with its sum before it is booked.
    fills: (body, subject: DueSubject) =>
      text(body, 'chosen') === sayChosen(subject.plan) ? undefined : { ...body, ...hiddenOf(subject), authority: '' },
    shape: (fields, subject: DueSubject, { body, problems }) => (
      <DueForm
        {...subject}
        fields={fields}
        termsIds={termsOf(subject.plan)}
        accepted={text(body, 'authority') === 'yes'}
        problems={problems}
      />
    ),
    button: ({ plan }: DueSubject) => buttonOf(plan),
    act: async (act, _, { subject: { plan }, id, field }) => {
      if (plan.places === 0) return { ok: false, refusal: 'Choose a date for at least one person' }
      if (plan.bookings.length > mostBookings)
        return {
          ok: false,
          refusal: `Choose fewer people: these would be ${plan.bookings.length} bookings, and one press makes at most ${mostBookings}`,
        }
      if (termsOf(plan).length > 0 && field('authority') !== 'yes')
        return { ok: false, refusal: { field: 'authority', says: noAuthority, status: 422 } }
      const unfit = plan.lines.flatMap((line) => (line.unfit ? [sayUnfit(line.unfit, line.person.name)] : []))
      const bookings = fittingOf(plan)
      const outcomes = await bookDue(act, id, bookings, acceptedFor(bookings, field))
      const refused = sayRefusedDue(outcomes, unfit, act.now)
      return refused === undefined ? ok(outcomes) : { ok: false, refusal: { afresh: refused } }
    },
    refused: {},
    done: (_, outcomes) => sayBooked(outcomes),
    to: nextPage,
  })
  return page({
    at,
    find,
    title: 'Book who is due',
    caption: ({ schools, schoolId }) => (schoolId ? (schools[0]?.name ?? '') : counted(schools.length, 'school')),
    back: ({ schoolId }) => (schoolId ? { href: `/school/${schoolId}`, text: 'Your school' } : { href: '/school', text: 'My schools' }),
    presses: { book },
    wide: true,
    show: (subject, forms) => (
      <>
        {subject.plan.lines.some(({ dates }) => dates.length > 0) ? forms.book(subject) : <NothingDue plan={subject.plan} />}
        <NotByThisForm plan={subject.plan} />
      </>
    ),
  })
}

const school = '/:schoolId{[0-9a-f]{8}-[0-9a-f-]{27}}'

/** Booking for whoever is due, at one school or at all that somebody acts for. At /school. */
export const schoolDuePages = withPages(new Hono<AppEnv>(), pageAt('/due'), pageAt(`${school}/due`))
