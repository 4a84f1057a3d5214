import { type Context, Hono, type Next } from 'hono'
import { actsFor, hasRole } from '#base/act.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { bodyFrom } from '#base/web/fill-form.ts'
import { flash } from '#base/web/flash.ts'
import { type Body, text } from '#base/web/form.ts'
import { pricedWays } from '#booking/bookings/attendance.ts'
import { type BookingSchool, mostDelegates, mostOf, rolesFor } from '#booking/bookings/booking.ts'
import { type Ground, readGround, vocabularyDay } from '#booking/bookings/context-store.ts'
import { fieldAtFault, nextTo } from '#booking/placing/filled-form.ts'
import {
  type Asked,
  emptyBooking,
  emptyRow,
  readAsked,
  readTyped,
  readTypedBefore,
  representedIn,
  type TypedBooking,
  typedAnswers,
} from '#booking/placing/forms.ts'
import { payingOf } from '#booking/placing/paying-forms.ts'
import { showRequestPrice } from '#booking/placing/show-price.ts'
import { ChooseSchoolPage } from '#booking/placing/views/before-booking.tsx'
import { judgeAnswers } from '#events/questions/forms.ts'
import { noAuthority, TermsAcceptance } from '#money/terms/views/terms.tsx'
import { type SchoolChoices, type SchoolWords, schoolWordsIn, withoutWords } from '#schools/schools/school-choice.ts'
import { readSchoolChoices } from '#schools/schools/store.ts'
import type { RequestRefusal } from './request.ts'
import { hopeless, mayRequest, type RequestAsk, requestBooking, requestRefusal } from './request-booking.ts'
import { waitingRequest } from './request-store.ts'
import { schoolOwnRequestPages } from './school-own-pages.tsx'
import { sayRequestRefusal } from './views/refusals.tsx'
import { asksOnlyWho, CannotRequestPage, RequestCheckPage, RequestFormPage } from './views/request.tsx'

type C = Context<AppEnv>

type RequestGround = Ground & { school: BookingSchool; choices: SchoolChoices }

/** The reader has claimed this school and may not act for it yet. */
const isAsked = (c: C, schoolId: string | undefined): schoolId is string => {
  const { actor } = c.var.act
  return schoolId !== undefined && actor.askedSchoolIds.includes(schoolId) && !hasRole(actor, 'organiser', 'administrator')
}

const groundFor = async (
  c: C,
  { schoolId, rows }: Pick<TypedBooking, 'schoolId' | 'rows'>,
  words?: SchoolWords,
): Promise<RequestGround> => {
  const { act, council } = c.var
  if (!mayRequest(act, schoolId)) throw notFound('school')
  const [ground, choices] = await Promise.all([
    readGround(act, c.req.param('code') ?? '', [schoolId]),
    readSchoolChoices(act.db, council.laCodes, representedIn(rows), words, { except: schoolId }),
  ])
  const school = ground?.schools[0]
  if (!ground || !school) throw notFound('event')
  return { ...ground, school, choices }
}

const backTo = (code: string) => ({ href: `/events/${code}`, text: 'Back to the event' })

const showForm = (
  c: C,
  ground: RequestGround,
  typed: TypedBooking,
  shown: { problems?: Problems | undefined; moreSchoolsAt?: number; openAt?: number } = {},
) => {
  const { event, school, roles, choices, questions } = ground
  const meant = rolesFor(event, roles, vocabularyDay(event, c.var.act.now))
  return c.render(
    <RequestFormPage
      ownAddress={c.var.act.actor.email}
      most={mostOf(event, school.trustName)}
      event={event}
      school={school}
      roles={meant}
      schools={choices}
      questions={questions}
      typed={typed}
      {...shown}
    />,
    {
      title: 'Ask for places',
      hasProblems: Boolean(shown.problems),
      back: backTo(event.code),
    },
  )
}

const showProblems = (c: C, ground: RequestGround, typed: TypedBooking, problems: Problems, status: 409 | 422 = 422) => {
  c.status(status)
  return showForm(c, ground, typed, { problems })
}

