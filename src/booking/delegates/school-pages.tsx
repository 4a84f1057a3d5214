import { type Context, Hono } from 'hono'
import { actsFor } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { bodyFrom } from '#base/web/fill-form.ts'
import { flash } from '#base/web/flash.ts'
import { readAlongside } from '#base/web/measured-database.ts'
import { listed } from '#base/words.ts'
import type { BookedPlace } from '#booking/bookings/booked-place.ts'
import { type Channel, type Colleague, type DelegateAsked, personKey, rolesFor } from '#booking/bookings/booking.ts'
import { readBooking } from '#booking/bookings/booking-store.ts'
import { colleaguesOf } from '#booking/bookings/colleague-store.ts'
import { type Ground, readGround, vocabularyDay } from '#booking/bookings/context-store.ts'
import { nextSteps } from '#booking/bookings/next-steps.ts'
import { placeName } from '#booking/bookings/views/place-card.tsx'
import { askedPeople, clashesOfNamed, placeHolders } from '#booking/placing/compose-booking.ts'
import { fieldAtFault } from '#booking/placing/filled-form.ts'
import { emptyRow, isBlank, readDelegates, representedIn } from '#booking/placing/forms.ts'
import { filledIn } from '#booking/placing/pasted-people.ts'
import { unfitProblems } from '#booking/placing/show-unfit.ts'
import { owedAsBefore } from '#booking/pricing/show-owed.ts'
import { judgeAnswers } from '#events/questions/forms.ts'
import { type SchoolChoices, type SchoolWords, schoolWordsIn } from '#schools/schools/school-choice.ts'
import { readSchoolChoices } from '#schools/schools/store.ts'
import { correctDelegate } from './correct-delegate.ts'
import type { Naming, NamingRefusal } from './delegate.ts'
import {
  begun,
  blankFor,
  fittedTo,
  overtaken,
  questionsIn,
  readCorrectionForm,
  readNames,
  readNamings,
  type TypedCorrection,
  type TypedNames,
  withClashes,
} from './forms.ts'
import { nameDelegates } from './name-delegates.ts'
import { readPeopleNamed, selectNaming } from './naming-store.ts'
import { NamesPage, type NamesProps, NothingToNamePage } from './views/names.tsx'
import { sayNamed, sayNamingRefusal } from './views/refusals.tsx'
import { ConfirmSwapPage, CorrectPage } from './views/swap.tsx'

type C = Context<AppEnv>

type Here = NonNullable<Awaited<ReturnType<typeof readBooking>>> &
  Pick<Ground, 'roles' | 'questions' | 'schools'> & {
    choices: SchoolChoices
    colleagues: Colleague[]
    day: string
    place: BookedPlace | undefined
    owes: string
  }

/** Stands in for a delegate without an address: whoever names them for their own school. */
const ownAddress = (c: C, schoolId: string): string | undefined => (actsFor(c.var.act.actor, schoolId) ? c.var.act.actor.email : undefined)

/** The booking with what its people's form needs; 404 without access. */
const hereFor = async (c: C, rows: TypedNames['rows'] = [], words?: SchoolWords, saves = false): Promise<Here> => {
  const { act } = c.var
  const bookingAndEvent = await readBooking(act, c.req.param('reference') ?? '')
  if (!bookingAndEvent) throw notFound('booking')
  const { booking, event } = bookingAndEvent
  const placeId = c.req.param('placeId')
  const place = booking.places.find((one) => one.id === placeId)
  if (placeId !== undefined && (!place || place.state === 'cancelled')) throw notFound('place')
  const [day, own] = [vocabularyDay(event, act.now), actsFor(act.actor, booking.schoolId)]
  if (saves) readAlongside(c.var.asked, selectNaming(act, bookingAndEvent, rows, place?.personId ? [place.id] : []))
  const [ground, choices, colleagues, owes] = await Promise.all([
    readGround(act, event.code, [booking.schoolId]),
    readSchoolChoices(act.db, c.var.council.laCodes, representedIn(rows), words, { except: booking.schoolId }),
    own ? colleaguesOf(act, booking.schoolId, event.code) : [],
    place?.personId ? owedAsBefore(act, booking.id, own ? undefined : 'the school') : '',
  ])
  const nothing = { roles: [], questions: [], schools: [] }
  return { ...(ground ?? nothing), ...bookingAndEvent, place, choices, colleagues, day, owes }
}

