import { Hono } from 'hono'
import { sayDaysOff } from '#base/council/working-day.ts'
import { instant, londonDay, sayLongDay } from '#base/dates.ts'
import { ok } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { text } from '#base/web/form.ts'
import { question, withPages } from '#base/web/page.tsx'
import { P, Warning } from '#base/web/page-parts.tsx'
import { type Asked, atField } from '#base/web/press.tsx'
import { versionForm } from '#events/editing/forms.ts'
import { previewChange } from '#events/editing/preview-change.ts'
import { ConfirmChangePage } from '#events/editing/views/confirm-event.tsx'
import { refusalWords } from '#events/editing/views/refusals.tsx'
import { firstStart } from '#events/events/event.ts'
import { eventAndReach } from '#events/events/list-store.ts'
import { isLate } from '#messages/outbox/sending.ts'
import { movedDeadlines, movedEvent } from './event-move.ts'
import { moveEvent } from './move-event.ts'
import { moveForm } from './move-forms.ts'
import { readHeldBacks } from './rules-store.ts'

const toEvent = ({ part }: Asked): string => `/organiser/events/${part('code')}`

const move = question({
  at: '/events/:code/move',
  find: (act, { part }) => eventAndReach(act.db, part('code'), act.now),
  instead: ({ event: { code, state, sessions } }, c) =>
    c.req.method === 'GET' && (state === 'cancelled' || sessions.length === 0)
      ? c.redirect(`/organiser/events/${code}${state === 'cancelled' ? '' : '/edit'}`, 303)
      : undefined,
  title: 'Move an event',
  heading: 'Move this event to another day',
  back: ({ event }) => ({ href: `/organiser/events/${event.code}`, text: event.title }),
  above: ({ event }) => (
    <>
      <P>
        It begins on {sayLongDay(firstStart(event) ?? '')}. Its sessions, breaks and deadlines move with it, at the same times of day.
        Bookings stay.
      </P>
      <P>You see what changes, and who is sent what, before anything is saved.</P>
    </>
  ),
  form: (_, { event }) => moveForm(event),
  hidden: ({ event }) => ({ version: String(event.version) }),
  fills: (body) => (text(body, 'do') === 'back' ? body : undefined),
  button: 'Continue',
  act: async (act, to, { subject, field, body, c }) => {
    const { event, cancelling } = subject
    const { version } = versionForm.parse(body)
    const heldBacks = (await readHeldBacks(act, event.code))?.heldBacks ?? []
    const moved = movedEvent(event, heldBacks, to, cancelling.calendar, act.now)
    const asked = { draft: moved.draft, version, confirmed: field('confirmed') === 'yes', freeUntil: field('freeUntil') }
    const seen = await previewChange(act, subject, { ...asked, isAlwaysShown: true })
    if ('refused' in seen) return { ok: false, reason: seen.refused }
    if ('freeUntil' in seen) {
      const done = await moveEvent(act, { event, version, move: moved, freeUntil: seen.freeUntil })
      const begins = firstStart(moved.draft) ?? null
      return done.ok ? ok({ ...done.value, to, late: done.value.sendingId !== undefined && isLate(begins, instant(act.now)) }) : done
    }
    if (seen.preview.problems) c.status(422)
    const daysOff = sayDaysOff(
      moved.draft.sessions.map(({ startsAt }) => londonDay(startsAt)),
      cancelling.calendar,
    )
    // Each session moves as its day does.
    const ofDay = seen.preview.differences.filter(({ what }) => what === 'When')
    const differences = [...ofDay, ...movedDeadlines(event, moved)]
    return c.render(
      <ConfirmChangePage
        event={event}
        {...seen.preview}
        differences={differences}
        draft={moved.draft}
        action={c.req.path}
        sent={{ day: to }}
        version={version}
      >
        {daysOff ? <Warning>{daysOff}</Warning> : null}
      </ConfirmChangePage>,
      {
        title: 'Confirm the move',
        hasProblems: seen.preview.problems !== undefined,
        back: { href: c.req.path, text: 'Another day' },
      },
    )
  },
  refused: atField('day', refusalWords),
  done: (_, { to, late }) =>
    late
      ? `Moved to ${sayLongDay(to)}. The event begins soon: from here you get to the telephone list`
      : `Moved to ${sayLongDay(to)}, with its deadlines`,
  to: (asked, done) => (done?.sendingId ? `/organiser/sendings/${done.sendingId}` : toEvent(asked)),
})

/** Mounted at /organiser. */
export const organiserMovePages = withPages(new Hono<AppEnv>(), move)
