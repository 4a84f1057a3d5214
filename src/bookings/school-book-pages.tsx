import { type Context, Hono } from 'hono'
import { actsFor, hasRole } from '../act.ts'
import { instant } from '../dates.ts'
import type { AppEnv } from '../env.ts'
import { notFound } from '../errors.ts'
import { newId } from '../id.ts'
import { secondsUntil } from '../limits/limit.ts'
import { afterWrite } from '../outbox/deliver.ts'
import { judgeAnswers } from '../questions/forms.ts'
import type { SchoolOption } from '../schools/school.ts'
import { selectableSchools } from '../schools/store.ts'
import { noAuthority, notSaid, TermsAcceptance } from '../terms/views/terms.tsx'
import type { Problems } from '../web/field.tsx'
import { bodyFrom } from '../web/fill-form.ts'
import { flash } from '../web/flash.ts'
import { signedIn } from '../web/guard.ts'
import {
  allowanceOf,
  type BookingSchool,
  type Channel,
  type Colleague,
  fullRefusal,
  limitRefusal,
  mostDelegates,
  personKey,
  type Refusal,
  refusalToAsk,
  rolesFor,
} from './booking.ts'
import { colleaguesOf, whoHasPlace } from './colleague-store.ts'
import { askerName, type KnownAsker } from './contact.ts'
import { contactOf, withAsker } from './contact-forms.ts'
import { knownAskers } from './contact-store.ts'
import { fieldAtFault, filledIn, rowsFor } from './filled-form.ts'
import { type Asked, emptyBooking, emptyRow, firstNew, nextTo, readAsked, readTyped, type TypedBooking, typedAnswers } from './forms.ts'
import { guessCode } from './guess-code.ts'
import { sayPlaced } from './next-steps.ts'
import { payingOf, referenceProblems } from './paying-forms.ts'
import { placeBooking } from './place-booking.ts'
import { showTypedPrice } from './show-price.ts'
import { type Ground, readGround, vocabularyDay } from './store.ts'
import { CannotBookPage, ChooseSchoolPage } from './views/before-booking.tsx'
import { BookPage } from './views/book.tsx'
import { CheckPage, checkHeading } from './views/check.tsx'
import { listed, sayGuessedOut, sayRefusal } from './views/refusals.tsx'

type C = Context<AppEnv>

const maySeeAll = (c: C): boolean => hasRole(c.var.act.actor, 'organiser', 'administrator')

/** Who books: an organiser who also acts for the school says so; everybody else is one or the other. */
const channelFor = (c: C, schoolId: string, typed?: Pick<TypedBooking, 'channel'>): Channel =>
  actsFor(c.var.act.actor, schoolId) && !(maySeeAll(c) && typed?.channel === 'organiser') ? 'school' : 'organiser'

/** Where the invitation of somebody without an address goes: to whoever books for their own school. */
const ownAddress = (c: C, channel: Channel): string | undefined => (channel === 'school' ? c.var.act.actor.email : undefined)

type FormGround = Ground & { school: BookingSchool; others: SchoolOption[]; colleagues: Colleague[]; askers: KnownAsker[]; day: string }

/** The event and the one school that this request is about, or nothing: then it does not exist for the reader. */
const groundFor = async (c: C, schoolId: string): Promise<FormGround> => {
  const { act } = c.var
  const acts = actsFor(act.actor, schoolId)
  if (!acts && !maySeeAll(c)) throw notFound('school')
  const [ground, others, askers] = await Promise.all([
    readGround(act, c.req.param('code') ?? '', [schoolId]),
    selectableSchools(act.db, c.var.council.laCodes),
    maySeeAll(c) ? knownAskers(act.db, schoolId) : [],
  ])
  const school = ground?.schools[0]
  if (!ground || !school) throw notFound('event')
  const day = vocabularyDay(ground.event, act.now)
  const colleagues = acts ? await colleaguesOf(act, schoolId, ground.event.id, day) : []
  return { ...ground, school, others: others.filter((other) => other.id !== school.id), colleagues, askers, day }
}

type Shown = { problems?: Problems; moreSchoolsAt?: number; openAt?: number | undefined }

const showForm = async (c: C, typed: TypedBooking, shown: Shown = {}, ground?: FormGround) => {
  const { event, school, roles, others, colleagues, askers, day, questions } = ground ?? (await groundFor(c, typed.schoolId))
  return c.render(
    <BookPage
      event={event}
      school={school}
      roles={rolesFor(event, roles, day)}
      others={others}
      colleagues={colleagues}
      askers={askers}
      now={instant(c.var.act.now)}
      questions={questions}
      typed={typed}
      channel={channelFor(c, school.id, typed)}
      ownAddress={ownAddress(c, channelFor(c, school.id, typed))}
      both={maySeeAll(c) && actsFor(c.var.act.actor, school.id)}
      {...shown}
    />,
    { title: 'Book places', hasProblems: Boolean(shown.problems), back: { href: `/events/${event.code}`, text: 'Back to the event' } },
  )
}