const namerOf = (c: C, { booking }: Here): Channel => (actsFor(c.var.act.actor, booking.schoolId) ? 'school' : 'organiser')

const shut = (c: C, { booking, event }: Here): string | undefined => {
  if (nextSteps(event, c.var.act.now).change) return undefined
  return sayNamingRefusal(event.state === 'cancelled' ? 'event_cancelled' : 'event_started', {
    event,
    schoolName: booking.school.name,
    who: '',
  })
}

const nothing = (c: C, here: Here, sentence: string) =>
  c.render(<NothingToNamePage booking={here.booking} sentence={sentence} />, {
    title: 'Nobody can be named here now',
    back: { href: `/bookings/${here.booking.reference}` },
  })

const showForm = (
  c: C,
  here: Here,
  typed: TypedNames,
  shown: Pick<NamesProps, 'problems' | 'moreSchoolsAt' | 'questionsOfPeople'> = {},
) => {
  const { booking, event, roles, choices, day, place } = here
  const unnamed = booking.places.filter((one) => one.personId === null && one.state !== 'cancelled').length
  return c.render(
    <NamesPage
      {...here}
      schools={choices}
      roles={rolesFor(event, roles, day)}
      now={instant(c.var.act.now)}
      calendar={here.accepted.calendar}
      typed={typed}
      ownAddress={ownAddress(c, booking.schoolId)}
      addressOptional={namerOf(c, here) === 'organiser'}
      instead={place && place.personId !== null ? placeName(place) : undefined}
      further={place ? 0 : Math.max(0, unnamed - typed.placeIds.length)}
      {...shown}
    />,
    {
      title: place && place.personId !== null ? 'Send someone else' : 'Name the people coming',
      hasProblems: Boolean(shown.problems),
      back: { href: `/bookings/${booking.reference}`, text: 'Back to the booking' },
    },
  )
}

const showRefused = async (c: C, here: Here, typed: TypedNames, reason: NamingRefusal, namings: readonly Naming[]) => {
  const { booking, event, roles, choices, day, schools } = here
  c.status(409)
  const people = await readPeopleNamed(c.var.act, here, namings)
  if (reason === 'who_is_meant')
    return showForm(c, here, typed, questionsIn(typed.rows, askedPeople(people, namerOf(c, here) === 'school' ? undefined : 'the school')))
  if (reason === 'other_place') return showForm(c, here, ...withClashes(typed, namings, clashesOfNamed(people)))
  const delegates = namings.map(({ delegate }) => delegate)
  if (reason === 'course_missing' || reason === 'reason_missing')
    return showForm(c, here, typed, { problems: await unfitProblems(c.var.act, reason, { event, schools, delegates, people }, typed.rows) })
  const { holders, who } = placeHolders(people)
  const sentence = sayNamingRefusal(reason, { event, schoolName: booking.school.name, who })
  if (reason === 'event_started' || reason === 'event_cancelled' || reason === 'place_has_marks') return nothing(c, here, sentence)
  const meant = rolesFor(event, roles, day).map((role) => role.id)
  const field = fieldAtFault(reason, typed.rows, meant, [...choices.chosen.map((other) => other.id), ''], holders)
  return showForm(c, here, typed, { problems: { [field === 'places' ? 'name-1' : field]: sentence } })
}

const showOvertaken = (c: C, here: Here, typed: TypedNames) => {
  const { booking, event } = here
  c.status(409)
  const { named, rows } = overtaken(typed, booking.places)
  const fresh = blankFor(here)
  const tooMany = rows.slice(fresh.placeIds.length).map((row) => row.name)
  const sentence = [
    sayNamingRefusal('place_changed', { event, schoolName: booking.school.name, who: listed(named.map(placeName)) }),
    ...(tooMany.length > 0 ? [`No place of this booking is left for ${listed(tooMany)}.`] : []),
  ].join(' ')
  if (fresh.placeIds.length === 0) return nothing(c, here, sentence)
  const shown = { ...fresh, rows: fresh.rows.map((row, index) => rows[index] ?? row) }
  return showForm(c, here, shown, { problems: { 'name-1': sentence } })
}

