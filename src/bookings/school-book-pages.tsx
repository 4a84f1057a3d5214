import { type Context, Hono } from 'hono'
import { actsFor, hasRole } from '../act.ts'
import type { AppEnv } from '../env.ts'
import { notFound } from '../errors.ts'
import { newId } from '../id.ts'
import { afterWrite } from '../outbox/deliver.ts'
import type { SchoolOption } from '../schools/school.ts'
import { selectableSchools } from '../schools/store.ts'
import type { Problems } from '../web/field.tsx'
import { flash } from '../web/flash.ts'
import { signedIn } from '../web/guard.ts'
import { type BookingSchool, type Channel, type DelegateAsked, type Refusal, refusalBefore, rolesFor, roomFor } from './booking.ts'
import { emptyRow, readDelegates, readTyped, type TypedBooking } from './forms.ts'
import { placeBooking } from './place-booking.ts'
import { type Ground, readGround, vocabularyDay } from './store.ts'
import { CannotBookPage, ChooseSchoolPage, NoSchoolPage } from './views/before-booking.tsx'
import { BookPage } from './views/book.tsx'
import { CheckPage } from './views/check.tsx'
import { sayRefusal } from './views/refusals.tsx'

type C = Context<AppEnv>

const maySeeAll = (c: C): boolean => hasRole(c.var.act.actor, 'organiser', 'administrator')

const channelFor = (c: C, schoolId: string): Channel => (actsFor(c.var.act.actor, schoolId) ? 'school' : 'organiser')

/** The event and the one school that this request is about, or nothing: then it does not exist for the reader. */
const groundFor = async (c: C, schoolId: string): Promise<Ground & { school: BookingSchool; others: SchoolOption[] }> => {
  const { act } = c.var
  if (!actsFor(act.actor, schoolId) && !maySeeAll(c)) throw notFound('school')
  const [ground, others] = await Promise.all([
    readGround(act, c.req.param('code') ?? '', [schoolId]),
    selectableSchools(act.db, c.var.council.laCodes),
  ])
  const school = ground?.schools[0]
  if (!ground || !school) throw notFound('event')
  return { ...ground, school, others: others.filter((other) => other.id !== school.id) }
}

const showForm = async (c: C, typed: TypedBooking, shown: { problems?: Problems; moreSchoolsAt?: number } = {}) => {
  const { event, school, roles, others } = await groundFor(c, typed.schoolId)
  return c.render(
    <BookPage
      event={event}
      school={school}
      roles={rolesFor(event, roles, vocabularyDay(event, c.var.act.now))}
      others={others}
      typed={typed}
      {...shown}
    />,
    { title: 'Who is coming?', hasProblems: Boolean(shown.problems), back: { href: `/events/${event.code}`, text: 'Back to the event' } },
  )
}

/** Refused after something was typed: everything typed is shown again, with what stands in the way and what is left now. */
const showRefused = async (c: C, typed: TypedBooking, reason: Refusal, delegates: readonly DelegateAsked[]) => {
  const { event, school, roles, others } = await groundFor(c, typed.schoolId)
  c.status(409)
  const blocked = refusalBefore(event, school, channelFor(c, school.id), c.var.act.now)
  if (blocked)
    return c.render(<CannotBookPage event={event} school={school} reason={blocked} />, { title: 'You cannot book this event now' })
  const kept = reason === 'form_already_used' ? { ...typed, formId: newId(c.var.act.now) } : typed
  const meant = rolesFor(event, roles, vocabularyDay(event, c.var.act.now)).map((role) => role.id)
  const field = fieldAtFault(reason, typed, meant, [...others.map((other) => other.id), '']) ?? fieldFor[reason]
  return showForm(c, kept, { problems: { [field]: sayRefusal(reason, { event, school, asked: delegates.length }) } })
}

/** Of several people, the field of the one who cannot be booked so. */
const fieldAtFault = (reason: Refusal, typed: TypedBooking, roles: readonly string[], schools: readonly string[]): string | undefined => {
  for (const [index, row] of typed.rows.entries()) {
    if ((reason === 'role_not_invited' || reason === 'unknown_role') && row.roleId && !roles.includes(row.roleId))
      return `role-${index + 1}`
    const other = row.represents.findIndex((id) => !schools.includes(id))
    if (reason === 'unknown_school' && other >= 0) return `represents-${index + 1}-${other + 1}`
  }
  return undefined
}

const fieldFor: Record<Refusal, string> = {
  event_cancelled: 'name-1',
  event_over: 'name-1',
  booking_not_open: 'name-1',
  booking_closed: 'name-1',
  event_full: 'name-1',
  school_limit_reached: 'name-1',
  kind_not_invited: 'name-1',
  role_not_invited: 'role-1',
  unknown_role: 'role-1',
  unknown_school: 'represents-1-1',
  same_person_twice: 'name-1',
  already_has_place: 'name-1',
  others_are_waiting: 'name-1',
  held_back: 'name-1',
  trust_limit_reached: 'name-1',
  terms_not_accepted: 'name-1',
  event_changed: 'name-1',
  form_already_used: 'name-1',
}

