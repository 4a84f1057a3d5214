import { type Context, Hono } from 'hono'
import { instant } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import { flash } from '#base/web/flash.ts'
import { problemOf, text } from '#base/web/form.ts'
import { changesOfEvent } from '#calendars/invites/named-change.ts'
import { type CallOffRefusal, callOffRefusal, withoutSession } from '#events/events/calling-off.ts'
import type { EventDetails } from '#events/events/event.ts'
import { eventAndReach } from '#events/events/list-store.ts'
import { isMove, readFreeUntil, usualFreeDay } from '#events/events/moved-event.ts'
import { differencesOf, recipientsOf } from '#events/events/recipient.ts'
import { readKnown } from '#events/events/recipient-store.ts'
import { isLate } from '#messages/outbox/sending.ts'
import { callOffSession, messagesOfCallingOff, whyNotCallOff } from './call-off-session.ts'
import { callOffForm } from './forms.ts'
import { CallOffPage, ConfirmCallOffPage } from './views/call-off.tsx'
import { NotDonePage, refusalWords } from './views/refusals.tsx'

type C = Context<AppEnv, '/events/:code/sessions/:sessionId/*'>

const read = async (c: C) => {
  const subject = await eventAndReach(c.env.DB, c.req.param('code'), c.var.act.now)
  const session = [...(subject?.event.sessions ?? []), ...(subject?.event.calledOff ?? [])].find(
    ({ id }) => id === c.req.param('sessionId'),
  )
  if (!subject || !session) throw notFound('session')
  return subject
}

const backTo = (event: EventDetails) => ({ href: `/organiser/events/${event.code}`, text: event.title })

const refuse = (c: C, event: EventDetails, reason: CallOffRefusal) => {
  c.status(409)
  return c.render(<NotDonePage event={event} heading="The session has not been called off" why={refusalWords[reason]} />, {
    title: 'The session has not been called off',
    back: backTo(event),
    hasProblems: true,
  })
}

const title = 'Call off a session'

export const organiserSessionPages = new Hono<AppEnv>()
  .get('/events/:code/sessions/:sessionId/call-off', async (c) => {
    const { act } = c.var
    const { event } = await read(c)
    const refusal = await whyNotCallOff(act, event, c.req.param('sessionId'))
    const session = event.sessions.find(({ id }) => id === c.req.param('sessionId'))
    if (refusal || !session) return refuse(c, event, refusal ?? 'no_such_session')
    return c.render(<CallOffPage event={event} session={session} why="" isOver={session.endsAt <= instant(act.now)} />, {
      title,
      back: backTo(event),
    })
  })
  .post('/events/:code/sessions/:sessionId/calling-off', async (c) => {
    const { act } = c.var
    const sessionId = c.req.param('sessionId')
    const { event, reach, cancelling } = await read(c)
    const session = event.sessions.find(({ id }) => id === sessionId)
    const early = callOffRefusal(event, sessionId)
    // Pressed twice.
    if (early === 'called_off_before') return c.redirect(`/organiser/events/${event.code}`, 303)
    if (early || !session) return refuse(c, event, early ?? 'no_such_session')
    const isOver = session.endsAt <= instant(act.now)
    const body = await c.req.parseBody()
    const typed = callOffForm.safeParse(body)
    if (!typed.success || typed.data.do === 'back') {
      if (!typed.success) c.status(422)
      const problems = typed.success ? undefined : { why: problemOf(typed.error) }
      const why = text(body, 'why')
      return c.render(<CallOffPage event={event} session={session} why={why} isOver={isOver} problems={problems} />, {
        title,
        back: backTo(event),
        hasProblems: problems !== undefined,
      })
    }
    const { version, why, confirmed, freeUntil: typedDay } = typed.data
    if (version !== event.version) return refuse(c, event, 'stale')
    const after = withoutSession(event, session, why, act.now)
    const start = after.sessions[0]?.startsAt
    const mayFree = !isOver && reach.underTerms > 0 && isMove(changesOfEvent(event, after))
    const day = confirmed ? typedDay : mayFree ? usualFreeDay(act.now, start, cancelling.calendar) : ''
    const until = mayFree ? readFreeUntil(day, act.now, start) : { freeUntil: undefined }
    const problems = confirmed && 'problem' in until ? { freeUntil: until.problem } : undefined
    const freeUntil = 'problem' in until ? undefined : until.freeUntil
    if (!confirmed || problems) {
      const refusal = await whyNotCallOff(act, event, sessionId)
      if (refusal) return refuse(c, event, refusal)
      if (problems) c.status(422)
      const { messages } = await messagesOfCallingOff(act, event, session, why, freeUntil)
      const recipients = recipientsOf(messages, await readKnown(act.db, event.id, messages))
      const free = mayFree ? { day, bookings: reach.underTerms } : undefined
      return c.render(
        <ConfirmCallOffPage
          event={event}
          session={session}
          why={why}
          recipients={recipients}
          free={free}
          after={after}
          problems={problems}
          differences={differencesOf(event, after)}
        />,
        {
          title,
          back: { href: `/organiser/events/${event.code}/sessions/${session.id}/call-off`, text: 'Why is it called off?' },
          hasProblems: problems !== undefined,
        },
      )
    }
    const done = await callOffSession(act, { event, version, sessionId, why, freeUntil })
    if (!done.ok && done.reason === 'called_off_before') return c.redirect(`/organiser/events/${event.code}`, 303)
    if (!done.ok) return refuse(c, event, done.reason)
    const { sendingId } = done.value
    const late = sendingId !== undefined && isLate(start ?? null, instant(act.now))
    flash(c, late ? 'Called off. The event begins soon: from here you get to the telephone list' : 'The session is called off')
    return c.redirect(sendingId ? `/organiser/sendings/${sendingId}` : `/organiser/events/${event.code}`, 303)
  })