/** What was typed before signing in again. */
const before = (c: C): TypedNames => readNames(bodyFrom(c.var.typedBefore ?? [])).typed

const save = async (c: C, here: Here, typed: TypedNames, namings: readonly Naming[]) => {
  const done = await nameDelegates(c.var.act, here.booking.reference, namings, here, here.place?.personId ? undefined : typed.clashesSeen)
  if (!done.ok) {
    if (done.reason === 'no_such_booking') throw notFound('booking')
    const now = await hereFor(c, typed.rows)
    return done.reason === 'place_changed' ? showOvertaken(c, now, typed) : showRefused(c, now, typed, done.reason, namings)
  }
  flash(c, sayNamed(done.value))
  return c.redirect(`/bookings/${here.booking.reference}`, 303)
}

const confirmSwap = async (c: C, here: Here, place: BookedPlace, typed: TypedNames, incoming: DelegateAsked, note?: string) => {
  const people = await readPeopleNamed(c.var.act, here, [{ placeId: place.id, was: place.personId, delegate: incoming }])
  return c.render(
    <ConfirmSwapPage
      {...here}
      place={place}
      incoming={incoming}
      clashes={clashesOfNamed(people)[0] ?? []}
      sameDetails={place.name !== null && personKey(incoming) === personKey({ name: place.name, email: place.email ?? '' })}
      others={[...here.choices.chosen, ...place.represents]}
      typed={typed}
      note={note}
    />,
    { title: 'Check before you change who comes', back: { href: `/bookings/${here.booking.reference}`, text: 'Back to the booking' } },
  )
}

/** One form with several buttons: fill in, ask or save. */
const answerNames = async (c: C) => {
  const body = await c.req.parseBody({ all: true })
  const { typed, action } = readNames(body)
  const here = await hereFor(c, typed.rows, schoolWordsIn(body), action === 'save' || action === 'swap')
  const sentence = shut(c, here)
  if (sentence) {
    c.status(409)
    return nothing(c, here, sentence)
  }
  if (typed.placeIds.length === 0) Object.assign(typed, { ...blankFor(here), rows: typed.rows })
  if (
    typed.placeIds.some((id) => !here.booking.places.some((place) => place.id === id)) ||
    (here.place && typed.placeIds[0] !== here.place.id)
  )
    throw notFound('place')
  const [, number] = action.match(/^represent-(\d+)$/) ?? []
  if (number) return showForm(c, here, typed, { moreSchoolsAt: Number(number) })
  if (action === 'edit') return showForm(c, here, typed)
  const { finding } = here.choices
  if (finding?.problems) c.status(422)
  if (finding) return showForm(c, here, typed, { problems: finding.problems })
  const isOne = here.place !== undefined
  const cleared = isOne && action === 'pick' && typed.picks.length > 0 ? { ...typed, rows: [emptyRow()] } : typed
  const filled = filledIn(cleared, here, isOne ? undefined : typed.placeIds.length)
  const { fitted, problems } = fittedTo(typed, filled)
  if (Object.keys(problems).length > 0) {
    c.status(422)
    return showForm(c, here, { ...typed, picks: [] }, { problems })
  }
  if (action === 'pick' || action === 'paste' || typed.picks.length > 0 || typed.pasted.trim()) return showForm(c, here, fitted)
  const read = readNamings(fitted, namerOf(c, here) === 'organiser' ? '' : ownAddress(c, here.booking.schoolId))
  if (!read.ok) {
    c.status(422)
    return showForm(c, here, fitted, { problems: read.problems })
  }
  const filledRows = fitted.rows.flatMap((row, index) => (isBlank(row) ? [] : [index + 1]))
  const answered = { booking: {}, rows: fitted.rows.map((row) => row.answers ?? {}) }
  const judged = judgeAnswers(here.questions, answered, { insist: false, rows: filledRows })
  if (!judged.ok) {
    c.status(422)
    return showForm(c, here, fitted, { problems: judged.problems })
  }
  const incoming = read.namings[0]?.delegate
  if (here.place && here.place.personId !== null && action !== 'swap' && incoming) return confirmSwap(c, here, here.place, fitted, incoming)
  return save(c, here, fitted, read.namings)
}

