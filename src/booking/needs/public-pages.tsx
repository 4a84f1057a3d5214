import { type Context, Hono } from 'hono'
import { nobody } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import { answerFile } from '#base/files/answer-file.ts'
import { sha256 } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { problemOf, text } from '#base/web/form.ts'
import { readAttendance } from '#booking/bookings/attendance.ts'
import { type AttendanceRefusal, changeAttendance } from '#booking/delegates/change-attendance.ts'
import { sayAttendanceRefusal } from '#booking/delegates/views/refusals.tsx'
import { choosingRefusal } from '#booking/workshops/choice.ts'
import { chooseWorkshops } from '#booking/workshops/choose-workshops.ts'
import { blockField, readChosen } from '#booking/workshops/forms.ts'
import { sayChoiceRefusal } from '#booking/workshops/views/refusals.tsx'
import { joinTokenOf, ticketsBy } from '#calendars/invites/ticket.ts'
import { blocksOf } from '#events/events/event.ts'
import { changeAnswers } from '#events/questions/change-answers.ts'
import { asTyped, judgeAnswers, readTypedRow, type Typed } from '#events/questions/forms.ts'
import { placedAnswers } from '#events/questions/question.ts'
import { answerRefusals } from '#events/questions/views/refusals.tsx'
import { readNeeds, readToken, type TypedNeeds, tellForm, typedNeeds } from './forms.ts'
import { noNeeds, type SaveRefusal } from './need.ts'
import { notifyContact } from './notify-contact.ts'
import { hasBegun, type OwnPlace } from './own-place.ts'
import { saveNeeds } from './save-needs.ts'
import { readOwnPlace } from './store.ts'
import { NeedsPage, OwnAnswersPage, OwnWorkshopsPage } from './views/own-forms.tsx'
import { isHidden, isOver, NoPlacePage, OwnPlacePage, TellPage } from './views/own-place.tsx'

type C = Context<AppEnv>

const showNoPlace = (c: C, ended: boolean) => {
  c.status(ended ? 410 : 404)
  return c.render(<NoPlacePage ended={ended} />, { title: ended ? 'This link has ended' : 'This link does not work' })
}

/** Answers with the place of the address's link; says so when there is none. */
const withPlace = async (c: C, answer: (own: OwnPlace, token: string) => Response | Promise<Response>) => {
  const token = readToken(c.req.param('token'))
  const link = token ? await readOwnPlace(c.var.act, await sha256(token)) : ({ state: 'unknown' } as const)
  return token && link.state === 'live' ? answer(link.own, token) : showNoPlace(c, link.state === 'ended')
}

const back = (token: string) => ({ href: `/place/${token}`, text: 'Your place' })

const showNeeds = (c: C, own: OwnPlace, token: string, typed: TypedNeeds, problems?: Problems) =>
  c.render(
    <NeedsPage
      own={own}
      token={token}
      typed={typed}
      hidden={isHidden(own)}
      over={isOver(own, c.var.act.now)}
      councilName={c.var.council.name}
      problems={problems}
    />,
    { title: 'What you need on the day', hasProblems: problems !== undefined, back: back(token) },
  )

const showAnswers = (c: C, own: OwnPlace, token: string, typed: Typed, problems?: Problems) =>
  c.render(<OwnAnswersPage own={own} token={token} typed={typed} problems={problems} />, {
    title: 'What the organiser asks',
    hasProblems: problems !== undefined,
    back: back(token),
  })

const refusedNeeds = (c: C, own: OwnPlace, token: string, reason: SaveRefusal, typed: TypedNeeds) => {
  if (reason === 'link_ended') return showNoPlace(c, true)
  c.status(409)
  return showNeeds(c, own, token, typed, {
    needs: 'The event is over or cancelled, so nothing more is kept. What you told us before can be deleted',
  })
}

const mayChoose = (c: C, own: OwnPlace): boolean =>
  own.state === 'confirmed' &&
  blocksOf(own.event.sessions).length > 0 &&
  choosingRefusal(own.event, 'delegate', c.var.act.now) === undefined

const showWorkshops = (c: C, own: OwnPlace, token: string, marked?: readonly string[], problems?: Problems) =>
  c.render(<OwnWorkshopsPage own={own} token={token} marked={marked ?? own.workshopIds} problems={problems} />, {
    title: 'Choose workshops',
    hasProblems: problems !== undefined,
    back: back(token),
  })

