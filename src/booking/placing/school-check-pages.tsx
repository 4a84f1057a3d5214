import { type Context, Hono } from 'hono'
import { actsFor, hasRole } from '#base/act.ts'
import { instant, secondsUntil } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import { clientAddress } from '#base/web/client-address.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { lacking, onlyWay, pricedWays, waysAsked } from '#booking/bookings/attendance.ts'
import { askerName } from '#booking/bookings/booker.ts'
import { type BookingSchool, type Channel, leftFor, mostDelegates, type Refusal, rolesFor } from '#booking/bookings/booking.ts'
import { type BookingContext, type Ground, readBookingContext, vocabularyDay } from '#booking/bookings/context-store.ts'
import type { MoneyGround } from '#booking/bookings/pricing.ts'
import { sayGuessedOut, sayOvertaken, sayRefusal } from '#booking/bookings/views/refusals.tsx'
import { judgeAnswers } from '#events/questions/forms.ts'
import { noAuthority, notSaid, TermsAcceptance } from '#money/terms/views/terms.tsx'
import { unsaid } from '#people/people/spelling.ts'
import type { SchoolOption } from '#schools/schools/school.ts'
import { askedPeople, clashesOfNamed, type NamedPeople, namedPeople, placeHolders } from './compose-booking.ts'
import { contactOf } from './contact-forms.ts'
import { fieldAtFault } from './filled-form.ts'
import { type Asked, emailsIn, readAsked, readTyped, representedIn, type TypedBooking, typedAnswers } from './forms.ts'
import { payingOf, referenceProblems } from './paying-forms.ts'
import { attemptBooking, sayPlaced } from './place-booking.ts'
import { guessCode, showTypedPrice } from './show-price.ts'
import { unfitProblems } from './show-unfit.ts'
import { CheckPage, checkHeading } from './views/check.tsx'
import { RefusedPage } from './views/refused.tsx'

type C = Context<AppEnv>

export const maySeeAll = (c: C): boolean => hasRole(c.var.act.actor, 'organiser', 'administrator')

/** Who books: an organiser who also acts for the school says so; for others it is clear. */
export const channelFor = (c: C, schoolId: string, typed?: Pick<TypedBooking, 'channel'>): Channel =>
  actsFor(c.var.act.actor, schoolId) && !(maySeeAll(c) && typed?.channel === 'organiser') ? 'school' : 'organiser'

/** The invitation of a delegate without an address goes to whoever books for their own school. */
export const ownAddress = (c: C, channel: Channel): string | undefined => (channel === 'school' ? c.var.act.actor.email : undefined)

/**
 * `others`: the represented schools that exist; `known`: who may be meant; `money`: what decides
 * the prices, if it was read with the event.
 */
export type CheckGround = Ground &
  Pick<BookingContext, 'known'> & { school: BookingSchool; others: readonly SchoolOption[]; money?: MoneyGround | undefined }

const groundIn = (ground: BookingContext | undefined): CheckGround => {
  const school = ground?.schools[0]
  if (!ground || !school) throw notFound('event')
  return { ...ground, school, others: ground.representable }
}

/** What is known before deciding; 404 unless the reader acts for the school or may see all. */
const readShown = async (c: C, typed: TypedBooking) => {
  if (!actsFor(c.var.act.actor, typed.schoolId) && !maySeeAll(c)) throw notFound('school')
  const code = c.req.param('code') ?? ''
  const represents = representedIn(typed.rows)
  return groundIn(
    await readBookingContext(c.var.act, { code, schoolId: typed.schoolId, formId: '', emails: emailsIn(typed.rows), represents }),
  )
}

type Why = { reason?: Refusal; checked?: boolean; overtaken?: boolean }

const showTyped = (c: C, ground: CheckGround, typed: TypedBooking, problems: Problems, why: Why = {}) => {
  const { event, school, roles, others, questions } = ground
  const { reason, checked = true, overtaken = false } = why
  const channel = channelFor(c, school.id, typed)
  const many = typed.places === '' ? typed.rows.length : Number(typed.places)
  const fewer = overtaken ? many > 1 : leftFor(event, school, channel) > 0
  return c.render(
    <RefusedPage
      event={event}
      channel={channel}
      questions={questions}
      checked={checked}
      problems={problems}
      typed={typed}
      roles={rolesFor(event, roles, vocabularyDay(event, c.var.act.now))}
      represented={others}
      waits={reason && waiting.has(reason) ? (fewer ? ['all', 'partly'] : ['all']) : []}
      shut={reason !== undefined && shut.has(reason)}
    />,
    { title: 'Nothing has been booked', hasProblems: true, back: { href: `/events/${event.code}`, text: 'Back to the event' } },
  )
}

