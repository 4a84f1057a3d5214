import { type Context, Hono } from 'hono'
import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { ok } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { text } from '#base/web/form.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { changesOfEvent } from '#calendars/invites/named-change.ts'
import { type CallOffRefusal, callOffRefusal, withoutSession } from '#events/events/calling-off.ts'
import type { EventDetails, EventSession } from '#events/events/event.ts'
import { eventAndReach } from '#events/events/list-store.ts'
import { isMove, readFreeUntil, usualFreeDay } from '#events/events/moved-event.ts'
import { differencesOf, recipientsOf } from '#events/events/recipient.ts'
import { readKnown } from '#events/events/recipient-store.ts'
import { isLate } from '#messages/outbox/sending.ts'
import { callOffSession, messagesOfCallingOff, whyNotCallOff } from './call-off-session.ts'
import { callOffForm, versionForm } from './forms.ts'
import { AboutCallingOff, ConfirmCallOffPage, KeepIt } from './views/call-off.tsx'
import { NotDonePage, refusalWords } from './views/refusals.tsx'

type C = Context<AppEnv>
type Read = NonNullable<Awaited<ReturnType<typeof eventAndReach>>>
type ToCallOff = Pick<Read, 'event' | 'reach' | 'cancelling'> & { session: EventSession }

/** The event, if the session is one of its own, also a former one. */
const read = async ({ db, now }: Act, { part }: Asked): Promise<Read | undefined> => {
  const found = await eventAndReach(db, part('code'), now)
  const isItsOwn = [...(found?.event.sessions ?? []), ...(found?.event.calledOff ?? [])].some(({ id }) => id === part('sessionId'))
  return isItsOwn ? found : undefined
}

const backTo = ({ event }: { event: EventDetails }) => ({ href: `/organiser/events/${event.code}`, text: event.title })

const refuse = (c: C, event: EventDetails, reason: CallOffRefusal) => {
  c.status(409)
  return c.render(<NotDonePage event={event} heading="The session has not been called off" why={refusalWords[reason]} />, {
    title: 'The session has not been called off',
    back: backTo({ event }),
    hasProblems: true,
  })
}

const title = 'Call off a session'

/** Whether the event moves by it, so that those under terms may cancel free of charge. */
const movingOf = (act: Act, { event, reach, session }: ToCallOff, why: string) => {
  const after = withoutSession(event, session, why, act.now)
  const isMoved = session.endsAt > instant(act.now) && reach.underTerms > 0 && isMove(changesOfEvent(event, after))
  return { after, start: after.sessions[0]?.startsAt, isMoved }
}

/** Whom it concerns, before it is done. */
const confirm = async (c: C, found: ToCallOff, why: string, day: string, freeUntil: string | undefined, problems?: Problems) => {
  const { act } = c.var
  const { event, session, reach } = found
  const refusal = await whyNotCallOff(act, event, session.id)
  if (refusal) return refuse(c, event, refusal)
  if (problems) c.status(422)
  const { messages } = await messagesOfCallingOff(act, event, session, why, freeUntil)
  const { after, isMoved } = movingOf(act, found, why)
  return c.render(
    <ConfirmCallOffPage
      event={event}
      session={session}
      why={why}
      recipients={recipientsOf(messages, await readKnown(act.db, event.id, messages))}
      free={isMoved ? { day, bookings: reach.underTerms } : undefined}
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

const callOff = press({
  at: '/events/:code/sessions/:sessionId/calling-off',
  find: async (act, { c, ...asked }): Promise<ToCallOff | Response | undefined> => {
    const found = await read(act, asked)
    if (!found) return undefined
    const early = callOffRefusal(found.event, asked.part('sessionId'))
    // Pressed twice.
    if (early === 'called_off_before') return c.redirect(`/organiser/events/${found.event.code}`, 303)
    const session = found.event.sessions.find(({ id }) => id === asked.part('sessionId'))
    return early || !session ? refuse(c, found.event, early ?? 'no_such_session') : { ...found, session }
  },
  fills: (body) => (text(body, 'do') === 'back' ? body : undefined),
  form: callOffForm,
  hidden: ({ event }) => ({ version: String(event.version) }),
  button: 'Continue',
  act: async (act, { why, freeUntil: typedDay }, { subject, field, body, c }) => {
    const { event, session, cancelling } = subject
    const { version } = versionForm.parse(body)
    if (version !== event.version) return refuse(c, event, 'stale')
    const confirmed = field('confirmed') === 'yes'
    const { start, isMoved } = movingOf(act, subject, why)
    const day = confirmed ? typedDay : isMoved ? usualFreeDay(act.now, start, cancelling.calendar) : ''
    const until = isMoved ? readFreeUntil(day, act.now, start) : { freeUntil: undefined }
    const freeUntil = 'problem' in until ? undefined : until.freeUntil
    if (!confirmed) return confirm(c, subject, why, day, freeUntil)
    if ('problem' in until) return confirm(c, subject, why, day, freeUntil, { freeUntil: until.problem })
    const done = await callOffSession(act, { event, version, sessionId: session.id, why, freeUntil })
    if (done.ok) return ok({ ...done.value, late: done.value.sendingId !== undefined && isLate(start ?? null, instant(act.now)) })
    return done.reason === 'called_off_before' ? c.redirect(`/organiser/events/${event.code}`, 303) : refuse(c, event, done.reason)
  },
  refused: {},
  done: (_, { late }) =>
    late ? 'Called off. The event begins soon: from here you get to the telephone list' : 'The session is called off',
  to: ({ part }, done) => (done?.sendingId ? `/organiser/sendings/${done.sendingId}` : `/organiser/events/${part('code')}`),
})

const calling = page({
  at: '/events/:code/sessions/:sessionId/call-off',
  find: async (act, { c, ...asked }): Promise<ToCallOff | Response | undefined> => {
    const found = await read(act, asked)
    if (!found) return undefined
    const refusal = await whyNotCallOff(act, found.event, asked.part('sessionId'))
    const session = found.event.sessions.find(({ id }) => id === asked.part('sessionId'))
    return refusal || !session ? refuse(c, found.event, refusal ?? 'no_such_session') : { ...found, session }
  },
  title,
  heading: ({ session }) => `Call off ${session.title || 'this session'}`,
  back: backTo,
  presses: { callOff },
  show: (found, forms, { now }) => (
    <>
      <AboutCallingOff {...found} isOver={found.session.endsAt <= instant(now)} />
      {forms.callOff(found)}
      <KeepIt event={found.event} />
    </>
  ),
})

export const organiserSessionPages = withPages(new Hono<AppEnv>(), calling)
