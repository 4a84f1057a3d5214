import { type Context, Hono } from 'hono'
import { actsFor, hasRole } from '#base/act.ts'
import { sayChanged } from '#base/changed.ts'
import { instant } from '#base/dates.ts'
import { readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { cutTo, inWords } from '#base/words.ts'
import { allowanceOf, type BookingSchool, type Channel, fullRefusal, type Refusal, refusalToAsk } from '#booking/bookings/booking.ts'
import { readBooking } from '#booking/bookings/booking-store.ts'
import { cancelBooking } from '#booking/bookings/cancel-booking.ts'
import { askerName } from '#booking/bookings/contact.ts'
import { contactOf, withAsker } from '#booking/bookings/contact-forms.ts'
import { knownAskers } from '#booking/bookings/contact-store.ts'
import { readGround } from '#booking/bookings/context-store.ts'
import { askedPeople, namedPeople } from '#booking/bookings/named-people.ts'
import { placesThat } from '#booking/bookings/next-steps.ts'
import { attemptBooking } from '#booking/bookings/place-booking.ts'
import { ChooseSchoolPage } from '#booking/bookings/views/before-booking.tsx'
import { sayRefusal } from '#booking/bookings/views/refusals.tsx'
import { allPlaces, type EventDetails, eventFor, isMixed, waysTo } from '#events/events/event.ts'
import { selectCancelling } from '#money/terms/store.ts'
import { noAuthority, notSaid, TermsAcceptance } from '#money/terms/views/terms.tsx'
import { type AskedPerson, unsaid } from '#people/people/spelling.ts'
import { schoolWordsIn } from '#schools/schools/school-choice.ts'
import { readSchoolChoices } from '#schools/schools/store.ts'
import { type JoinValues, joinValues, readFewer, readJoin } from './forms.ts'
import { newestOfferOf, selectOpenOffers } from './offer-store.ts'
import { answerOffer, showOffer } from './public-pages.tsx'
import { selectWaitingList } from './store.ts'
import { WaitPage, WithdrawPage } from './views/wait.tsx'

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
          saidBy={channel === 'organiser' ? { name: askerName(values.contact) || 'Whoever asked', school: school.name } : undefined}
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

/** Waiting for places, and answering offers when signed in. Mounted at the root. */
export const schoolWaitingPages = new Hono<AppEnv>()
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
    const found = await waitingBooking(c, body['reference'])
    const read = readFewer(body, found.waiting.length)
    if ('problem' in read) {
      c.status(422)
      const ground = await groundFor(c, found.booking.schoolId)
      const shown = { problems: { places: read.problem }, fewerOf: found.booking.reference }
      return show(c, ground, joinValues({}, c.var.act.now), shown)
    }
    return giveUp(c, found, read.places)
  })
  .get('/events/:code/wait/withdraw', async (c) => {
    const { booking, event, waiting } = await waitingBooking(c, c.req.query('booking'))
    if (waiting.length === 0) return c.redirect(pathOf(event, booking.schoolId), 303)
    return c.render(<WithdrawPage event={event} booking={booking} places={waiting.length} />, {
      title: 'Withdraw from the waiting list',
      back: { href: pathOf(event, booking.schoolId), text: 'Waiting list' },
    })
  })
  .post('/events/:code/wait/withdraw', async (c) => giveUp(c, await waitingBooking(c, (await c.req.parseBody())['reference']), 0))
  .get('/bookings/:reference/offer', async (c) => showOffer(c, { id: await offerIdOf(c) }, pathOfOffer(c)))
  .post('/bookings/:reference/offer', async (c) => answerOffer(c, { id: await offerIdOf(c) }, pathOfOffer(c)))

/**
 * One of this event's bookings that the reader may see, with its waiting places, named ones first.
 */
const waitingBooking = async (c: C, typed: unknown) => {
  const reference = typeof typed === 'string' ? cutTo(typed, 20) : ''
  const found = await readBooking(c.var.act, reference)
  if (!found || found.event.code !== (c.req.param('code') ?? '').toUpperCase()) throw notFound('booking')
  const waiting = placesThat(found.booking, instant(c.var.act.now), 'waiting')
  return { ...found, waiting: waiting.sort((a, b) => Number(a.personId === null) - Number(b.personId === null)) }
}

/** Keeps the first `kept` waiting places and cancels the others. */
const giveUp = async (c: C, { booking, event, waiting }: Awaited<ReturnType<typeof waitingBooking>>, kept: number) => {
  const ending = waiting.slice(kept).map((place) => place.id)
  const done = ending.length === 0 ? undefined : await cancelBooking(c.var.act, booking.reference, ending)
  flash(
    c,
    done && !done.ok
      ? sayChanged('The waiting list has')
      : kept === 0
        ? 'Withdrawn from the waiting list'
        : `The school now waits for ${inWords(kept, 'place')}`,
  )
  return c.redirect(pathOf(event, booking.schoolId), 303)
}

const pathOfOffer = (c: C): string => `/bookings/${(c.req.param('reference') ?? '').toUpperCase()}/offer`

/** The newest offer of a booking the reader may see; 404 without one. */
const offerIdOf = async (c: C): Promise<string> => {
  const found = await readBooking(c.var.act, c.req.param('reference') ?? '')
  const id = found && (await newestOfferOf(c.var.act.db, found.booking.id))
  if (!id) throw notFound('offer')
  return id
}
