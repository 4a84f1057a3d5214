import { type Context, Hono } from 'hono'
import { type Act, nobody } from '#base/act.ts'
import { instant, sayDeadline } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import { answerFile } from '#base/files/answer-file.ts'
import { sha256 } from '#base/id.ts'
import { ok } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { form } from '#base/web/fields.tsx'
import { page, withPages } from '#base/web/page.tsx'
import { Link, P } from '#base/web/page-parts.tsx'
import { type Asked, askedOf, press } from '#base/web/press.tsx'
import { readAttendance } from '#booking/bookings/attendance.ts'
import { changeAttendance } from '#booking/delegates/change-attendance.ts'
import { sayAttendanceRefusal } from '#booking/delegates/views/refusals.tsx'
import { choicesCloseAt, choosingRefusal, sayWhatIsSent } from '#booking/workshops/choice.ts'
import { chooseWorkshops } from '#booking/workshops/choose-workshops.ts'
import { blockField, readChosen } from '#booking/workshops/forms.ts'
import { sayChoiceRefusal } from '#booking/workshops/views/refusals.tsx'
import { workshopFields } from '#booking/workshops/views/workshop-fields.tsx'
import { joinTokenOf, ticketsBy } from '#calendars/invites/invite-places.ts'
import { blocksOf } from '#events/events/event.ts'
import { changeAnswers } from '#events/questions/change-answers.ts'
import { placedAnswers } from '#events/questions/question.ts'
import { answersForm, answersTyped } from '#events/questions/views/fields.tsx'
import { answerRefusals } from '#events/questions/views/refusals.tsx'
import { needsForm, needsTyped, readToken, tellForm } from './forms.ts'
import { noNeeds } from './need.ts'
import { notifyContact } from './notify-contact.ts'
import { isHidden, isOver, type OwnPlace } from './own-place.ts'
import { saveNeeds } from './save-needs.ts'
import { readOwnPlace } from './store.ts'
import { OwnNeeds } from './views/own-forms.tsx'
import { NoPlacePage, OwnPlaceFacts } from './views/own-place.tsx'
import { needsRefusals } from './views/refusals.tsx'
import { sayTold, TellFacts, tellTitle } from './views/tell.tsx'

type C = Context<AppEnv>
type Here = { own: OwnPlace; token: string; at: string; councilName: string }

const noPlace = (c: C, ended: boolean) => {
  c.status(ended ? 410 : 404)
  return c.render(<NoPlacePage ended={ended} />, { title: ended ? 'This link has ended' : 'This link does not work' })
}

const find = async (act: Act, { part, c }: { part: Asked['part']; c: C }): Promise<Here | Response> => {
  const token = readToken(part('token'))
  const link = token ? await readOwnPlace(act, await sha256(token)) : ({ state: 'unknown' } as const)
  if (!token || link.state !== 'live') return noPlace(c, link.state === 'ended')
  return { own: link.own, token, at: `/place/${token}`, councilName: c.var.council.name }
}

const to = ({ part }: Asked): string => `/place/${part('token')}`
const back = ({ at }: Here) => ({ href: at, text: 'Your place' })
const caption = ({ own }: Here): string => own.event.title

const mayChoose = ({ own }: Here, now: Date): boolean =>
  own.state === 'confirmed' && blocksOf(own.event.sessions).length > 0 && choosingRefusal(own.event, 'delegate', now) === undefined

/** The link acts, whoever is signed in on this browser. */
const ofLink = (act: Act): Act => ({ ...act, actor: nobody })

const change = press({
  at: '/:token/attendance',
  find,
  hidden: ({ to }: NonNullable<OwnPlace['otherWay']>) => ({ to }),
  button: ({ to }) => [{ text: to === 'online' ? 'Join online instead' : 'Come to the room instead', kind: 'secondary' }],
  act: async (act, _, { subject: { own }, field, c }) => {
    const way = readAttendance(field('to'))
    if (way === '') return ok({ changed: false })
    const done = await changeAttendance(ofLink(act), { reference: own.reference, placeId: own.placeId, by: 'delegate', to: way })
    if (done.ok) return done
    return done.reason === 'no_such_place'
      ? noPlace(c, true)
      : { ok: false, refusal: { after: sayAttendanceRefusal(done.reason, own.event) } }
  },
  refused: {},
  done: (_, { changed }) => (changed ? 'Changed. Your calendar entry is on its way' : 'How you come is as it was'),
  to,
})

const place = page({
  at: '/:token',
  find,
  also: async (act, here) => {
    const { own, token } = here
    const ticket = await (await ticketsBy(act.ticketKey))(own.placeId, own.personId)
    return { ticket, joinToken: await joinTokenOf(token), choose: mayChoose(here, act.now) }
  },
  title: ({ own }) => `Your place: ${own.event.title}`,
  ownHeading: true,
  wide: true,
  presses: { change },
  show: (here, forms, { now }) => <OwnPlaceFacts {...here} now={now} change={here.own.otherWay && forms.change(here.own.otherWay)} />,
})