const waiting: ReadonlySet<Refusal> = new Set<Refusal>(['event_full', 'others_are_waiting', 'held_back'])
const shut: ReadonlySet<Refusal> = new Set<Refusal>([
  ...(['event_cancelled', 'event_over', 'booking_not_open', 'booking_closed', 'kind_not_invited'] as const),
])
const moneyRefusals: ReadonlySet<Refusal> = new Set<Refusal>(['price_not_accepted', 'price_changed', 'code_unknown', 'code_used_up'])

export const showCheck = async (c: C, ground: CheckGround, typed: TypedBooking, asked: Asked, problems?: Problems) => {
  const { event, school, roles, others, questions, cancelling } = ground
  const channel = channelFor(c, school.id, typed)
  const answered = judgeAnswers(questions, typedAnswers(typed, asked), { insist: channel === 'school' })
  if (!answered.ok) {
    c.status(422)
    return showTyped(c, ground, { ...typed, rows: asked.delegates }, answered.problems)
  }
  const { answers } = answered
  const paying = { ...typed.paying, address: clientAddress(c) }
  const { price, codeProblem, until } = await showTypedPrice(c.var.act, event, school.id, pricedWays(event, asked), paying, ground.money)
  const wrong = {
    ...referenceProblems(typed.paying),
    ...(codeProblem && { code: sayRefusal(codeProblem, { event, school, asked: 0 }) }),
    ...problems,
    ...(until && { code: sayGuessedOut(until, c.var.act.now) }),
  }
  if (until) c.header('retry-after', secondsUntil(until, c.var.act.now))
  const shown = Object.keys(wrong).length > 0 ? wrong : undefined
  if (until) c.status(429)
  else if (shown && !problems) c.status(422)
  const people = peopleOf(c, ground, asked, channel)
  const facts = {
    event,
    school,
    roles,
    others,
    questions,
    answers,
    typed,
    asked,
    channel,
    clashes: clashesOfNamed(people),
    questionsOfPeople: askedPeople(people, channel === 'school' ? undefined : 'the school'),
    now: instant(c.var.act.now),
    calendar: cancelling.calendar,
  }
  const terms = cancelling.terms ? (
    <TermsAcceptance
      {...cancelling}
      event={event}
      now={c.var.act.now}
      problems={shown}
      accepted={typed.authority}
      saidBy={asked.contact && { name: askerName(asked.contact), school: school.name }}
    />
  ) : undefined
  return c.render(<CheckPage {...facts} problems={shown} terms={terms} price={price} />, {
    title: checkHeading(facts),
    hasProblems: Boolean(shown),
  })
}

/** Whom the delegates mean. */
export const peopleOf = (c: C, { known }: CheckGround, { delegates, contact }: Asked, channel: Channel): NamedPeople =>
  namedPeople(c.var.act.now, delegates, known, { own: ownAddress(c, channel), contact: contact && contactOf(contact) })