/** Booking places for a school: the form, the check and the booking itself. Mounted at the root. */
export const schoolBookPages = new Hono<AppEnv>()
  .get('/events/:code/book', signedIn, async (c) => {
    const { act } = c.var
    const own = act.actor.schoolIds
    const asked = c.req.query('school')
    const schoolId = asked ?? (own.length === 1 && !maySeeAll(c) ? own[0] : undefined)
    if (schoolId === undefined || schoolId === '') {
      const [ground, all] = await Promise.all([
        readGround(act, c.req.param('code'), own),
        maySeeAll(c) ? selectableSchools(act.db, c.var.council.laCodes) : undefined,
      ])
      if (!ground) throw notFound('event')
      const back = { href: `/events/${ground.event.code}`, text: 'Back to the event' }
      if (!all && own.length === 0)
        return c.render(<NoSchoolPage event={ground.event} />, { title: 'Ask to act for your school first', back })
      const problems = schoolId === '' ? { school: 'Choose a school' } : undefined
      if (problems) c.status(422)
      return c.render(
        <ChooseSchoolPage event={ground.event} schools={all ?? ground.schools} any={all !== undefined} problems={problems} />,
        { title: 'Which school is this booking for?', hasProblems: Boolean(problems), back },
      )
    }
    const { event, school } = await groundFor(c, schoolId)
    const reason = refusalBefore(event, school, channelFor(c, school.id), act.now)
    if (reason)
      return c.render(<CannotBookPage event={event} school={school} reason={reason} />, {
        title: 'You cannot book this event now',
        back: { href: `/events/${event.code}`, text: 'Back to the event' },
      })
    return showForm(c, { schoolId, formId: newId(act.now), rows: [emptyRow()] })
  })
  .post('/events/:code/book', signedIn, async (c) => {
    const body = await c.req.parseBody({ all: true })
    const typed = readTyped(body)
    const action = String(Array.isArray(body['action']) ? body['action'][0] : (body['action'] ?? 'check'))
    if (!typed.formId) typed.formId = newId(c.var.act.now)
    const [, verb, number] = action.match(/^(remove|represent)-(\d+)$/) ?? []
    if (verb === 'remove') {
      const rows = typed.rows.filter((_, index) => index + 1 !== Number(number))
      return showForm(c, { ...typed, rows: rows.length > 0 ? rows : [emptyRow()] })
    }
    if (verb === 'represent') return showForm(c, typed, { moreSchoolsAt: Number(number) })
    if (action === 'edit') return showForm(c, typed)
    if (action === 'add') {
      const { event, school } = await groundFor(c, typed.schoolId)
      const rows = typed.rows.length < roomFor(event, school) ? [...typed.rows, emptyRow()] : typed.rows
      return showForm(c, { ...typed, rows })
    }
    const read = readDelegates(typed.rows)
    if (!read.ok) {
      c.status(422)
      return showForm(c, typed, { problems: read.problems })
    }
    const { event, school, roles, others } = await groundFor(c, typed.schoolId)
    const blocked = refusalBefore(event, school, channelFor(c, school.id), c.var.act.now)
    const reason = blocked ?? tooMany(event.placesPerSchool, school, read.delegates.length, roomFor(event, school))
    if (reason) return showRefused(c, typed, reason, read.delegates)
    return c.render(<CheckPage event={event} school={school} roles={roles} others={others} typed={typed} delegates={read.delegates} />, {
      title: 'Check before you book',
    })
  })
  .post('/events/:code/bookings', signedIn, async (c) => {
    const typed = readTyped(await c.req.parseBody({ all: true }))
    const read = readDelegates(typed.rows)
    if (!read.ok || !typed.formId) {
      c.status(422)
      return showForm(c, { ...typed, formId: typed.formId || newId(c.var.act.now) }, read.ok ? {} : { problems: read.problems })
    }
    const placed = await placeBooking(c.var.act, {
      code: c.req.param('code'),
      schoolId: typed.schoolId,
      formId: typed.formId,
      delegates: read.delegates,
    })
    if (!placed.ok) {
      if (placed.reason === 'no_such_event') throw notFound('event')
      return showRefused(c, typed, placed.reason, read.delegates)
    }
    if (!placed.value.again) afterWrite(c)
    const { reference } = placed.value
    flash(
      c,
      placed.value.again ? `This form had been sent already. It made booking ${reference}.` : `Booked. Your reference is ${reference}.`,
    )
    return c.redirect(`/bookings/${reference}`, 303)
  })

const tooMany = (limit: number | null, school: BookingSchool, asked: number, room: number): Refusal | undefined =>
  limit !== null && school.taken + asked > limit ? 'school_limit_reached' : asked > room ? 'event_full' : undefined