const showCorrection = (c: C, here: Here, place: BookedPlace, typed: TypedCorrection, problems?: Problems) =>
  c.render(<CorrectPage booking={here.booking} event={here.event} place={place} typed={typed} problems={problems} />, {
    title: 'Correct a name or address',
    hasProblems: Boolean(problems),
    back: { href: `/bookings/${here.booking.reference}`, text: 'Back to the booking' },
  })

/** Naming, swapping and correcting delegates. Mounted at the root. */
export const schoolDelegatePages = new Hono<AppEnv>()
  .get('/bookings/:reference/names', async (c) => {
    const here = await hereFor(c, before(c).rows)
    const typed = begun(before(c), blankFor(here))
    const sentence = shut(c, here) ?? (typed.placeIds.length === 0 ? 'Every place of this booking has a name.' : undefined)
    return sentence ? nothing(c, here, sentence) : showForm(c, here, typed)
  })
  .post('/bookings/:reference/names', answerNames)
  .get('/bookings/:reference/places/:placeId/name', async (c) => {
    const here = await hereFor(c, before(c).rows)
    const sentence = shut(c, here)
    return sentence ? nothing(c, here, sentence) : showForm(c, here, begun(before(c), blankFor(here)))
  })
  .post('/bookings/:reference/places/:placeId/name', answerNames)
  .get('/bookings/:reference/places/:placeId/correct', async (c) => {
    const here = await hereFor(c)
    const { place } = here
    if (!place || place.personId === null || place.name === null) throw notFound('place')
    const sentence = shut(c, here)
    if (sentence) return nothing(c, here, sentence)
    return showCorrection(c, here, place, { name: place.name, email: place.knownEmail ?? '', was: place.personId })
  })
  .post('/bookings/:reference/places/:placeId/correct', async (c) => {
    const here = await hereFor(c)
    const { booking, event, place } = here
    if (!place || place.personId === null) throw notFound('place')
    const typed = readCorrectionForm(await c.req.parseBody({ all: true }))
    const represents = place.represents.map(({ id }) => id)
    const row = { name: typed.name, email: typed.email, roleId: place.roleId ?? '', represents }
    const read = readDelegates([{ ...row, roleId: row.roleId || 'other' }])
    const asked = read.ok ? read.delegates[0] : undefined
    if (!read.ok || !asked) {
      c.status(422)
      return showCorrection(c, here, place, typed, read.ok ? {} : read.problems)
    }
    const done = await correctDelegate(c.var.act, booking.reference, place.id, typed.was, asked)
    if (done.ok) {
      flash(c, done.value === 'corrected' ? 'The details are corrected.' : 'Nothing was changed: the details were the same.')
      return c.redirect(`/bookings/${booking.reference}`, 303)
    }
    if (done.reason === 'no_such_booking') throw notFound('booking')
    c.status(409)
    const sentence = sayNamingRefusal(done.reason, { event, schoolName: booking.school.name, who: placeName(place) })
    if (done.reason === 'event_started' || done.reason === 'event_cancelled') return nothing(c, here, sentence)
    if (done.reason !== 'relied_on' && done.reason !== 'someone_else') return showCorrection(c, here, place, typed, { 'name-1': sentence })
    // The school may not correct this record, so the typed details become a swap.
    const swap: TypedNames = { rows: [row], picks: [], pasted: '', placeIds: [place.id], was: place.personId, clashesSeen: [] }
    const note = `${sentence} You can send the person with the new details instead.`
    return confirmSwap(c, here, place, swap, { ...asked, roleId: row.roleId }, note)
  })
