import type { Child } from 'hono/jsx'
import { Address, Details, Heading, SummaryList, Title } from '#base/web/page-parts.tsx'
import { listed } from '#base/words.ts'
import { pathOfField } from '#events/editing/edit-step.ts'
import { sayCalendar } from '#events/editing/views/calendar-fields.tsx'
import { bookingState, type EventDetails } from '#events/events/event.ts'
import { purposeWords } from '#events/events/event-facts.ts'
import type { Reach } from '#events/events/list-scope.ts'
import { type CountsTowards, isSaid, sayCountsTowards, sayUnsaid } from '#events/events/requirement.ts'
import { bookingWindow, sayMinutes, venueLine } from '#events/events/views/words.tsx'
import { Times } from '#events/events/views/workshops.tsx'
import { audienceWords, Paragraphs } from '#events/finding/views/event-page.tsx'
import { EventRules } from '#events/rules/views/rules.tsx'
import type { PriceList } from '#money/prices/price.ts'
import type { Accepted } from '#money/terms/terms.ts'
import { TermsInWords } from '#money/terms/views/terms.tsx'
import { AutomaticLink } from './automatic-link.tsx'
import { Act, LinkButton } from './event-acts.tsx'

type EventSettingsProps = {
  event: EventDetails
  reach: Reach
  cancelling: Accepted
  prices: PriceList | undefined
  counts: readonly CountsTowards[]
  off: readonly string[]
  now: Date
}

const Contact = ({ event: { contactName, contactEmail, contactTelephone } }: { event: EventDetails }) =>
  contactName || contactEmail || contactTelephone ? (
    <>
      {[contactName, contactEmail ? <Address email={contactEmail} /> : '', contactTelephone].filter(Boolean).map((line) => (
        <div>{line}</div>
      ))}
    </>
  ) : (
    <>Nobody yet</>
  )

/** What schools read of it, each with its field on the form of the event. */
const WhatSchoolsSee = ({ event }: { event: EventDetails }) => {
  const audience = audienceWords(event)
  const rows: [key: string, value: Child | undefined, field: string][] = [
    ['Title', event.title, 'title'],
    ['Kind', purposeWords[event.purpose], 'purpose'],
    ['Topic', [event.topicLabel, ...(event.topicAlso.length > 0 ? [`also called ${listed(event.topicAlso)}`] : [])].join(', '), 'topicId'],
    ['Description', event.description ? <Paragraphs text={event.description} /> : 'None yet', 'description'],
    ['When', event.sessions.length > 0 ? <Times event={event} inShort /> : 'No date yet', 'session-1-date'],
    ['Where', venueLine(event) || 'No venue yet', 'venueName'],
    [
      'Joining link',
      event.attendanceMode === 'in_person' ? undefined : <span class="muster-break">{event.joiningLink || 'None yet'}</span>,
      'joiningLink',
    ],
    ['Length', sayMinutes(event.minutes), 'hours'],
    ['Level', event.level, 'level'],
    ['Provider', event.provider, 'provider'],
    ['Schools', audience.kinds, 'kinds'],
    ['Roles', audience.roles, 'roles'],
    ['Earlier course', audience.course || 'None', 'courseTopic'],
    ['Booking', bookingWindow(event), 'bookingOpensDate'],
    ['Places for each school', event.placesPerSchool === null ? 'No limit' : String(event.placesPerSchool), 'placesPerSchool'],
    ['Contact', <Contact event={event} />, 'contactName'],
    ['In calendars', sayCalendar(event), 'calendarTitle'],
  ]
  const change = (field: string) => ({ href: pathOfField(event.code, field), text: 'Change' })
  const canChange = event.state !== 'cancelled'
  return <SummaryList rows={rows.map(([key, value, field]) => (canChange ? [key, value, change(field)] : [key, value]))} />
}

/** What cannot be undone, or hides the event again: last, and alone. */
const WhatEndsIt = ({ event, reach, isOver }: { event: EventDetails; reach: Reach; isOver: boolean }) =>
  event.state === 'cancelled' || isOver ? null : (
    <>
      <Heading>{event.state === 'draft' ? 'Discard it' : 'Cancel it'}</Heading>
      <div class="muster-event-actions">
        {event.state === 'published' && reach.bookings === 0 ? (
          <Act event={event} act="unpublication" kind="secondary">
            Unpublish
          </Act>
        ) : null}
        <LinkButton href={`/organiser/events/${event.code}/cancel`} kind="warning">
          {event.state === 'draft' ? 'Discard this draft' : 'Cancel this event'}
        </LinkButton>
      </div>
    </>
  )

/** What an event is set to, what that means for a school, and where it is changed. */
export const EventSettingsPage = ({ event, reach, cancelling, prices, counts, off, now }: EventSettingsProps) => {
  const at = `/organiser/events/${event.code}`
  return (
    <>
      <Title>Settings</Title>
      <Heading>What schools see</Heading>
      <WhatSchoolsSee event={event} />
      <EventRules event={event} prices={prices} />
      {cancelling.terms ? (
        <Details summary="What cancelling costs, as schools read it">
          <TermsInWords terms={cancelling.terms} event={event} calendar={cancelling.calendar} now={now} />
        </Details>
      ) : null}
      <Heading>Everything else</Heading>
      <SummaryList
        rows={[
          [
            'Counts as',
            event.state === 'cancelled' ? undefined : isSaid(counts) ? sayCountsTowards(counts) : sayUnsaid(counts),
            { href: `${at}/requirements`, text: 'Change' },
          ],
          ['Questions', 'What schools are asked when they book', { href: `${at}/questions`, text: 'Change' }],
          ['Materials', 'Slides, links and files for those with a place', { href: `${at}/materials`, text: 'Change' }],
          ['Feedback', event.evaluated ? 'Asked after the event' : 'Not asked yet', { href: `${at}/evaluation`, text: 'Change' }],
          ['Certificates', 'Whether the event gives them, and who has one', { href: `${at}/certificates`, text: 'Change' }],
          ['Automatic messages', <AutomaticLink event={event} off={off} />],
          ['Another date', 'A draft with everything of this event', { href: `${at}/copy`, text: 'Duplicate' }],
        ]}
      />
      <WhatEndsIt event={event} reach={reach} isOver={bookingState(event, event.taken, now) === 'over'} />
    </>
  )
}
