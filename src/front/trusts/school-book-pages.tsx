import { type Context, Hono } from 'hono'
import { instant } from '#base/dates.ts'
import { readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import { refusedUntil } from '#base/limits/spend-budget.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { bodyFrom } from '#base/web/fill-form.ts'
import { flash } from '#base/web/flash.ts'
import { type Body, text } from '#base/web/form.ts'
import { counted, inWords } from '#base/words.ts'
import { onlyWay, waysAsked } from '#booking/bookings/attendance.ts'
import { leftFor, type Refusal } from '#booking/bookings/booking.ts'
import { sayOvertaken, sayRefusal } from '#booking/bookings/views/refusals.tsx'
import { sayPlaced } from '#booking/placing/place-booking.ts'
import { eventFor, isMixed } from '#events/events/event.ts'
import { judgeAnswers } from '#events/questions/forms.ts'
import { sayMailLimit } from '#messages/outbox/mail-plan.ts'
import { noAuthority, TermsAcceptance } from '#money/terms/views/terms.tsx'
import { unsaid } from '#people/people/spelling.ts'
import { readAsked, readCheck, readTrustGround, selectComing, type TrustGround } from './booking-store.ts'
import { readTrustForm } from './forms.ts'
import { type Outcome, placeBookings } from './place-bookings.ts'
import { selectTrust } from './store.ts'
import { type Judged, judge, mostSchools, type TypedTrust } from './trust-booking.ts'
import { BookManyPage, type BookManyProps, ChooseEventPage, OutcomePart } from './views/book.tsx'
import { CheckManyPage } from './views/check.tsx'

type C = Context<AppEnv>

const waiting: ReadonlySet<Refusal> = new Set<Refusal>(['event_full', 'others_are_waiting', 'held_back'])

const groundOf = async (c: C): Promise<TrustGround> => {
  const ground = await readTrustGround(c.var.act, c.req.param('trust') ?? '', c.req.param('code') ?? '')
  if (!ground) throw notFound('event')
  return ground
}

const typedIn = (c: C, { schools }: TrustGround, body: Body): TypedTrust =>
  readTrustForm(
    body,
    schools.map(({ id }) => id),
    c.var.act.now,
  )

const showForm = (c: C, ground: TrustGround, typed: TypedTrust, shown: Pick<BookManyProps, 'problems' | 'outcome'> = {}) =>
  c.render(<BookManyPage {...ground} typed={typed} now={c.var.act.now} {...shown} />, {
    title: 'Book for several schools',
    back: { href: `/trusts/${ground.trust.uid}/book`, text: 'Other events' },
    hasProblems: shown.problems !== undefined || shown.outcome !== undefined,
  })

/** Why a school cannot have its places, when those above it have theirs. */
const sayRefused = ({ reason, school, asked, many, after, event }: Judged['refused'][number]): string => {
  const way = onlyWay(waysAsked(event, asked)) ?? null
  if (after > 0 && waiting.has(reason)) {
    const left = leftFor(eventFor(event, way), school, 'school')
    const leftInWords = left === 0 ? 'no place is left' : `${inWords(left, 'place is', 'places are')} left`
    return `with the places for the schools above, ${leftInWords} for it, and you asked for ${many}. Ask for fewer, or choose below that it waits`
  }
  if (after > 0 && reason === 'trust_limit_reached')
    return `with the places for the schools above, the trust would have more than the ${event.rules.placesPerTrust} that one trust can have at this event`
  return sayRefusal(reason, { event, school, asked: many, way })
}

/** What is wrong with the form as a whole or at its fields; undefined: nothing. */
const problemsIn = ({ event, questions }: TrustGround, typed: TypedTrust, judged: Judged): Problems | undefined => {
  const problems = { ...judged.problems }
  const first = `places-${typed.rows.length > 0 ? 1 : 0}`
  for (const one of judged.refused) problems[`places-${typed.rows.indexOf(one.row) + 1}`] ??= `${one.school.name}: ${sayRefused(one)}`
  if (Object.keys(problems).length === 0 && judged.asked.length === 0)
    problems[first] = 'Enter how many places you want for at least one school'
  if (isMixed(event) && typed.attendance === '') problems['attendance'] = 'Choose whether all of them come to the room or online'
  if (judged.asked.length > mostSchools)
    problems[first] ??= `Choose at most ${mostSchools} schools in one go, and the others in the next: these are ${judged.asked.length}`
  const rows = judged.asked.flatMap(({ asked }) => asked.delegates.map(({ answers }) => answers))
  const answered = judgeAnswers(questions, { booking: typed.answers, rows }, { insist: true })
  if (!answered.ok) Object.assign(problems, answered.problems)
  return Object.keys(problems).length > 0 ? problems : undefined
}

const showCheck = async (c: C, ground: TrustGround, typed: TypedTrust, judged: Judged, problems?: Problems) => {
  const { act } = c.var
  const { event, cancelling, questions } = ground
  const { answers } = judgeAnswers(questions, { booking: typed.answers, rows: [] }, { insist: false })
  const { prices, people, clashes } = await readCheck(act, event, judged.asked)
  const terms = cancelling.terms ? (
    <TermsAcceptance {...cancelling} event={event} now={act.now} problems={problems} accepted={typed.authority} />
  ) : undefined
  return c.render(
    <CheckManyPage
      {...ground}
      typed={typed}
      prices={prices}
      people={people}
      clashes={clashes}
      answers={answers}
      terms={terms}
      problems={problems}
      asked={judged.asked}
      now={instant(act.now)}
      calendar={cancelling.calendar}
    />,
    { title: 'Check before you book', hasProblems: problems !== undefined },
  )
}

const refusedForm = (c: C, ground: TrustGround, typed: TypedTrust, problems: Problems) => {
  c.status(422)
  return showForm(c, ground, typed, { problems })
}

/** The page after some were refused: what was booked, what was not, and a form for the others. */
const showOutcome = async (c: C, typed: TypedTrust, outcomes: readonly Outcome[]) => {
  const ground = await groundOf(c)
  const { event } = ground
  const approval = event.rules.approval
  const booked = outcomes.flatMap(({ one: { school }, placed }) =>
    placed
      ? [
          {
            school,
            reference: placed.reference,
            says: placed.toPay ? 'its places are held until they are paid for.' : sayPlaced(placed, approval),
          },
        ]
      : [],
  )
  const until = outcomes.some(({ reason }) => reason === 'too_much_mail') ? await refusedUntil(c.var.act) : undefined
  const refused = outcomes.flatMap(({ one: { school, asked }, reason, overtaken }) => {
    if (!reason) return []
    const now = ground.schools.find(({ id }) => id === school.id) ?? school
    const facts = { event, school: now, asked: asked.delegates.length + asked.unnamed, way: onlyWay(waysAsked(event, asked)) }
    if (reason === 'too_much_mail') return [{ school, why: sayMailLimit(until, c.var.act.now), waitAt: undefined }]
    const why = (overtaken ? sayOvertaken : sayRefusal)(reason, facts)
    return [{ school, why, waitAt: waiting.has(reason) ? `/events/${event.code}/wait?school=${school.id}` : undefined }]
  })
  const left = new Map(outcomes.flatMap(({ one, reason }) => (reason ? [[one.school.id, reason] as const] : [])))
  const rows = ground.schools.map(({ id }) => {
    const row = typed.rows.find(({ schoolId }) => schoolId === id)
    const reason = left.get(id)
    if (!row || !reason) return { schoolId: id, formId: newId(c.var.act.now), places: '', people: '', priceId: '', seen: '', meant: [] }
    return reason === 'form_already_used' ? { ...row, formId: newId(c.var.act.now) } : row
  })
  c.status(409)
  return showForm(c, ground, { ...typed, rows }, { outcome: <OutcomePart booked={booked} refused={refused} /> })
}

const sayAll = (outcomes: readonly Outcome[], title: string): string => {
  const toPay = outcomes.filter(({ placed }) => placed?.toPay).length
  const waits = outcomes.filter(({ placed }) => (placed?.waiting ?? 0) > 0).length
  return [
    `Done for ${counted(outcomes.length, 'school')} at “${title}”.`,
    waits > 0 ? `${counted(waits, 'of them waits', 'of them wait')} for places.` : '',
    toPay > 0 ? `${counted(toPay, 'of them is', 'of them are')} held until paid by card: the links are below.` : '',
  ]
    .filter(Boolean)
    .join(' ')
}

const trust = ':trust{[\\w-]{1,30}}'

/** Booking for several schools of a trust in one go. Mounted at /trusts. */
export const schoolTrustBookPages = new Hono<AppEnv>()
  .get(`/${trust}/book`, async (c) => {
    const { act } = c.var
    const subject = await readTogether(act.db, { trust: selectTrust(act, c.req.param('trust')), events: selectComing(act) })
    if (!subject.trust) throw notFound('trust')
    const { uid, name } = subject.trust
    return c.render(<ChooseEventPage trust={subject.trust} events={subject.events} now={act.now} />, {
      title: 'Book for several schools',
      back: { href: `/trusts/${uid}`, text: name },
    })
  })
  .get(`/${trust}/events/:code`, async (c) => {
    const ground = await groundOf(c)
    return showForm(c, ground, typedIn(c, ground, c.var.typedBefore ? bodyFrom(c.var.typedBefore) : {}))
  })
  .post(`/${trust}/events/:code`, async (c) => {
    const ground = await groundOf(c)
    const body = await c.req.parseBody({ all: true })
    const typed = typedIn(c, ground, body)
    if (text(body, 'action') === 'edit') return showForm(c, ground, typed)
    const judged = judge(typed, ground, c.var.act.now, c.var.act.actor.email)
    const problems = problemsIn(ground, typed, judged)
    return problems ? refusedForm(c, ground, typed, problems) : showCheck(c, ground, typed, judged)
  })
  .post(`/${trust}/events/:code/bookings`, async (c) => {
    const { act } = c.var
    const ground = await groundOf(c)
    const typed = typedIn(c, ground, await c.req.parseBody({ all: true }))
    const judged = judge(typed, ground, act.now, act.actor.email)
    // What cannot be had is still tried, so that a form that was sent before answers as then.
    const tried: Judged = {
      ...judged,
      asked: [...judged.asked, ...judged.refused.map(({ row, school, asked }) => ({ row, school, asked }))],
      refused: [],
    }
    const problems = problemsIn(ground, typed, tried)
    if (problems) return refusedForm(c, ground, typed, problems)
    if (ground.event.termsId !== null && !typed.authority) {
      c.status(422)
      return showCheck(c, ground, typed, tried, { authority: noAuthority })
    }
    const people = await readAsked(act, ground.event, tried.asked)
    if (people.length > 0) {
      c.status(409)
      return showCheck(c, ground, typed, tried, unsaid(people))
    }
    const outcomes = await placeBookings(act, ground.event.code, typed, tried.asked)
    if (outcomes.some(({ reason }) => reason)) return showOutcome(c, typed, outcomes)
    flash(c, sayAll(outcomes, ground.event.title))
    return c.redirect(`/trusts/${ground.trust.uid}/events/${ground.event.code}`, 303)
  })