const save = press({
  at: '/:token/needs',
  find,
  form: (_, { own, councilName }) => needsForm(own.event, councilName),
  filled: ({ own }) => needsTyped(own.needs, own.hasNeeds && !isHidden(own)),
  attributes: { autocomplete: 'off' },
  button: 'Save',
  act: (act, needs, { subject }) => saveNeeds(act, subject.own, needs),
  refused: needsRefusals,
  done: (_, saved) => (saved === 'saved' ? 'Saved. Only those who organise events see it' : 'Nothing is kept'),
  to,
})

const remove = press({
  at: '/:token/needs/deletion',
  find,
  button: [{ text: 'Delete what I told you', kind: 'warning' }],
  act: (act, _, { subject }) => saveNeeds(act, subject.own, noNeeds),
  refused: needsRefusals,
  done: 'Deleted. Nothing of it is kept',
  to,
})

const needs = page({
  at: '/:token/needs',
  find,
  title: 'What you need on the day',
  caption,
  back,
  presses: { save, remove },
  show: (here, forms, { now }) => <OwnNeeds {...here} over={isOver(here.own, now)} save={forms.save(here)} remove={forms.remove(here)} />,
})

const ownWorkshopsForm = ({ event, workshopIds }: OwnPlace) =>
  form(workshopFields({ event, has: workshopIds }), (schema) => schema.transform((typed) => readChosen(typed, event, workshopIds)))

const answer = press({
  at: '/:token/answers',
  find,
  form: (_, { own }) => answersForm(own.questions),
  filled: ({ own }) => answersTyped(own.questions, own.answers),
  button: 'Save',
  act: (act, answers, { subject: { own } }) =>
    changeAnswers(
      ofLink(act),
      { id: own.bookingId, schoolId: own.schoolId, event: own.event, isCancelled: false },
      placedAnswers(answers, [own.placeId]),
      own.answers,
      { questions: own.questions, placeIds: [own.placeId] },
    ),
  refused: answerRefusals,
  done: 'Your answers are saved',
  to,
})

const answers = page({
  at: '/:token/answers',
  find,
  title: 'What the organiser asks',
  caption,
  back,
  presses: { answer },
  show: (here, forms) => (
    <>
      <P>
        The organiser and those who book for {here.own.school.name} see your answers. What you need to eat or to take part is{' '}
        <Link href={`${here.at}/needs`}>asked apart from this</Link>
        {here.own.isOwnBooking ? '' : ', and the person who booked your place does not see it'}.
      </P>
      {forms.answer(here)}
    </>
  ),
})

const tell = press({
  at: '/:token/tell',
  find,
  form: (now, { own }) => tellForm(own, now),
  button: ({ own }) => (own.isOwnBooking ? 'Save' : 'Tell them'),
  act: (act, { statement }, { subject }) => notifyContact(act, subject.own, statement),
  refused: { event_over: { after: 'The event is over or cancelled, so nobody has been sent a message' } },
  done: ({ subject, c }, isNew) => sayTold(subject.own, c.var.now, isNew),
  to,
})

const telling = page({
  at: '/:token/tell',
  find,
  title: ({ own }) => tellTitle(own),
  caption,
  back,
  presses: { tell },
  show: (here, forms, { now }) => (
    <>
      <TellFacts own={here.own} now={now} />
      {forms.tell(here)}
    </>
  ),
})

const choose = press({
  at: '/:token/workshops',
  find,
  form: (_, { own }) => ownWorkshopsForm(own),
  button: 'Save',
  act: async (act, sessionIds, { subject: { own } }) => {
    const chosen = await chooseWorkshops(ofLink(act), { placeId: own.placeId, sessionIds, by: 'delegate' })
    if (chosen.ok) return chosen
    if (chosen.reason === 'no_such_place') return { ok: false, refusal: needsRefusals.link_ended }
    return { ok: false, refusal: { field: blockField(0), says: sayChoiceRefusal(chosen.reason, own.event, sessionIds) } }
  },
  refused: {},
  done: (_, n) => (n > 0 ? 'Your workshops are saved. Calendar entries are on their way' : 'Your workshops are as they were'),
  to,
})

const workshops = page({
  at: '/:token/workshops',
  find,
  also: async ({ now }, here, { c }) => (c.req.method === 'GET' && !mayChoose(here, now) ? c.redirect(here.at, 303) : {}),
  title: 'Choose workshops',
  caption,
  back,
  presses: { choose },
  show: (here, forms) => (
    <>
      <P>One of each block, and no two at the same time. You can change the choice until {sayDeadline(choicesCloseAt(here.own.event))}.</P>
      <P>{sayWhatIsSent(here.own.event, 'own')}</P>
      {forms.choose(here)}
    </>
  ),
})

/** A delegate's own page, by the link in their invitation. Mounted at /place. */
export const publicPlacePages = withPages(new Hono<AppEnv>(), place, needs, answers, workshops, telling).get(
  '/:token/materials/:id',
  async (c) => {
    const subject = await find(c.var.act, { part: askedOf(c).part, c })
    if (subject instanceof Response) return subject
    const { materials } = subject.own
    const file = materials && materials.from <= instant(c.var.now) && materials.materials.find(({ id }) => id === c.req.param('id'))?.file
    if (!file) throw notFound('material')
    return answerFile(c.env, file)
  },
)