const showProblems = (c: C, typed: TypedBooking, problems: Problems, ground?: FormGround) => {
  c.status(422)
  return showForm(c, { ...typed, rows: rowsFor(typed) }, { problems }, ground)
}

const showCannot = (c: C, { event, school }: FormGround, reason: Refusal) =>
  c.render(<CannotBookPage event={event} school={school} reason={reason} />, {
    title: 'You cannot book this event now',
    back: { href: `/events/${event.code}`, text: 'Back to the event' },
  })

const showCheck = async (c: C, ground: FormGround, typed: TypedBooking, asked: Asked, problems?: Problems) => {
  const { event, school, roles, others, questions, cancelling } = ground
  const channel = channelFor(c, school.id, typed)
  const answered = judgeAnswers(questions, typedAnswers(typed, asked), { insist: channel === 'school' })
  if (!answered.ok) return showProblems(c, { ...typed, rows: asked.delegates }, answered.problems, ground)
  const { answers } = answered
  const { price, codeProblem, until } = await showTypedPrice(
    c.var.act,
    event,
    school.id,
    asked,
    typed.paying,
    c.req.header('cf-connecting-ip'),
  )
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
  const facts = {
    ...{ event, school, roles, others, questions, answers, typed, asked, channel },
    ...{ now: instant(c.var.act.now), calendar: cancelling.calendar },
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

const moneyRefusals: ReadonlySet<Refusal> = new Set<Refusal>(['price_not_accepted', 'price_changed', 'code_unknown', 'code_used_up'])

/** Refused after something was typed: everything typed is shown again, with what stands in the way and what is left now. */
const showRefused = async (c: C, typed: TypedBooking, reason: Refusal, asked: Asked) => {
  const ground = await groundFor(c, typed.schoolId)
  const { event, school, roles, others, day } = ground
  c.status(409)
  const blocked = refusalToAsk(event, school, channelFor(c, school.id, typed), c.var.act.now)
  if (blocked) return showCannot(c, ground, blocked)
  const facts = { event, school, asked: asked.delegates.length + asked.unnamed }
  if (reason === 'answers_incomplete' || reason === 'terms_not_accepted') {
    const problems =
      reason === 'terms_not_accepted'
        ? { authority: typed.authority ? sayRefusal(reason, facts) : asked.contact ? notSaid : noAuthority }
        : undefined
    return showCheck(c, ground, typed, asked, problems)
  }
  if (moneyRefusals.has(reason))
    return showCheck(c, ground, typed, asked, { [reason.startsWith('code') ? 'code' : 'price']: sayRefusal(reason, facts) })
  const kept = reason === 'form_already_used' ? { ...typed, formId: newId(c.var.act.now) } : typed
  const holders = reason === 'already_has_place' ? (await whoHasPlace(c.var.act, event.id, asked.delegates)).map(personKey) : []
  const meant = rolesFor(event, roles, day).map((role) => role.id)
  const field = fieldAtFault(reason, typed.rows, meant, [...others.map((other) => other.id), ''], holders)
  const who = listed(asked.delegates.filter((delegate) => holders.includes(personKey(delegate))).map(({ name }) => name))
  return showForm(c, kept, { problems: { [field]: sayRefusal(reason, { ...facts, who }) } }, ground)
}

/** Booking places for a school: the form, the check and the booking itself. Mounted at the root. */
export const schoolBookPages = new Hono<AppEnv>()
  .get('/events/:code/book', signedIn, async (c) => {
    const { act } = c.var
    const own = act.actor.schoolIds
    if (c.var.typedBefore) {
      const typed = readTyped(bodyFrom(c.var.typedBefore))
      return showForm(c, { ...typed, rows: rowsFor(typed) })
    }
    const asked = c.req.query('school')
    const schoolId = asked ?? (own.length === 1 && !maySeeAll(c) ? own[0] : undefined)
    if (schoolId === undefined || schoolId === '') {
      const [ground, all] = await Promise.all([
        readGround(act, c.req.param('code'), own),
        maySeeAll(c) ? selectableSchools(act.db, c.var.council.laCodes) : undefined,
      ])
      if (!ground) throw notFound('event')
      const back = { href: `/events/${ground.event.code}`, text: 'Back to the event' }
      const problems = schoolId === '' ? { school: 'Choose a school' } : undefined
      if (problems) c.status(422)
      return c.render(
        <ChooseSchoolPage event={ground.event} schools={all ?? ground.schools} any={all !== undefined} problems={problems} />,
        { title: 'Which school is this booking for?', hasProblems: Boolean(problems), back },
      )
    }
    const ground = await groundFor(c, schoolId)
    const { event, school } = ground
    const channel = channelFor(c, school.id)
    const reason = refusalToAsk(event, school, channel, act.now)
    if (reason) return showCannot(c, ground, reason)
    return showForm(c, emptyBooking(schoolId, newId(act.now), Math.min(2, allowanceOf(event, school))), {}, ground)
  })
  .post('/events/:code/book', signedIn, async (c) => {
    const body = await c.req.parseBody({ all: true })
    const typed = readTyped(body)
    const action = String(Array.isArray(body['action']) ? body['action'][0] : (body['action'] ?? 'check'))
    if (!typed.formId) typed.formId = newId(c.var.act.now)
    const ground = await groundFor(c, typed.schoolId)
    typed.contact = withAsker(typed.contact, ground.askers)
    const { event, school } = ground
    const [, verb, number] = action.match(/^(remove|represent)-(\d+)$/) ?? []
    const allEach = !typed.later && typed.places === String(typed.rows.length)
    if (verb === 'remove') {
      const rows = typed.rows.filter((_, index) => index + 1 !== Number(number))
      const places = allEach ? String(rows.length || 1) : typed.places
      return showForm(c, { ...typed, places, rows: rows.length > 0 ? rows : [emptyRow()] }, { openAt: nextTo(number, rows) }, ground)
    }
    if (verb === 'represent') return showForm(c, typed, { moreSchoolsAt: Number(number), openAt: Number(number) }, ground)
    if (action === 'edit') return showForm(c, typed, {}, ground)
    if (action === 'add') {
      const more = typed.rows.length < Math.min(allowanceOf(event, school), mostDelegates)
      const rows = more ? [...typed.rows, emptyRow()] : typed.rows
      const shown = more ? { openAt: rows.length } : {}
      return showForm(c, { ...typed, places: allEach ? String(rows.length) : typed.places, rows }, shown, ground)
    }
    const filled = filledIn(typed, ground)
    if (Object.keys(filled.problems).length > 0) return showProblems(c, filled.typed, filled.problems, ground)
    if (action === 'pick' || action === 'paste')
      return showForm(c, { ...filled.typed, rows: rowsFor(filled.typed) }, { openAt: firstNew(typed.rows, filled.typed.rows) }, ground)
    const channel = channelFor(c, school.id, typed)
    const read = readAsked(filled.typed, channel, allowanceOf(event, school), ownAddress(c, channel))
    if (!read.ok) return showProblems(c, filled.typed, read.problems, ground)
    const count = read.asked.delegates.length + read.asked.unnamed
    const toWait = typed.wait !== '' || (event.rules.approval && channel === 'school')
    const reason =
      refusalToAsk(event, school, channel, c.var.act.now) ??
      limitRefusal(event, school, count) ??
      (toWait ? undefined : fullRefusal(event, school, channel, count))
    if (reason) return showRefused(c, filled.typed, reason, read.asked)
    return showCheck(c, ground, filled.typed, read.asked)
  })
  .get('/events/:code/bookings', (c) => c.redirect(`/events/${c.req.param('code')}/book`, 303))
  .post('/events/:code/bookings', signedIn, async (c) => {
    const typed = readTyped(await c.req.parseBody({ all: true }))
    const channel = channelFor(c, typed.schoolId, typed)
    const read = readAsked(typed, channel, mostDelegates, ownAddress(c, channel))
    if (!read.ok || !typed.formId) {
      const kept = { ...typed, formId: typed.formId || newId(c.var.act.now) }
      return showProblems(c, kept, read.ok ? {} : read.problems)
    }
    if (referenceProblems(typed.paying)) return showCheck(c, await groundFor(c, typed.schoolId), typed, read.asked)
    const { delegates, unnamed, contact } = read.asked
    if (typed.paying.code) {
      const ground = await groundFor(c, typed.schoolId)
      if (await guessCode(c.var.act, ground.event, typed.paying.code, c.req.header('cf-connecting-ip')))
        return showCheck(c, ground, typed, read.asked)
    }
    const placed = await placeBooking(c.var.act, {
      code: c.req.param('code'),
      schoolId: typed.schoolId,
      formId: typed.formId,
      delegates,
      unnamed,
      ifFull: typed.wait === '' ? 'refuse' : 'wait',
      acceptsFewer: typed.wait === 'partly',
      termsId: typed.authority ? typed.termsId : undefined,
      ...(contact ? { askedBy: contact.how, contact: contactOf(contact) } : {}),
      answers: typedAnswers(typed, read.asked),
      paying: payingOf(typed.paying),
      schoolAgreed: typed.paying.schoolAgreed,
      channel,
    })
    if (!placed.ok) {
      if (placed.reason === 'no_such_event') throw notFound('event')
      return showRefused(c, typed, placed.reason, read.asked)
    }
    if (!placed.value.again) afterWrite(c)
    if (placed.value.toPay) return c.redirect(`/bookings/${placed.value.reference}/pay`, 303)
    const ground = placed.value.waiting > 0 ? await readGround(c.var.act, c.req.param('code'), []) : undefined
    flash(c, sayPlaced(placed.value, ground?.event.rules.approval === true && channel === 'school'))
    return c.redirect(`/bookings/${placed.value.reference}`, 303)
  })
