import { Hono } from 'hono'
import { selectByUrn } from '#attendance/corrections/store.ts'
import { selectChoices } from '#attendance/coverage/choices-store.ts'
import { usualPeriod } from '#attendance/coverage/coverage.ts'
import type { Report } from '#attendance/coverage/report.ts'
import { readReport } from '#attendance/coverage/store.ts'
import type { WrittenFirst } from '#base/council.ts'
import { londonDay } from '#base/dates.ts'
import { each, mapped, readNow, together } from '#base/db/read.ts'
import { type Result, refuse } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { Details, P } from '#base/web/page-parts.tsx'
import { type Asked, press } from '#base/web/press.tsx'
import { selectEventByCode } from '#events/events/store.ts'
import { narrowings, sayReach } from './audience.ts'
import { figuresOf } from './invitation.ts'
import { selectInvitations, selectInvitedSchools } from './invitation-store.ts'
import { invitedForm, readInvited } from './invited-forms.ts'
import { isBookable } from './mailing.ts'
import { InvitePage } from './views/invite.tsx'
import { beginRefusals } from './views/refusals.tsx'
import { inviteSchools } from './write-mailing.ts'

const readEvent = ({ db, part, now }: Asked) =>
  mapped(together({ event: selectEventByCode(db, part('code'), now), choices: selectChoices(db, londonDay(now)) }), ({ event, choices }) =>
    event && event.state !== 'draft' ? { event, choices, tables: [] as Report['tables'] } : undefined,
  )

const invite = press({
  at: '/:code/invite',
  read: readEvent,
  form: (_, { tables }) => invitedForm(tables),
  filled: () => ({ answer: 'all', settings: 'yes' }),
  shape: ({ answer, settings, ...narrowing }, { first }: { tables: Report['tables']; first: WrittenFirst }, { problems }) => (
    <>
      {answer}
      {settings}
      <Details summary="Only some schools" open={problems !== undefined}>
        {Object.values(narrowing)}
      </Details>
      <P>
        Each school gets one mail, to {sayReach('best', first)}. It says what a place costs that school and whose training is due there, and
        leads to booking. Unless you choose schools by their numbers, their trusts get one mail each at an address that is confirmed, with
        the schools that have not booked. Nothing goes before you have seen it.
      </P>
    </>
  ),
  button: 'Continue',
  act: async (
    act,
    typed,
    { subject: { event, choices }, id },
  ): Promise<Result<string, 'not_bookable' | 'saved_otherwise' | 'unknown_school'>> => {
    if (!isBookable(event, act.now)) return refuse('not_bookable')
    const { urns, settings } = typed
    if (urns.length === 0) {
      const audience = readInvited(typed, event.code, choices, act.laCodes, londonDay(act.now))
      return inviteSchools(act, { id, eventId: event.id, audience })
    }
    const schools = (await readNow(act.db, selectByUrn(act.db, urns))).map((school) => school.id)
    if (schools.length !== urns.length) return refuse('unknown_school')
    return inviteSchools(act, {
      id,
      eventId: event.id,
      audience: { of: 'named', schools, list: '', ...(settings ? { settings } : {}) },
    })
  },
  refused: {
    ...beginRefusals,
    not_bookable: { says: 'Nobody can book this event now', status: 422 },
    unknown_school: { field: 'urns', says: 'Enter the numbers (URN) of schools that we hold', status: 422 },
  },
  to: (_, id) => `/organiser/mailings/${id}/send`,
})

const invitations = page({
  at: '/:code/invite',
  read: (asked) =>
    mapped(
      together({ found: readEvent(asked), invitations: selectInvitations(asked.db, asked.part('code')) }),
      ({ found, ...beside }) => found && { ...found, ...beside },
    ),
  also: async ({ db, now }, found, { c }) => {
    const { laCodes, writtenFirst } = c.var.council
    const today = londonDay(now)
    const ofOne = found.invitations.map((one) =>
      mapped(selectInvitedSchools(db, one.id), (schools) => ({ ...one, figures: figuresOf(schools) })),
    )
    const [{ tables }, sent] = await Promise.all([
      readReport(db, { laCodes, on: today, ...usualPeriod(today), topic: undefined, event: undefined }, narrowings),
      readNow(db, each(ofOne)),
    ])
    return { tables, sent, first: writtenFirst }
  },
  title: 'Invite schools',
  back: ({ event }) => ({ href: `/organiser/events/${event.code}/messages`, text: 'Messages of the event' }),
  wide: true,
  presses: { invite },
  show: (found, forms, { now }) => <InvitePage sent={found.sent} form={isBookable(found.event, now) ? forms.invite(found) : undefined} />,
})

/** Inviting schools to an event. Mounted at /organiser/events. */
export const organiserInvitePages = withPages(new Hono<AppEnv>(), invitations)
