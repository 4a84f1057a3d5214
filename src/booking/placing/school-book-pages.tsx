import { type Context, Hono } from 'hono'
import { actsFor } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { bodyFrom } from '#base/web/fill-form.ts'
import { type Body, text } from '#base/web/form.ts'
import { lacking, lacksAttendance, pricedWays, waysAsked } from '#booking/bookings/attendance.ts'
import type { KnownAsker } from '#booking/bookings/booker.ts'
import {
  allowanceOf,
  type Colleague,
  limitRefusal,
  mostDelegates,
  mostPlaces,
  type Refusal,
  refusalToAsk,
  rolesFor,
} from '#booking/bookings/booking.ts'
import { colleaguesOf } from '#booking/bookings/colleague-store.ts'
import { readGround, vocabularyDay } from '#booking/bookings/context-store.ts'
import { pricedDay } from '#booking/bookings/pricing.ts'
import { selectMoneyAt } from '#booking/bookings/pricing-store.ts'
import { knownAskers } from '#booking/bookings/store.ts'
import { judgeAnswers } from '#events/questions/forms.ts'
import { selectKnown } from '#people/people/spelling-store.ts'
import { type SchoolChoices, type SchoolWords, schoolWordsIn, withoutWords } from '#schools/schools/school-choice.ts'
import { readSchoolChoices } from '#schools/schools/store.ts'
import { asksNothingMore, isCertain } from './compose-booking.ts'
import { withAsker } from './contact-forms.ts'
import { attendanceProblems, firstNew, nextTo } from './filled-form.ts'
import {
  emailsIn,
  emptyBooking,
  emptyRow,
  isBlank,
  readAsked,
  readTyped,
  readTypedBefore,
  representedIn,
  type TypedBooking,
  typedAnswers,
} from './forms.ts'
import { filledIn } from './pasted-people.ts'
import { book, type CheckGround, channelFor, maySeeAll, ownAddress, peopleOf, showCheck, showRefused } from './school-check-pages.tsx'
import { showPrice } from './show-price.ts'
import { CannotBookPage, ChooseSchoolPage } from './views/before-booking.tsx'
import { BookPage } from './views/book.tsx'

type C = Context<AppEnv>

type FormGround = CheckGround & { choices: SchoolChoices; colleagues: Colleague[]; askers: KnownAsker[]; day: string }

/** The event and the one school of this request; 404 without. @param checks reads who is known */
const groundFor = async (
  c: C,
  { schoolId, rows, pasted = '' }: Pick<TypedBooking, 'schoolId' | 'rows'> & { pasted?: string },
  words?: SchoolWords,
  checks = false,
): Promise<FormGround> => {
  const { act, council } = c.var
  const acts = actsFor(act.actor, schoolId)
  if (!acts && !maySeeAll(c)) throw notFound('school')
  const code = c.req.param('code') ?? ''
  const emails = [...emailsIn(rows), ...(pasted.toLowerCase().match(/[^\s;,"<>]+@[^\s;,"<>]+/g) ?? [])]
  const [ground, choices, askers, colleagues, known, moneyOn] = await Promise.all([
    readGround(act, code, [schoolId]),
    readSchoolChoices(act.db, council.laCodes, representedIn(rows), words, { except: schoolId }),
    maySeeAll(c) ? knownAskers(act.db, schoolId) : [],
    acts ? colleaguesOf(act, schoolId, code) : [],
    checks ? readNow(act.db, selectKnown(act.db, act.now, { schoolId, emails, eventId: code })) : [],
    readNow(act.db, selectMoneyAt(act, code, schoolId)),
  ])
  const school = ground?.schools[0]
  if (!ground || !school) throw notFound('event')
  const day = vocabularyDay(ground.event, act.now)
  return {
    ...ground,
    school,
    others: choices.chosen,
    choices,
    colleagues,
    askers,
    known,
    day,
    money: moneyOn(pricedDay(ground.event, act.now)),
  }
}

type Shown = { problems?: Problems | undefined; moreSchoolsAt?: number; openAt?: number | undefined }

/** What each person costs, and what is booked as typed; a code is checked with the booking. */
const pricesOf = async ({ var: { act } }: C, { event, school, money }: FormGround, { rows, places, online, paying }: TypedBooking) => {
  // Named people come first: only they are booked, where no number is chosen.
  const order = [...rows].sort((a, b) => Number(isBlank(a)) - Number(isBlank(b)))
  const unnamed = Math.max(0, Math.min(Number(places) || 0, mostPlaces) - rows.length)
  const ways = pricedWays(event, { delegates: order, unnamed, unnamedOnline: Number(online) || 0 })
  const quotes = (await showPrice(act, event, school.id, ways, { code: '', card: paying.card }, money))?.quotes ?? []
  const booked = Math.max(rows.filter((row) => !isBlank(row)).length, Number(places) || 0)
  return { prices: rows.map((row) => quotes[order.indexOf(row)]), quotes: quotes.slice(0, booked) }
}

