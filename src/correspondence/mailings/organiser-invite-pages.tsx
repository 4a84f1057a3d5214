import { type Context, Hono } from 'hono'
import { readChoices } from '#attendance/coverage/choices-store.ts'
import { type Choices, usualPeriod } from '#attendance/coverage/coverage.ts'
import { readReport } from '#attendance/coverage/store.ts'
import { londonDay } from '#base/dates.ts'
import { each, mapped, readNow } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { formId } from '#base/web/form.ts'
import type { EventDetails } from '#events/events/event.ts'
import { eventByCode } from '#events/events/store.ts'
import { type InvitedAnswer, narrowings, type Settings } from './audience.ts'
import { invitedForm, readInvited } from './forms.ts'
import { figuresOf } from './invitation.ts'
import { selectInvitations, selectInvitedSchools } from './invitation-store.ts'
import { inviteSchools } from './invite-schools.ts'
import { isBookable } from './mailing.ts'
import { InvitePage } from './views/invite.tsx'

type C = Context<AppEnv>

const eventOf = async (c: C): Promise<EventDetails> => {
  const event = await eventByCode(c.env.DB, c.req.param('code') ?? '', c.var.act.now)
  if (!event || event.state === 'draft') throw notFound('event')
  return event
}

const show = async (c: C, typed: { answer: InvitedAnswer; settings?: Settings | undefined }, problems?: Problems) => {
  const { act, council } = c.var
  const today = londonDay(act.now)
  const [event, invitations, { tables }] = await Promise.all([
    eventOf(c),
    readNow(act.db, selectInvitations(act.db, c.req.param('code') ?? '')),
    readReport(act.db, { laCodes: council.laCodes, on: today, ...usualPeriod(today), topic: undefined, event: undefined }, narrowings),
  ])
  const sent = await readNow(
    act.db,
    each(invitations.map((one) => mapped(selectInvitedSchools(act.db, one.id), (schools) => ({ ...one, figures: figuresOf(schools) })))),
  )
  if (problems) c.status(422)
  return c.render(
    <InvitePage
      {...{ event, sent, tables, typed, problems }}
      id={newId(act.now)}
      canInvite={isBookable(event, act.now)}
      first={council.writtenFirst}
    />,
    {
      title: 'Invite schools',
      hasProblems: problems !== undefined,
      back: { href: `/organiser/events/${event.code}/messages`, text: 'Messages of the event' },
    },
  )
}

/** Inviting schools to an event. Mounted at /organiser/events. */
export const organiserInvitePages = new Hono<AppEnv>()
  .get('/:code/invite', (c) => show(c, { answer: 'all', settings: true }))
  .post('/:code/invite', async (c) => {
    const { act } = c.var
    const body = await c.req.parseBody()
    const [event, choices]: [EventDetails, Choices] = await Promise.all([eventOf(c), readChoices(act.db, londonDay(act.now))])
    const typed = invitedForm.parse(body)
    if (!isBookable(event, act.now)) return show(c, typed, { answer: 'Nobody can book this event now' })
    const audience = readInvited(typed, event.code, choices, act.laCodes, londonDay(act.now))
    const id = await inviteSchools(act, { id: formId(body, act.now), eventId: event.id, audience })
    return c.redirect(`/organiser/mailings/${id}/send`, 303)
  })
