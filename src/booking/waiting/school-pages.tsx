import { type Context, Hono } from 'hono'
import { type Act, actsFor, hasRole } from '#base/act.ts'
import { sayChanged } from '#base/changed.ts'
import { instant } from '#base/dates.ts'
import { readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import { ok } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { text } from '#base/web/form.ts'
import { page, withPages } from '#base/web/page.tsx'
import { P } from '#base/web/page-parts.tsx'
import { press } from '#base/web/press.tsx'
import { counted, cutTo, inWords } from '#base/words.ts'
import { askerName } from '#booking/bookings/booker.ts'
import { allowanceOf, type BookingSchool, type Channel, fullRefusal, type Refusal, refusalToAsk } from '#booking/bookings/booking.ts'
import type { BookingDetails } from '#booking/bookings/booking-details.ts'
import { readBooking } from '#booking/bookings/booking-store.ts'
import { readGround } from '#booking/bookings/context-store.ts'
import { placesThat } from '#booking/bookings/next-steps.ts'
import { knownAskers } from '#booking/bookings/store.ts'
import { sayRefusal } from '#booking/bookings/views/refusals.tsx'
import { cancelBooking } from '#booking/cancelling/cancel-booking.ts'
import { askedPeople, namedPeople } from '#booking/placing/compose-booking.ts'
import { contactOf, withAsker } from '#booking/placing/contact-forms.ts'
import { attemptBooking } from '#booking/placing/place-booking.ts'
import { ChooseSchoolPage } from '#booking/placing/views/before-booking.tsx'
import { allPlaces, type EventDetails, eventFor, isMixed, waysTo } from '#events/events/event.ts'
import { selectCancelling } from '#money/terms/store.ts'
import { noAuthority, notSaid, TermsAcceptance } from '#money/terms/views/terms.tsx'
import { type AskedPerson, unsaid } from '#people/people/spelling.ts'
import { schoolWordsIn } from '#schools/schools/school-choice.ts'
import { readSchoolChoices } from '#schools/schools/store.ts'
import { type JoinValues, joinValues, readFewer, readJoin } from './forms.ts'
import { selectOpenOffers } from './offer-store.ts'
import { schoolOfferPages } from './school-offer-pages.tsx'
import { selectWaitingList } from './store.ts'
import { WaitPage } from './views/wait.tsx'
import { mayBeOvertaken } from './views/words.tsx'

type C = Context<AppEnv>

const maySeeAll = (c: C): boolean => hasRole(c.var.act.actor, 'organiser', 'administrator')

/** The most at once; more is a typing mistake or a matter for the organiser. */
const mostWaited = 50

const groundFor = async (c: C, schoolId: string) => {
  const { act } = c.var
  if (!actsFor(act.actor, schoolId) && !maySeeAll(c)) throw notFound('school')
  const ground = await readGround(act, c.req.param('code') ?? '', [schoolId])
  const school = ground?.schools[0]
  if (!ground || !school) throw notFound('event')
  const at = instant(act.now)
  const askers = maySeeAll(c) ? knownAskers(act.db, school.id) : []
  const { cancelling, offers, queue } = await readTogether(act.db, {
    cancelling: selectCancelling(act.db, ground.event.code),
    offers: selectOpenOffers(act.db, ground.event.id, school.id, at),
    queue: selectWaitingList(act.db, ground.event.id, at),
  })
  const channel: Channel = actsFor(act.actor, school.id) ? 'school' : 'organiser'
  return {
    event: ground.event,
    school,
    channel,
    askers: await askers,
    ...cancelling,
    offers,
    queue,
    most: Math.min(allowanceOf(ground.event, school), allPlaces(ground.event), mostWaited),
  }
}

type WaitGround = Awaited<ReturnType<typeof groundFor>>

const fullWays = (event: EventDetails, school: BookingSchool, channel: Channel) =>
  waysTo(event).filter((way) => fullRefusal(eventFor(event, way), school, channel, 1) !== undefined)

const bookableOf = (event: EventDetails, school: BookingSchool, channel: Channel): 'now' | 'by_approval' | undefined =>
  event.rules.approval && channel === 'school' ? 'by_approval' : fullWays(event, school, channel).length === 0 ? 'now' : undefined

const show = (
  c: C,
  ground: WaitGround,
  values: JoinValues,
  shown: { problems?: Problems | undefined; fewerOf?: string; refused?: Refusal; question?: AskedPerson | undefined } = {},
) => {
  const { event, school, channel } = ground
  const reason = shown.refused ?? refusalToAsk(event, school, channel, c.var.act.now)
  return c.render(
    <WaitPage
      {...ground}
      cannot={reason && (limits.has(reason) && school.waiting > 0 ? asManyAsItCan : sayRefusal(reason, { event, school, asked: 1 }))}
      bookable={bookableOf(event, school, channel)}
      values={values}
      full={fullWays(event, school, channel)}
      terms={
        <TermsAcceptance
          terms={ground.terms}
          event={event}
          calendar={ground.calendar}
          now={c.var.act.now}
          problems={shown.problems}
          saidBy={channel === 'organiser' ? { name: askerName(values.contact) || 'The person who asked', school: school.name } : undefined}
          accepted={values.authority && values.termsId === ground.terms?.id}
        />
      }
      problems={shown.problems}
      fewerOf={shown.fewerOf}
      question={shown.question}
    />,
    {
      title: `Waiting list of ${event.title}`,
      hasProblems: shown.problems !== undefined,
      back: { href: `/events/${event.code}`, text: 'Back to the event' },
    },
  )
}

const limits: ReadonlySet<Refusal> = new Set<Refusal>(['school_limit_reached', 'trust_limit_reached'])
const asManyAsItCan = 'With those it waits for, your school has as many places as the limits of this event let it have.'

const pathOf = (event: { code: string }, schoolId: string): string => `/events/${event.code}/wait?school=${schoolId}`

/** Of this event, if the reader may see it; its waiting places, named ones first. */
const waitingBooking = async (act: Act, code: string, reference: string) => {
  const bookingAndEvent = await readBooking(act, cutTo(reference, 20))
  if (!bookingAndEvent || bookingAndEvent.event.code !== code.toUpperCase()) throw notFound('booking')
  const waiting = placesThat(bookingAndEvent.booking, instant(act.now), 'waiting')
  return { ...bookingAndEvent, waiting: waiting.sort((a, b) => Number(a.personId === null) - Number(b.personId === null)) }
}

/** Keeps the first `kept` waiting places and cancels the others. @returns what came of it */
const giveUp = async (act: Act, { booking, waiting }: Awaited<ReturnType<typeof waitingBooking>>, kept: number) => {
  const ending = waiting.slice(kept).map((place) => place.id)
  const done = ending.length === 0 ? undefined : await cancelBooking(act, booking.reference, ending)
  const left = kept === 0 ? 'Withdrawn from the waiting list' : `The school now waits for ${inWords(kept, 'place')}`
  return { schoolId: booking.schoolId, says: done && !done.ok ? sayChanged('The waiting list has') : left }
}

const withdraw = press({
  at: '/events/:code/wait/withdraw',
  hidden: ({ booking }: { booking: BookingDetails }) => ({ reference: booking.reference }),
  button: [{ text: 'Withdraw', kind: 'warning' }],
  or: ({ booking }) => ({ href: pathOf({ code: booking.eventCode }, booking.schoolId), text: 'Stay on the list' }),
  act: async (act, _, { part, field }) => ok(await giveUp(act, await waitingBooking(act, part('code'), field('reference')), 0)),
  refused: {},
  done: (_, { says }) => says,
  to: ({ part }, done) => pathOf({ code: part('code').toUpperCase() }, done?.schoolId ?? ''),
})

const withdrawal = page({
  at: withdraw.at,
  also: async (act, _, { part, query, c }) => {
    const subject = await waitingBooking(act, part('code'), query['booking'] ?? '')
    return subject.waiting.length === 0 ? c.redirect(pathOf(subject.event, subject.booking.schoolId), 303) : subject
  },
  title: 'Withdraw from the waiting list',
  heading: 'Withdraw from the waiting list?',
  caption: ({ event }) => event.title,
  back: ({ event, booking }) => ({ href: pathOf(event, booking.schoolId), text: 'Waiting list' }),
  presses: { withdraw },
  show: ({ event, booking, waiting }, forms) => (
    <>
      <P>
        {booking.school.name} leaves the waiting list with {counted(waiting.length, 'place')}. It costs nothing. If it asks again, it comes
        after those who wait then{mayBeOvertaken(event.rules.waitingOrder) ? ', as far as the order of the list lets it' : ''}. Places that
        are certain, or on offer, are kept.
      </P>
      {forms.withdraw({ booking })}
    </>
  ),
})

/** Waiting for places, and answering offers when signed in. Mounted at the root. */
export const schoolWaitingPages = withPages(new Hono<AppEnv>(), withdrawal)
  .route('/', schoolOfferPages)
  .get('/events/:code/wait', async (c) => {
    const { act } = c.var
    const own = act.actor.schoolIds
    const asked = c.req.query('school')
    const schoolId = asked ?? (own.length === 1 && !maySeeAll(c) ? own[0] : undefined)
    // Somebody not confirmed uses the booking form, whose request keeps its turn.
    const unconfirmed = schoolId ? act.actor.askedSchoolIds.includes(schoolId) : own.length === 0 && act.actor.askedSchoolIds.length > 0
    if (unconfirmed && !maySeeAll(c))
      return c.redirect(`/events/${c.req.param('code')}/book${schoolId ? `?school=${encodeURIComponent(schoolId)}` : ''}`, 303)
    const words = schoolWordsIn(c.req.query())
    const finds = words.toFind.length > 0 || words.pressed !== undefined
    if (schoolId && !finds) return show(c, await groundFor(c, schoolId), joinValues({}, act.now))
    const [ground, any] = await Promise.all([
      readGround(act, c.req.param('code'), own),
      maySeeAll(c) ? readSchoolChoices(act.db, c.var.council.laCodes, schoolId ? [schoolId] : [], words) : undefined,
    ])
    if (!ground) throw notFound('event')
    const back = { href: `/events/${ground.event.code}`, text: 'Back to the event' }
    // Signed in without a school: they name it in their request.
    if (!any && own.length === 0) return c.redirect(`/events/${ground.event.code}/book`, 303)
    const problems = any?.finding ? any.finding.problems : schoolId === '' ? { school: 'Choose a school' } : undefined
    if (problems) c.status(422)
    return c.render(<ChooseSchoolPage event={ground.event} schools={ground.schools} any={any} problems={problems} to="wait" />, {
      title: 'Which school is waiting for places?',
      hasProblems: Boolean(problems),
      back,
    })
  })
  .post('/events/:code/wait', async (c) => {
    const { act } = c.var
    const values = joinValues(await c.req.parseBody(), act.now)
    const ground = await groundFor(c, values.school)
    const { event, school, channel } = ground
    if (channel === 'organiser') values.contact = withAsker(values.contact, ground.askers)
    const read = readJoin(values, ground.most, channel, isMixed(event))
    const problems = {
      ...(read.ok ? {} : read.problems),
      ...(ground.terms && !values.authority ? { authority: channel === 'organiser' ? notSaid : noAuthority } : {}),
    }
    const impossible = refusalToAsk(event, school, ground.channel, act.now)
    if (impossible) {
      c.status(409)
      return show(c, ground, values, { refused: impossible })
    }
    if (!read.ok || Object.keys(problems).length > 0) {
      c.status(422)
      return show(c, ground, values, { problems })
    }
    const { result: placed, ground: found } = await attemptBooking(act, {
      code: event.code,
      schoolId: school.id,
      formId: values.formId,
      delegates: [],
      unnamed: read.places,
      unnamedOnline: read.attendance === 'online' ? read.places : 0,
      ifFull: 'wait',
      acceptsFewer: read.acceptsFewer,
      termsId: values.authority ? values.termsId : undefined,
      ...(channel === 'organiser' ? { asks: true, askedBy: values.contact.how, contact: contactOf(values.contact) } : {}),
    })
    if (!placed.ok) {
      if (placed.reason === 'no_such_event') throw notFound('event')
      c.status(409)
      const fresh = await groundFor(c, school.id)
      if (placed.reason === 'who_is_meant') {
        const [question] = askedPeople(namedPeople(act.now, [], found?.known ?? [], { contact: contactOf(values.contact) }), 'the school')
        return show(c, fresh, values, { problems: unsaid(question ? [question] : []), question })
      }
      const kept = placed.reason === 'form_already_used' ? { ...values, formId: newId(act.now) } : values
      const field =
        placed.reason === 'terms_not_accepted' && fresh.terms
          ? 'authority'
          : placed.reason === 'contact_is_staff'
            ? 'contactEmail'
            : 'places'
      return show(c, fresh, kept, {
        problems: {
          [field]: sayRefusal(placed.reason, { event, school, asked: read.places, way: isMixed(event) ? read.attendance || null : null }),
        },
      })
    }
    const { reference, waiting, again } = placed.value
    flash(
      c,
      again
        ? `This form had been sent already. It made booking ${reference}.`
        : waiting === 0
          ? `Places had come free: they are booked. Your reference is ${reference}.`
          : `On the waiting list for ${inWords(waiting, 'place')}. Your reference is ${reference}.`,
    )
    return c.redirect(waiting === read.places ? pathOf(event, school.id) : `/bookings/${reference}`, 303)
  })
  .post('/events/:code/wait/fewer', async (c) => {
    const body = await c.req.parseBody()
    const subject = await waitingBooking(c.var.act, c.req.param('code'), text(body, 'reference'))
    const read = readFewer(body, subject.waiting.length)
    if ('problem' in read) {
      c.status(422)
      const ground = await groundFor(c, subject.booking.schoolId)
      const shown = { problems: { places: read.problem }, fewerOf: subject.booking.reference }
      return show(c, ground, joinValues({}, c.var.act.now), shown)
    }
    const { says, schoolId } = await giveUp(c.var.act, subject, read.places)
    flash(c, says)
    return c.redirect(pathOf(subject.event, schoolId), 303)
  })