/** @param typed what the form begins with */
export const showForm = async (c: C, typed: TypedBooking, shown: Shown = {}, read?: FormGround) => {
  const ground = read ?? (await groundFor(c, typed))
  const { event, school, roles, choices, colleagues, askers, day, questions, cancelling } = ground
  return c.render(
    <BookPage
      event={event}
      calendar={cancelling.calendar}
      school={school}
      roles={rolesFor(event, roles, day)}
      schools={choices}
      colleagues={colleagues}
      askers={askers}
      now={instant(c.var.act.now)}
      questions={questions}
      {...(await pricesOf(c, ground, typed))}
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
  return showForm(c, typed, { problems }, ground)
}

const showCannot = (c: C, { event, school }: FormGround, reason: Refusal) =>
  c.render(<CannotBookPage event={event} school={school} reason={reason} />, {
    title: 'You cannot book this event now',
    back: { href: `/events/${event.code}`, text: 'Back to the event' },
  })

/** What is done with the form of a booking. */
export const sendBooking = async (c: C, body: Body) => {
  const typed = readTyped(body)
  const action = text(body, 'action') || 'check'
  if (!typed.formId) typed.formId = newId(c.var.act.now)
  const ground = await groundFor(c, typed, schoolWordsIn(body), true)
  typed.contact = withAsker(typed.contact, ground.askers)
  const { event, school } = ground
  const [, verb, number] = action.match(/^(remove|represent)-(\d+)$/) ?? []
  const allEach = typed.places === String(typed.rows.length)
  if (verb === 'remove') {
    const rows = typed.rows.filter((_, index) => index + 1 !== Number(number))
    const places = allEach ? String(rows.length || 1) : typed.places
    const left = { ...ground, choices: withoutWords(ground.choices) }
    return showForm(c, { ...typed, places, rows: rows.length > 0 ? rows : [emptyRow()] }, { openAt: nextTo(number, rows) }, left)
  }
  if (verb === 'represent') return showForm(c, typed, { moreSchoolsAt: Number(number), openAt: Number(number) }, ground)
  if (action === 'titles' || action === 'edit') return showForm(c, typed, {}, ground)
  if (action === 'add') {
    const more = typed.rows.length < Math.min(allowanceOf(event, school), mostDelegates)
    const rows = more ? [...typed.rows, emptyRow()] : typed.rows
    const shown = more ? { openAt: rows.length } : {}
    return showForm(c, { ...typed, places: allEach ? String(rows.length) : typed.places, rows }, shown, ground)
  }
  const { finding } = ground.choices
  if (finding) {
    if (finding.problems) c.status(422)
    return showForm(c, typed, finding, ground)
  }
  const filled = filledIn(typed, ground)
  if (Object.keys(filled.problems).length > 0) return showProblems(c, filled.typed, filled.problems, ground)
  if (action === 'pick' || action === 'paste') return showForm(c, filled.typed, { openAt: firstNew(typed.rows, filled.typed.rows) }, ground)
  const channel = channelFor(c, school.id, typed)
  const read = readAsked(filled.typed, channel, allowanceOf(event, school), ownAddress(c, channel))
  if (!read.ok) return showProblems(c, filled.typed, read.problems, ground)
  const count = read.asked.delegates.length + read.asked.unnamed
  const toWait = typed.wait !== '' || (event.rules.approval && channel === 'school')
  const limit = refusalToAsk(event, school, channel, c.var.act.now) ?? limitRefusal(event, school, count)
  if (!limit && lacksAttendance(event, read.asked)) return showProblems(c, filled.typed, attendanceProblems(filled.typed.rows), ground)
  const lacks = lacking(event, school, channel, waysAsked(event, read.asked))
  const reason = limit ?? (toWait ? undefined : lacks?.reason)
  if (reason) return showRefused(c, ground, filled.typed, read.asked, { reason, checked: false })
  const answered = judgeAnswers(ground.questions, typedAnswers(filled.typed, read.asked), { insist: channel === 'school' })
  if (!answered.ok) return showProblems(c, { ...filled.typed, rows: read.asked.delegates }, answered.problems, ground)
  const certain = asksNothingMore(event, ground.questions) && isCertain(read.asked, peopleOf(c, ground, read.asked, channel))
  // Whoever was picked or pasted is shown before anything is booked.
  return action === 'book' &&
    channel === 'school' &&
    lacks === undefined &&
    certain &&
    read.asked.delegates.length === typed.rows.filter((row) => !isBlank(row)).length
    ? book(c, filled.typed, read.asked)
    : showCheck(c, ground, filled.typed, read.asked)
}

/** The booking form for a school. Mounted at the root. */
export const schoolBookPages = new Hono<AppEnv>()
  .get('/events/:code/book', async (c) => {
    const { act } = c.var
    const own = act.actor.schoolIds
    if (c.var.typedBefore) {
      const typed = readTypedBefore(bodyFrom(c.var.typedBefore))
      return showForm(c, typed)
    }
    const asked = c.req.query('school')
    const schoolId = asked ?? (own.length === 1 && !maySeeAll(c) ? own[0] : undefined)
    const words = schoolWordsIn(c.req.query())
    if (!schoolId || words.toFind.length > 0 || words.pressed) {
      const [ground, any] = await Promise.all([
        readGround(act, c.req.param('code'), own),
        maySeeAll(c) ? readSchoolChoices(act.db, c.var.council.laCodes, schoolId ? [schoolId] : [], words) : undefined,
      ])
      if (!ground) throw notFound('event')
      const back = { href: `/events/${ground.event.code}`, text: 'Back to the event' }
      const problems = any?.finding ? any.finding.problems : schoolId === '' ? { school: 'Choose a school' } : undefined
      if (problems) c.status(422)
      return c.render(<ChooseSchoolPage event={ground.event} schools={ground.schools} any={any} problems={problems} />, {
        title: 'Which school is this booking for?',
        hasProblems: Boolean(problems),
        back,
      })
    }
    const ground = await groundFor(c, { schoolId, rows: [] })
    const { event, school } = ground
    const channel = channelFor(c, school.id)
    const reason = refusalToAsk(event, school, channel, act.now)
    if (reason) return showCannot(c, ground, reason)
    return showForm(c, emptyBooking(schoolId, newId(act.now), Math.min(2, allowanceOf(event, school))), {}, ground)
  })
  .post('/events/:code/book', async (c) => sendBooking(c, await c.req.parseBody({ all: true })))