const showCheck = async (c: C, ground: RequestGround, typed: TypedBooking, asked: Asked, problems?: Problems) => {
  const { event, school, roles, questions, cancelling } = ground
  const answered = judgeAnswers(questions, typedAnswers(typed, asked), { insist: true })
  if (!answered.ok) return showProblems(c, ground, { ...typed, rows: asked.delegates }, answered.problems)
  const terms = cancelling.terms ? <TermsAcceptance {...cancelling} event={event} now={c.var.act.now} problems={problems} /> : undefined
  const price = await showRequestPrice(c.var.act, event, school.id, pricedWays(event, asked))
  const facts = { event, school, roles, questions, typed, asked, terms, price, problems, answers: answered.answers }
  return c.render(<RequestCheckPage {...facts} />, {
    title: 'Check before you send',
    hasProblems: Boolean(problems),
    back: backTo(event.code),
  })
}

const showRefused = (c: C, ground: RequestGround, typed: TypedBooking, asked: Asked, reason: RequestRefusal) => {
  if (hopeless.has(reason)) {
    c.status(409)
    return c.render(<CannotRequestPage event={ground.event} reason={reason} />, {
      title: 'You cannot ask for places now',
      back: backTo(ground.event.code),
    })
  }
  if (reason === 'price_not_accepted') {
    c.status(409)
    return showCheck(c, ground, typed, asked, { price: sayRequestRefusal(reason, 0) })
  }
  if (reason === 'answers_incomplete' || reason === 'terms_not_accepted') {
    c.status(409)
    const problem = typed.authority ? sayRequestRefusal('terms_not_accepted', 0) : noAuthority
    return showCheck(c, ground, typed, asked, reason === 'terms_not_accepted' ? { authority: problem } : undefined)
  }
  const meant = rolesFor(ground.event, ground.roles, vocabularyDay(ground.event, c.var.act.now)).map((role) => role.id)
  const field = fieldAtFault(reason, typed.rows, meant, [...ground.choices.chosen.map((other) => other.id), ''], [])
  return showProblems(c, ground, typed, { [field]: sayRequestRefusal(reason, mostOf(ground.event, ground.school.trustName)) }, 409)
}

const askOf = (c: C, typed: TypedBooking, asked: Asked): RequestAsk => ({
  code: c.req.param('code') ?? '',
  schoolId: typed.schoolId,
  formId: typed.formId,
  delegates: asked.delegates,
  unnamed: asked.unnamed,
  unnamedOnline: asked.unnamedOnline,
  acceptsFewer: typed.wait === 'partly',
  termsId: typed.authority ? typed.termsId : undefined,
  paying: payingOf(typed.paying),
  answers: typedAnswers(typed, asked),
})

/** The price is not checked before it is shown. */
const accepting = ({ priceId }: RequestGround['event']) => (priceId === null ? undefined : { priceId, seenPence: 0 })

const openForm = async (c: C, next: Next) => {
  const { act } = c.var
  const { schoolIds, askedSchoolIds } = act.actor
  if (c.var.typedBefore) {
    const typed = readTypedBefore(bodyFrom(c.var.typedBefore))
    return isAsked(c, typed.schoolId) ? showForm(c, await groundFor(c, typed), typed) : next()
  }
  const asked = c.req.query('school')
  if (hasRole(act.actor, 'organiser', 'administrator')) return next()
  const only = asked ?? (schoolIds.length === 0 && askedSchoolIds.length === 1 ? askedSchoolIds[0] : undefined)
  if (only === undefined && schoolIds.length === 0 && askedSchoolIds.length > 1) {
    const ground = await readGround(act, c.req.param('code') ?? '', askedSchoolIds)
    if (!ground) throw notFound('event')
    return c.render(<ChooseSchoolPage event={ground.event} schools={ground.schools} />, {
      title: 'Which of your schools is this booking for?',
      back: backTo(ground.event.code),
    })
  }
  if (!isAsked(c, only)) return next()
  const [ground, waiting] = await Promise.all([
    groundFor(c, { schoolId: only, rows: [] }),
    waitingRequest(act, c.req.param('code') ?? '', only),
  ])
  if (waiting) return c.redirect(`/requests/${waiting.id}`, 303)
  const typed = emptyBooking(only, newId(act.now), 1)
  const nothing: Asked = { delegates: [], unnamed: 1, unnamedOnline: 0 }
  const reason = requestRefusal(act, { ...askOf(c, typed, nothing), paying: accepting(ground.event) }, ground)
  return reason && hopeless.has(reason) ? showRefused(c, ground, typed, nothing, reason) : showForm(c, ground, typed)
}