export const showRefused = async (c: C, ground: CheckGround, typed: TypedBooking, asked: Asked, why: Why & { reason: Refusal }) => {
  const { reason, overtaken } = why
  const { event, school, roles, others } = ground
  c.status(409)
  const ways = waysAsked(event, asked)
  const short = lacking(event, school, channelFor(c, school.id, typed), ways)
  const facts = { event, school, asked: short?.asked ?? ways.length, way: short?.way ?? onlyWay(ways) }
  if (reason === 'answers_incomplete') return showCheck(c, ground, typed, asked)
  if (reason === 'terms_not_accepted') {
    const problem = typed.authority ? sayRefusal(reason, facts) : asked.contact ? notSaid : noAuthority
    return showCheck(c, ground, typed, asked, { authority: problem })
  }
  if (reason === 'workshop_full' || reason === 'workshops_clash') {
    // What is left of the workshops has changed since it was read.
    const now = await readShown(c, typed)
    return showCheck(c, now, typed, asked, { 'workshop-1': sayRefusal(reason, facts) })
  }
  const people = peopleOf(c, ground, asked, channelFor(c, school.id, typed))
  if (reason === 'who_is_meant') {
    return showCheck(c, ground, typed, asked, unsaid(askedPeople(people, undefined)))
  }
  if (reason === 'course_missing' || reason === 'reason_missing') {
    const named = { event, schools: [school], delegates: asked.delegates, people }
    return showTyped(c, ground, typed, await unfitProblems(c.var.act, reason, named, typed.rows), why)
  }
  if (moneyRefusals.has(reason))
    return showCheck(c, ground, typed, asked, { [reason.startsWith('code') ? 'code' : 'price']: sayRefusal(reason, facts) })
  if (shut.has(reason)) return showTyped(c, ground, typed, { booking: sayRefusal(reason, facts) }, why)
  const kept = reason === 'form_already_used' ? { ...typed, formId: newId(c.var.act.now) } : typed
  const { holders, who } = placeHolders(people)
  const meant = rolesFor(event, roles, vocabularyDay(event, c.var.act.now)).map((role) => role.id)
  const field = fieldAtFault(reason, typed.rows, meant, [...others.map((other) => other.id).filter((id) => id !== school.id), ''], holders)
  const sentence = (overtaken ? sayOvertaken : sayRefusal)(reason, { ...facts, who })
  return showTyped(c, ground, kept, { [field]: sentence }, why)
}

const askOf = (c: C, typed: TypedBooking, { delegates, unnamed, unnamedOnline, contact }: Asked) => ({
  code: c.req.param('code') ?? '',
  schoolId: typed.schoolId,
  formId: typed.formId,
  delegates,
  unnamed,
  unnamedOnline,
  asks: true,
  ifFull: typed.wait === '' ? ('refuse' as const) : ('wait' as const),
  acceptsFewer: typed.wait === 'partly',
  termsId: typed.authority ? typed.termsId : undefined,
  ...(contact ? { askedBy: contact.how, contact: contactOf(contact) } : {}),
  answers: typedAnswers(typed, { delegates, unnamed, unnamedOnline }),
  paying: payingOf(typed.paying),
  schoolAgreed: typed.paying.schoolAgreed,
})

/** Books, and leads to the booking or to paying for it. */
export const book = async (c: C, typed: TypedBooking, asked: Asked) => {
  const channel = channelFor(c, typed.schoolId, typed)
  const { result: placed, ground, overtaken } = await attemptBooking(c.var.act, { ...askOf(c, typed, asked), channel })
  if (!placed.ok) {
    if (placed.reason === 'no_such_event') throw notFound('event')
    return showRefused(c, groundIn(ground), typed, asked, { reason: placed.reason, overtaken })
  }
  if (placed.value.toPay) return c.redirect(`/bookings/${placed.value.reference}/pay`, 303)
  flash(c, sayPlaced(placed.value, ground?.event.rules.approval === true && channel === 'school'))
  return c.redirect(`/bookings/${placed.value.reference}`, 303)
}

/** The button of the check page, which books. Mounted at the root. */
export const schoolCheckPages = new Hono<AppEnv>()
  .get('/events/:code/bookings', (c) => c.redirect(`/events/${c.req.param('code')}/book`, 303))
  .post('/events/:code/bookings', async (c) => {
    const { act } = c.var
    const typed = readTyped(await c.req.parseBody({ all: true }))
    const channel = channelFor(c, typed.schoolId, typed)
    const read = readAsked(typed, channel, mostDelegates, ownAddress(c, channel))
    if (!read.ok || !typed.formId) {
      c.status(422)
      const { who, ...problems } = read.ok ? { who: undefined } : read.problems
      const kept = { ...typed, formId: typed.formId || newId(act.now) }
      return showTyped(c, await readShown(c, typed), kept, { ...(who ? { contactName: who } : {}), ...problems })
    }
    const { asked } = read
    if (referenceProblems(typed.paying)) return showCheck(c, await readShown(c, typed), typed, asked)
    if (typed.paying.code) {
      const ground = await readShown(c, typed)
      if (await guessCode(act, ground.event, typed.paying.code, clientAddress(c))) return showCheck(c, ground, typed, asked)
    }
    return book(c, typed, asked)
  })
