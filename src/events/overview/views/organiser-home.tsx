import { sayShortDay, sayTime } from '#base/dates.ts'
import { Heading, Link, P, Table, Title, Warning } from '#base/web/page-parts.tsx'
import { counted, plural } from '#base/words.ts'
import { allPlaces, firstStart, type ListedEvent } from '#events/events/event.ts'
import { sayAdviceWaits, type ToDo } from '#events/events/list-scope.ts'
import { sayTaken } from '#events/events/views/places.tsx'
import { sayProposalsWait } from '#people/proposals/proposal.ts'

/** The words beside it say the same. */
export const Filled = ({ event }: { event: Parameters<typeof sayTaken>[0] }) => {
  const width = Math.min(100, Math.round((100 * event.taken) / allPlaces(event)))
  return (
    <span class="muster-filled">
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <rect class="muster-filled__all" width="100" height="10" />
        <rect class="muster-filled__taken" width={String(width)} height="10" />
      </svg>
      <span class="muster-nowrap">{sayTaken(event)}</span>
    </span>
  )
}

export const shortWhen = (event: ListedEvent): string => {
  const start = firstStart(event)
  return start ? `${sayShortDay(start)}, ${sayTime(start)}` : 'No date yet'
}

const waiting = (toDo: ToDo): [n: number, words: string, href: string][] =>
  (
    [
      [toDo.noSchools, 'Bring in the national register: no school is known yet', '/organiser/register-imports/new'],
      [toDo.registersToday, `${counted(toDo.registersToday, 'register')} to take today`, '/register'],
      [toDo.registersOpen, `${counted(toDo.registersOpen, 'register')} to close`, '/register'],
      [toDo.approvals, `${counted(toDo.approvals, 'place')} for you to approve or refuse`, '/organiser/bookings?state=approval'],
      [toDo.unnamed, `${counted(toDo.unnamed, 'place')} without a name past the day it was due`, '/organiser/bookings?state=overdue'],
      [toDo.waiting, `${counted(toDo.waiting, 'place')} on waiting lists`, '/organiser/bookings?state=waiting'],
      [toDo.claims, `${counted(toDo.claims, 'person is', 'people are')} waiting to act for a school`, '/organiser/claims'],
      [toDo.paused, `${counted(toDo.paused, 'sending is', 'sendings are')} paused`, '/organiser/sendings'],
      [toDo.unsent, `${counted(toDo.unsent, 'message')} could not be sent`, '/organiser/messages?state=failed'],
      [toDo.failing, `${counted(toDo.failing, 'email address does', 'email addresses do')} not work`, '/organiser/addresses'],
      [
        toDo.unread,
        `${counted(toDo.unread, 'mail')} to our sending address could not be read or relied on`,
        '/organiser/log?act=mail.not_read',
      ],
      [toDo.proposals, sayProposalsWait(toDo.proposals, toDo.overdue), '/organiser/proposals'],
      [toDo.reviews, `${counted(toDo.reviews, 'question')} about the identity of a school`, '/organiser/register-imports'],
      [toDo.advice, sayAdviceWaits(toDo.advice, toDo.adviceDays ?? 0), '/guidance/advice'],
      [
        toDo.access,
        `${counted(toDo.access, 'access need')} to answer or arrange${toDo.accessLate > 0 ? `, ${toDo.accessLate} of them late` : ''}`,
        `/organiser/events/${toDo.accessCode}/needs`,
      ],
      [
        toDo.complaints,
        `${counted(toDo.complaints, 'complaint')} about data to answer${toDo.complaintsLate > 0 ? `, ${toDo.complaintsLate} of them late` : ''}`,
        '/organiser/complaints',
      ],
      [toDo.drafts, `${counted(toDo.drafts, 'draft')} to finish and publish`, '/organiser/events?show=drafts'],
    ] as [number, string, string][]
  ).filter(([n]) => n > 0)

type OrganiserHomePageProps = {
  events: readonly ListedEvent[]
  total: number
  toDo: ToDo
  /** Whether this deployment can send mail at all. */
  mailGoes: boolean
}

export const OrganiserHomePage = ({ events, total, toDo, mailGoes }: OrganiserHomePageProps) => {
  const things = waiting(toDo)
  return (
    <>
      <Title>Today</Title>
      {toDo.ceilings > 0 ? (
        <Warning>
          Email limit reached: {counted(toDo.ceilings, 'sign-in code or email', 'sign-in codes or emails')}{' '}
          {plural(toDo.ceilings, 'was', 'were')} not sent since yesterday. People you know still get codes in a browser in which they have
          signed in before. <a href="/organiser/refusals">See the refused attempts</a>. An administrator can raise the limit under Settings.
        </Warning>
      ) : null}
      {toDo.sharedSpent || toDo.strangersSpent ? (
        <Warning>
          The part of your mail plan for {toDo.sharedSpent ? 'schools and people you do not know' : 'people you do not know'} is used up for
          now. What {toDo.sharedSpent ? 'they book, change or ask for' : 'they ask for'} is refused, with the time from which it works
          again. An administrator can raise the number under Settings.
        </Warning>
      ) : null}
      {toDo.factorTries > 0 ? (
        <Warning>
          Somebody who reads the mail of one of your people has typed more than twenty wrong codes of a second factor since yesterday. If it
          was not that person, somebody else reads their mailbox.{' '}
          <a href="/organiser/log?act=account.factor_refused">See in the log whose account it is</a>, ring them, and let them change the
          password of their mailbox.
        </Warning>
      ) : null}
      {mailGoes ? null : (
        <Warning>No mail is being sent: this service has no mail key. Messages are kept and go out once an administrator sets it.</Warning>
      )}
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          <Heading>To do</Heading>
          {things.length === 0 ? (
            <P>Nothing is waiting for you.</P>
          ) : (
            <ul class="govuk-list muster-to-do">
              {things.map(([, words, href]) => (
                <li>
                  <Link href={href}>{words}</Link>
                </li>
              ))}
            </ul>
          )}
        </div>
        <div class="govuk-grid-column-one-third">
          <a href="/organiser/events/new" class="govuk-button" draggable={false} data-module="govuk-button">
            Create an event
          </a>
        </div>
      </div>
      {events.length === 0 ? (
        <>
          <Heading>Next events</Heading>
          <P>No published event lies ahead.</P>
        </>
      ) : (
        <Table
          caption="Next events"
          columns={['Event', 'When', 'Places taken']}
          rows={events.map((event) => [
            <a class="govuk-link muster-event-name" href={`/organiser/events/${event.code}`}>
              {event.title}
            </a>,
            shortWhen(event),
            <Filled event={event} />,
          ])}
        />
      )}
      {total > events.length ? (
        <P>
          <Link href="/organiser/events">See all {total} upcoming events</Link>
        </P>
      ) : null}
    </>
  )
}