/** A delegate's own page, by the link in their invitation. Mounted at /place. */
export const publicPlacePages = new Hono<AppEnv>()
  .get('/:token', (c) =>
    withPlace(c, async (own, token) =>
      c.render(
        <OwnPlacePage
          own={own}
          token={token}
          ticket={await (await ticketsBy(c.var.act.ticketKey))(own.placeId, own.personId)}
          joinToken={await joinTokenOf(token)}
          now={c.var.act.now}
          choose={mayChoose(c, own)}
        />,
        { title: `Your place: ${own.event.title}` },
      ),
    ),
  )
  .get('/:token/materials/:id', (c) =>
    withPlace(c, (own) => {
      const shown = own.materials && own.materials.from <= instant(c.var.act.now) ? own.materials : undefined
      const file = shown?.materials.find(({ id }) => id === c.req.param('id'))?.file
      if (!file) throw notFound('material')
      return answerFile(c.env, file)
    }),
  )
  .get('/:token/needs', (c) =>
    withPlace(c, (own, token) => showNeeds(c, own, token, { ...own.needs, agreed: own.hasNeeds && !isHidden(own) })),
  )
  .post('/:token/needs', (c) =>
    withPlace(c, async (own, token) => {
      const typed = typedNeeds(await c.req.parseBody({ all: true }))
      const { needs, problems } = readNeeds(typed, own.event)
      if (!needs) {
        c.status(422)
        return showNeeds(c, own, token, typed, problems)
      }
      const saved = await saveNeeds(c.var.act, own, needs)
      if (!saved.ok) return refusedNeeds(c, own, token, saved.reason, typed)
      flash(c, saved.value === 'saved' ? 'Saved. Only those who organise events see it' : 'Nothing is kept')
      return c.redirect(`/place/${token}`, 303)
    }),
  )
  .post('/:token/needs/deletion', (c) =>
    withPlace(c, async (own, token) => {
      const deleted = await saveNeeds(c.var.act, own, noNeeds)
      if (!deleted.ok) return refusedNeeds(c, own, token, deleted.reason, { ...noNeeds, agreed: false })
      flash(c, 'Deleted. Nothing of it is kept')
      return c.redirect(`/place/${token}`, 303)
    }),
  )
  .get('/:token/answers', (c) => withPlace(c, (own, token) => showAnswers(c, own, token, asTyped(own.questions, own.answers))))
  .post('/:token/answers', (c) =>
    withPlace(c, async (own, token) => {
      const typed = readTypedRow(await c.req.parseBody({ all: true }), 1)
      const judged = judgeAnswers(own.questions, { booking: {}, rows: [typed] }, { insist: true })
      if (!judged.ok) {
        c.status(422)
        return showAnswers(c, own, token, typed, judged.problems)
      }
      const changed = await changeAnswers(
        { ...c.var.act, actor: nobody },
        { id: own.bookingId, schoolId: own.schoolId, event: own.event, isCancelled: false },
        placedAnswers(judged.answers, [own.placeId]),
        own.answers,
        { questions: own.questions, placeIds: [own.placeId] },
      )
      if (!changed.ok) {
        if (changed.reason === 'place_ended') return showNoPlace(c, true)
        c.status(409)
        return showAnswers(c, own, token, typed, { answers: answerRefusals[changed.reason] })
      }
      flash(c, 'Your answers are saved')
      return c.redirect(`/place/${token}`, 303)
    }),
  )
  .get('/:token/workshops', (c) =>
    withPlace(c, (own, token) => (mayChoose(c, own) ? showWorkshops(c, own, token) : c.redirect(`/place/${token}`, 303))),
  )
  .post('/:token/workshops', (c) =>
    withPlace(c, async (own, token) => {
      const sessionIds = readChosen(await c.req.parseBody({ all: true }), own.event, own.workshopIds)
      const chosen = await chooseWorkshops({ ...c.var.act, actor: nobody }, { placeId: own.placeId, sessionIds, by: 'delegate' })
      if (!chosen.ok) {
        if (chosen.reason === 'no_such_place') return showNoPlace(c, true)
        c.status(409)
        return showWorkshops(c, own, token, sessionIds, { [blockField(0)]: sayChoiceRefusal(chosen.reason, own.event, sessionIds) })
      }
      flash(c, chosen.value > 0 ? 'Your workshops are saved. Calendar entries are on their way' : 'Your workshops are as they were')
      return c.redirect(`/place/${token}`, 303)
    }),
  )
  .post('/:token/attendance', (c) =>
    withPlace(c, async (own, token) => {
      const to = readAttendance(text(await c.req.parseBody(), 'to'))
      const act = { ...c.var.act, actor: nobody }
      const ask = { reference: own.reference, placeId: own.placeId, by: 'delegate' as const }
      const done = to === '' ? undefined : await changeAttendance(act, { ...ask, to })
      if (done && !done.ok && done.reason === 'no_such_place') return showNoPlace(c, true)
      flash(
        c,
        !done || (done.ok && !done.value.changed)
          ? 'How you come is as it was'
          : done.ok
            ? 'Changed. Your calendar entry is on its way'
            : sayAttendanceRefusal(done.reason as Exclude<AttendanceRefusal, 'no_such_place'>, own.event),
      )
      return c.redirect(`/place/${token}`, 303)
    }),
  )
  .get('/:token/tell', (c) =>
    withPlace(c, (own, token) =>
      c.render(<TellPage own={own} token={token} now={c.var.act.now} />, { title: 'Tell whoever booked', back: back(token) }),
    ),
  )
  .post('/:token/tell', (c) =>
    withPlace(c, async (own, token) => {
      const typed = tellForm.safeParse(await c.req.parseBody())
      if (!typed.success) {
        c.status(422)
        const statement = problemOf(typed.error)
        return c.render(<TellPage own={own} token={token} now={c.var.act.now} problems={{ statement }} />, {
          title: 'Tell whoever booked',
          hasProblems: true,
          back: back(token),
        })
      }
      const told = await notifyContact(c.var.act, own, typed.data.statement)
      flash(
        c,
        !told.ok
          ? 'The event is over or cancelled, so nobody has been sent a message'
          : told.value
            ? `We are writing to whoever booked. ${hasBegun(own, c.var.act.now) ? 'Whoever closes the register sees it too' : 'Your place stays yours until they change it'}`
            : 'You have said that already within the last day, or changed it too often: nobody has been sent a message',
      )
      return c.redirect(`/place/${token}`, 303)
    }),
  )