const keep = async (c: C, ground: RequestGround, typed: TypedBooking, asked: Asked) => {
  const kept = await requestBooking(c.var.act, askOf(c, typed, asked))
  if (!kept.ok) {
    if (kept.reason === 'no_such_event') throw notFound('event')
    const again = kept.reason === 'form_already_used' ? { ...typed, formId: newId(c.var.act.now) } : typed
    return showRefused(c, ground, again, asked, kept.reason)
  }
  flash(
    c,
    actsFor(c.var.act.actor, typed.schoolId)
      ? 'You have just been confirmed: what you asked for is being booked.'
      : 'We keep your request. You have no place yet.',
  )
  return c.redirect(`/requests/${kept.value}`, 303)
}

/** What is done with the form of a request; undefined: it is a booking. */
export const sendRequest = async (c: C, body: Body): Promise<Response | undefined> => {
  const typed = readTyped(body)
  if (!isAsked(c, typed.schoolId)) return undefined
  const ground = await groundFor(c, typed, schoolWordsIn(body))
  typed.formId ||= newId(c.var.act.now)
  const action = text(body, 'action') || 'check'
  const [, verb, number] = action.match(/^(remove|represent)-(\d+)$/) ?? []
  if (verb === 'remove') {
    const rows = typed.rows.filter((_, index) => index + 1 !== Number(number))
    const left = { ...ground, choices: withoutWords(ground.choices) }
    return showForm(c, left, { ...typed, rows: rows.length > 0 ? rows : [emptyRow()] }, { openAt: nextTo(number, rows) })
  }
  if (verb === 'represent') return showForm(c, ground, typed, { moreSchoolsAt: Number(number), openAt: Number(number) })
  if (action === 'edit') return showForm(c, ground, typed)
  if (action === 'add')
    return typed.rows.length < mostDelegates
      ? showForm(c, ground, { ...typed, rows: [...typed.rows, emptyRow()] }, { openAt: typed.rows.length + 1 })
      : showForm(c, ground, typed)
  const { finding } = ground.choices
  if (finding) {
    if (finding.problems) c.status(422)
    return showForm(c, ground, typed, { problems: finding.problems })
  }
  const read = readAsked(typed, 'school', mostOf(ground.event, ground.school.trustName), c.var.act.actor.email)
  if (!read.ok) return showProblems(c, ground, typed, read.problems)
  const ask = { ...askOf(c, typed, read.asked), termsId: ground.event.termsId ?? undefined, paying: accepting(ground.event) }
  const reason = requestRefusal(c.var.act, ask, ground)
  if (reason && reason !== 'answers_incomplete') return showRefused(c, ground, typed, read.asked, reason)
  return action === 'book' && !reason && asksOnlyWho(ground.event)
    ? keep(c, ground, typed, read.asked)
    : showCheck(c, ground, typed, read.asked)
}

/** Mounted at the root before the booking pages, which serve everybody else. */
export const schoolRequestPages = new Hono<AppEnv>()
  .route('/', schoolOwnRequestPages)
  .get('/events/:code/book', openForm)

  // The waiting list is for those acting for a school; a request keeps its turn by itself.
  .get('/events/:code/wait', (c, next) => {
    const { schoolIds } = c.var.act.actor
    const asked = c.req.query('school')
    const toAsk = isAsked(c, asked) || (asked === undefined && schoolIds.length === 0 && c.var.act.actor.askedSchoolIds.length > 0)
    return toAsk ? Promise.resolve(c.redirect(`/events/${c.req.param('code')}/book${new URL(c.req.url).search}`, 303)) : next()
  })

  .post('/events/:code/book', async (c, next) => (await sendRequest(c, await c.req.parseBody({ all: true }))) ?? next())

  .get('/events/:code/request', (c) => c.redirect(`/events/${c.req.param('code')}/book`, 303))
  .post('/events/:code/request', async (c) => {
    const typed = readTyped(await c.req.parseBody({ all: true }))
    const ground = await groundFor(c, typed)
    const read = readAsked(typed, 'school', mostOf(ground.event, ground.school.trustName), c.var.act.actor.email)
    if (!read.ok || !typed.formId)
      return showProblems(c, ground, { ...typed, formId: typed.formId || newId(c.var.act.now) }, read.ok ? {} : read.problems)
    return keep(c, ground, typed, read.asked)
  })
