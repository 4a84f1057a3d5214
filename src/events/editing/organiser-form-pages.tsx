import { type Context, Hono } from 'hono'
import type { Act } from '#base/act.ts'
import { selectCalendar } from '#base/council/calendar-store.ts'
import { instant } from '#base/dates.ts'
import { readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { bodyFrom } from '#base/web/fill-form.ts'
import { flash } from '#base/web/flash.ts'
import { type Body, text } from '#base/web/form.ts'
import { counted } from '#base/words.ts'
import { type EventDraft, missing } from '#events/events/draft.ts'
import { allPlaces, type EventDetails, firstStart } from '#events/events/event.ts'
import { eventFacts } from '#events/events/event-facts.ts'
import { dayTyped } from '#events/events/form-values.ts'
import { eventAndReach, selectVocabulary } from '#events/events/list-store.ts'
import { deadlinesTooLate, movedIntoThePast } from '#events/events/moved-event.ts'
import { missingWords } from '#events/events/views/words.tsx'
import { isLate } from '#messages/outbox/sending.ts'
import { asks, type EditStep, editSteps, isRow, pathOfStep, problemsOnPage, stepAfter, stepNames } from './edit-step.ts'
import { fromTemplate, templateIn } from './event-template.ts'
import { type EventValues, editForm, emptyEvent, eventValues, newForm, readEvent, valuesOf } from './forms.ts'
import { previewChange } from './preview-change.ts'
import { isAlone, onlyDay, rowsAfter } from './programme-rows.ts'
import { type ChangeRefusal, changeEvent, createEvent } from './save-event.ts'
import { noSession } from './session-forms.ts'
import { AllOnlinePage } from './views/attendance.tsx'
import { ConfirmChangePage } from './views/confirm-event.tsx'
import { EventForm, type EventFormProps } from './views/event-form.tsx'
import { refusalWords, staleFormWords } from './views/refusals.tsx'

type C = Context<AppEnv>

const renderForm = (c: C, { problems, ...props }: EventFormProps) => {
  const alone = isAlone(props.values)
  const hasDay = props.step === 'what' ? !alone : onlyDay(props.values) !== undefined
  const known =
    problems && problemsOnPage(problems, props.sent ?? {}, hasDay, (name) => asks(props.step, name, alone) || name in eventFacts)
  const title = props.event ? editSteps[props.step].title : 'Create an event'
  return c.render(<EventForm {...props} problems={known} />, {
    title,
    back: props.event
      ? { href: `/organiser/events/${props.event.code}`, text: props.event.title }
      : { href: '/organiser/events', text: 'Events' },
    hasProblems: problems !== undefined,
  })
}

type Edited = Pick<EventFormProps, 'step' | 'values' | 'vocabulary' | 'calendar' | 'problems' | 'sent'> & { version: number }

const showEdit = (c: C, { code, title, state, waiting }: EventDetails, { version, values, ...props }: Edited) =>
  renderForm(c, {
    ...props,
    values: withARow(values),
    event: { code, title, version, isDraft: state === 'draft' },
    waitedFor: state === 'published' ? waiting : 0,
  })

/** The form field for each refusal. */
const fieldOf: Partial<Record<ChangeRefusal, string>> = {
  capacity_below_taken: 'capacity',
  online_below_taken: 'onlineCapacity',
  places_online: 'attendanceMode',
  limit_below_taken: 'placesPerSchool',
  session_in_use: 'session-1-date',
}

const workshopField = (reason: ChangeRefusal, event: EventDetails, values: EventValues): string | undefined => {
  const chosen = new Map(event.sessions.map((session) => [session.id, session.chosen]))
  const low = values.sessions.findIndex((row) => row.places !== '' && Number(row.places) < (chosen.get(row.id) ?? 0))
  if (reason === 'workshop_below_taken' && low >= 0) return `session-${low + 1}-places`
  return reason === 'workshop_below_taken' || reason === 'workshops_clash' || reason === 'workshop_chosen' ? 'session-1-date' : undefined
}

const refuseEdit = (c: C, event: EventDetails, { draft, ...form }: Edited & { draft: EventDraft }, reason: ChangeRefusal) => {
  c.status(409)
  const late = reason === 'in_the_past' ? movedIntoThePast(event.sessions, draft.sessions, c.var.act.now) : undefined
  const field =
    workshopField(reason, event, form.values) ??
    (late === undefined ? undefined : `session-${late + 1}-date`) ??
    fieldOf[reason] ??
    'event-form'
  return showEdit(c, event, { ...form, problems: { [field]: reason === 'stale' ? staleFormWords : refusalWords[reason] } })
}

const readOne = async (c: C) => {
  const subject = await eventAndReach(c.env.DB, c.req.param('code') ?? '', c.var.act.now)
  if (!subject) throw notFound('event')
  return subject
}

/** Of a new event: its template's, and what was sent over it. */
const newValues = ({ actor }: Act, sent: Body): EventValues => {
  const blank = emptyEvent({ name: actor.name, email: actor.email })
  return withARow(eventValues(sent, fromTemplate(templateIn(sent), blank, dayTyped(text(sent, 'day')))))
}

const readForNew = ({ db, now }: Act) => readTogether(db, { vocabulary: selectVocabulary(db, now), calendar: selectCalendar(db) })

const editPage = async (c: C, step: EditStep) => {
  const { event, vocabulary, cancelling } = await readOne(c)
  if (event.state === 'cancelled') return c.redirect(`/organiser/events/${event.code}`, 303)
  const sent = c.var.typedBefore ? bodyFrom(c.var.typedBefore) : {}
  const values = eventValues(sent, valuesOf(event), isAllRows(step, sent))
  return showEdit(c, event, { step, values, vocabulary, calendar: cancelling.calendar, version: event.version, sent })
}

/** Who is sent what, before it is done. */
const toConfirm = (c: C, { event }: { event: EventDetails }, shown: Omit<Parameters<typeof ConfirmChangePage>[0], 'event'>) => {
  if (shown.problems) c.status(422)
  return c.render(<ConfirmChangePage event={event} {...shown} />, {
    title: 'Confirm the change',
    hasProblems: shown.problems !== undefined,
    back: { href: `/organiser/events/${event.code}`, text: event.title },
  })
}

/** The programme sends all its rows: those that are missing were taken out. */
const isAllRows = (step: EditStep, sent: Body): boolean => step === 'programme' && Object.keys(sent).some(isRow)

const editPress = async (c: C, step: EditStep) => {
  const { act } = c.var
  const found = await readOne(c)
  const { event, vocabulary, cancelling } = found
  const sent = await c.req.parseBody({ all: true })
  const { version, confirmed, freeUntil: typedFree, do: pressed } = editForm.parse(sent)
  const values = eventValues(sent, valuesOf(event), isAllRows(step, sent))
  const form = { step, values, vocabulary, calendar: cancelling.calendar, version, sent }
  const rows = rowsAfter(pressed, values)
  if (rows) return showEdit(c, event, { ...form, values: { ...values, ...rows } })
  const { draft, problems } = readEvent(values, vocabulary, event)
  if (problems) {
    c.status(422)
    return showEdit(c, event, { ...form, problems })
  }
  const lacks = event.state === 'published' ? missing({ ...draft.facts, sessions: draft.sessions }) : []
  if (lacks.length > 0) {
    c.status(422)
    const lacking = Object.fromEntries(lacks.map((one) => [missingWords[one].field, missingWords[one].sentence]))
    return showEdit(c, event, { ...form, problems: lacking })
  }
  const tooLate = deadlinesTooLate(event, firstStart(draft), draft.facts.bookingClosesAt)
  if (tooLate) {
    c.status(422)
    return showEdit(c, event, { ...form, problems: { 'session-1-date': tooLate } })
  }
  const asked = { draft, version, confirmed: confirmed === 'yes', freeUntil: typedFree }
  const seen = await previewChange(act, found, asked)
  if ('refused' in seen) return refuseEdit(c, event, { ...form, draft }, seen.refused)
  if ('preview' in seen) return toConfirm(c, found, { ...seen.preview, draft, action: pathOfStep(event.code, step), sent, version })
  const changed = await changeEvent(act, { event, version, draft, freeUntil: seen.freeUntil })
  if (!changed.ok) return refuseEdit(c, event, { ...form, draft, version: event.version }, changed.reason)
  const { sendingId } = changed.value
  const late = sendingId !== undefined && isLate(firstStart(draft) ?? null, instant(act.now))
  flash(c, late ? 'Saved. The event begins soon: from here you get to the telephone list' : sayOffers(event, allPlaces(draft.facts)))
  if (sendingId) return c.redirect(`/organiser/sendings/${sendingId}`, 303)
  return c.redirect(nextPath(event.code, step, pressed), 303)
}

const nextPath = (code: string, step: EditStep, pressed: string): string => {
  const next = pressed === 'next' ? stepAfter(step) : undefined
  return next ? pathOfStep(code, next) : `/organiser/events/${code}`
}

export const organiserEventFormPages = new Hono<AppEnv>()
  .get('/events/new', async (c) => {
    const { act } = c.var
    const known = await readForNew(act)
    const sent = c.var.typedBefore ? bodyFrom(c.var.typedBefore) : { template: c.req.query('template') ?? '' }
    return renderForm(c, { step: 'what', values: newValues(act, sent), ...known, id: newForm(act.now).parse(sent).id, sent })
  })
  .post('/events/new', async (c) => {
    const { act } = c.var
    const sent = await c.req.parseBody({ all: true })
    const { id, do: pressed } = newForm(act.now).parse(sent)
    const known = await readForNew(act)
    const values = newValues(act, sent)
    const { draft, problems } = readEvent(values, known.vocabulary)
    if (problems) {
      c.status(422)
      return renderForm(c, { step: 'what', values, ...known, problems, id, sent })
    }
    const { code } = await createEvent(act, { id, draft })
    flash(c, 'Saved as a draft. Only organisers see it until it is published')
    return c.redirect(nextPath(code, 'what', pressed), 303)
  })
  .get('/events/:code/online', async (c) => {
    const { event } = await readOne(c)
    if (event.state === 'cancelled' || event.attendanceMode === 'online') return c.redirect(`/organiser/events/${event.code}`, 303)
    return c.render(<AllOnlinePage event={event} />, {
      title: 'Move everyone online',
      back: { href: `/organiser/events/${event.code}`, text: event.title },
    })
  })

for (const step of stepNames) {
  const at = pathOfStep(':code', step).replace('/organiser', '')
  organiserEventFormPages.get(at, (c) => editPage(c, step)).post(at, (c) => editPress(c, step))
}

/** Added places go to the waiting list at once. */
const sayOffers = (event: EventDetails, now: number): string =>
  event.state === 'published' && event.waiting > 0 && now > allPlaces(event)
    ? `Saved. ${counted(event.waiting, 'place is', 'places are')} waited for: what is free now is offered to those schools by email, in their turn`
    : 'Saved'

const withARow = (values: EventValues): EventValues => (values.sessions.length > 0 ? values : { ...values, sessions: [noSession] })
