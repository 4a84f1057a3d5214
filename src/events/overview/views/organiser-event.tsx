import type { Child } from 'hono/jsx'
import { sayInstant } from '#base/dates.ts'
import { Button } from '#base/web/field.tsx'
import { Address, Bullets, Caption, Heading, Inset, Link, P, SummaryList, VisuallyHidden } from '#base/web/page-parts.tsx'
import { counted, listed } from '#base/words.ts'
import { sayCalendar } from '#events/editing/views/calendar-fields.tsx'
import { isLate, type Missing, missingToPublish } from '#events/events/draft.ts'
import { type BookingState, blocksOf, bookingState, type EventDetails, eventFor, waysTo } from '#events/events/event.ts'
import { purposeWords } from '#events/events/event-facts.ts'
import type { Reach } from '#events/events/list-scope.ts'
import { type CountsTowards, isSaid, sayCountsTowards, sayUnsaid } from '#events/events/requirement.ts'
import { EventTabs } from '#events/events/views/event-tabs.tsx'
import { attendanceWords, BookingTag, bookingWindow, missingWords, sayMinutes, venueLine } from '#events/events/views/words.tsx'
import { Times, WorkshopList, WorkshopWarnings } from '#events/events/views/workshops.tsx'
import { audienceWords, Paragraphs } from '#events/finding/views/event-page.tsx'
import { EventRules } from '#events/rules/views/rules.tsx'
import type { PriceList } from '#money/prices/price.ts'
import type { Accepted } from '#money/terms/terms.ts'
import { CalendarWarning, TermsInWords } from '#money/terms/views/terms.tsx'
import { AutomaticLink } from './automatic-link.tsx'
import { Figures, sayAnswers } from './organiser-figures.tsx'
import { Filled } from './organiser-home.tsx'

type OrganiserEventProps = {
  event: EventDetails
  reach: Reach
  signedOff: readonly string[]
  cancelling: Accepted
  prices: PriceList | undefined
  counts: readonly CountsTowards[]
  off: readonly string[]
  now: Date
}

const Act = ({ event, act, children, kind }: { event: EventDetails; act: string; children: string; kind?: 'secondary' | 'warning' }) => (
  <form method="post" action={`/organiser/events/${event.code}/${act}`}>
    <input type="hidden" name="version" value={String(event.version)} />
    <Button {...(kind ? { kind } : {})}>{children}</Button>
  </form>
)

const LinkButton = ({ href, children }: { href: string; children: string }) => (
  <a href={href} class="govuk-button govuk-button--secondary" draggable={false} data-module="govuk-button">
    {children}
  </a>
)

const Unready = ({ event, lacks }: { event: EventDetails; lacks: readonly Missing[] }) => (
  <Inset>
    <P>Before this event can be published:</P>
    <Bullets>
      {lacks.map((one) => (
        <li>
          <Link href={`/organiser/events/${event.code}/edit#${missingWords[one].field}`}>{missingWords[one].sentence}</Link>
        </li>
      ))}
    </Bullets>
  </Inset>
)

type ActionsProps = {
  event: EventDetails
  state: BookingState
  lacks: readonly Missing[]
  late: boolean
  reach: Reach
  /** One of its registers is signed off. */
  closed: boolean
}

const Actions = ({ event, state, lacks, late, reach, closed }: ActionsProps) => (
  <div class="muster-event-actions muster-no-print">
    {event.state === 'draft' && lacks.length === 0 ? (
      <Act event={event} act="publication">
        {late ? 'Publish late' : 'Publish'}
      </Act>
    ) : null}
    {event.state === 'cancelled' ? null : (
      <a
        href={`/organiser/events/${event.code}/edit`}
        class={`govuk-button${event.state === 'draft' && lacks.length > 0 ? '' : ' govuk-button--secondary'}`}
        draggable={false}
        data-module="govuk-button"
      >
        Change
      </a>
    )}
    {closed ? <LinkButton href={`/organiser/events/${event.code}/correction`}>Correct the record</LinkButton> : null}
    {state === 'open' || state === 'full' || state === 'not_open_yet' ? (
      <Act event={event} act="booking-closure" kind="secondary">
        Close booking
      </Act>
    ) : null}
    {state === 'closed' && event.bookingClosedAt ? (
      <Act event={event} act="booking-reopening" kind="secondary">
        Reopen booking
      </Act>
    ) : null}
    {event.state === 'published' && reach.bookings === 0 && state !== 'over' ? (
      <Act event={event} act="unpublication" kind="secondary">
        Unpublish
      </Act>
    ) : null}
    {state === 'open' || state === 'full' || state === 'not_open_yet' ? (
      <LinkButton href={`/organiser/events/${event.code}/invite`}>Invite schools</LinkButton>
    ) : null}
    <LinkButton href={`/organiser/events/${event.code}/copy`}>Duplicate</LinkButton>
    {event.state === 'cancelled' || state === 'over' ? null : (
      <a href={`/organiser/events/${event.code}/cancel`} class="govuk-link govuk-body govuk-!-margin-bottom-0">
        {event.state === 'draft' ? 'Discard this draft' : 'Cancel this event'}
      </a>
    )}
  </div>
)

/** Parts of a programme of several that can still be called off, and those that were. */
const parts = (event: EventDetails, signedOff: readonly string[]) => {
  const open = event.sessions.length > 1 ? event.sessions.filter(({ id }) => !signedOff.includes(id)) : []
  if (open.length + event.calledOff.length === 0) return undefined
  return (
    <ul class="govuk-list govuk-!-margin-bottom-0">
      {open.map(({ id, title, startsAt }) => (
        <li>
          <Link href={`/organiser/events/${event.code}/sessions/${id}/call-off`}>Call off {title || sayInstant(startsAt)}</Link>
        </li>
      ))}
      {event.calledOff.map(({ id, title, startsAt }) => (
        <li>
          <Link href={`/register/${id}`}>
            <s>{title || sayInstant(startsAt)}</s>
          </Link>{' '}
          called off
        </li>
      ))}
    </ul>
  )
}

export const OrganiserEventPage = ({ event, reach, signedOff, cancelling, prices, counts, off, now }: OrganiserEventProps) => {
  const state = bookingState(event, event.taken, now)
  const lacks = event.state === 'draft' ? missingToPublish(event, now) : []
  const late = event.state === 'draft' && isLate(event, now)
  const audience = audienceWords(event)
  const at = `/organiser/events/${event.code}`
  return (
    <>
      <Caption>{purposeWords[event.purpose]}</Caption>
      <h1 class="govuk-heading-l muster-break">{event.title}</h1>
      <P>
        <BookingTag state={state} />
      </P>
      <EventTabs code={event.code} on="programme" />
      {late ? (
        <Inset>
          This event has begun, so it can only be entered late. Publishing it sends nothing to anybody, and nobody can book it. Then add
          those who came on its register.
        </Inset>
      ) : null}
      {lacks.length > 0 ? <Unready event={event} lacks={lacks} /> : null}
      {event.state === 'cancelled' ? (
        <Inset>
          <P>Cancelled {event.cancelledAt ? sayInstant(event.cancelledAt) : ''}.</P>
          <Paragraphs text={event.cancelReason ?? ''} />
        </Inset>
      ) : null}
      {event.state === 'cancelled' ? null : <WorkshopWarnings event={event} />}
      {event.state === 'cancelled' || state === 'over' ? null : <CalendarWarning cancelling={cancelling} event={event} />}
      <Actions event={event} state={state} lacks={lacks} late={late} reach={reach} closed={signedOff.length > 0} />
      <Figures event={event} reach={reach} />
      <SummaryList
        rows={[
          ...waysTo(event).map((way): [string, Child] => {
            return [way === null ? 'Places taken' : `Taken ${attendanceWords[way]}`, <Filled event={eventFor(event, way)} />]
          }),
          ['Bookings', event.state === 'draft' ? undefined : <Link href={`${at}/bookings`}>{counted(reach.bookings, 'booking')}</Link>],
          ['Calendars said', sayAnswers(reach)],
          ['Questions', <Link href={`${at}/questions`}>What schools are asked</Link>],
          ['Materials', <Link href={`${at}/materials`}>Slides, links and files for those with a place</Link>],
          [
            'What it was worth',
            <Link href={`${at}/evaluation`}>{event.evaluated ? 'What is asked afterwards, and answers' : 'Ask it afterwards'}</Link>,
          ],
          [
            'Workshops',
            event.state !== 'draft' && blocksOf(event.sessions).length > 0 ? (
              <Link href={`${at}/workshops`}>Who has chosen which workshop</Link>
            ) : undefined,
          ],
          ['Parts', event.state === 'published' ? parts(event, signedOff) : undefined],
          ['Certificates', <Link href={`${at}/certificates`}>Who has one, and whether the event gives them</Link>],
          [
            'Messages',
            reach.paused > 0 ? (
              <Link href={`/organiser/sendings?event=${event.code}`}>{counted(reach.paused, 'sending is', 'sendings are')} paused</Link>
            ) : undefined,
          ],
          ['Automatic messages', <AutomaticLink event={event} off={off} />],
          [
            'Counts towards',
            event.state === 'cancelled' ? undefined : (
              <>
                {isSaid(counts) ? sayCountsTowards(counts) : sayUnsaid(counts)}{' '}
                <Link href={`${at}/requirements`}>
                  {isSaid(counts) ? 'Change' : 'Say so'}
                  <VisuallyHidden>{isSaid(counts) ? ' what it counts towards' : ', or that it counts towards nothing'}</VisuallyHidden>
                </Link>
              </>
            ),
          ],
          ['Public page', event.publishedAt ? <Link href={`/events/${event.code}`}>/events/{event.code}</Link> : undefined],
        ]}
      />
      <EventRules event={event} prices={prices} />
      <Heading>What schools see</Heading>
      <SummaryList
        rows={[
          ['When', event.sessions.length > 0 ? <Times event={event} /> : 'No date yet'],
          ['In calendars', sayCalendar(event)],
          ['Workshops', blocksOf(event.sessions).length > 0 ? <WorkshopList event={event} /> : undefined],
          ['Where', venueLine(event) || 'No venue yet'],
          [
            'Joining link',
            event.attendanceMode !== 'in_person' ? <span class="muster-break">{event.joiningLink || 'None yet'}</span> : undefined,
          ],
          ['Topic', [event.topicLabel, ...(event.topicAlso.length > 0 ? [`also called ${listed(event.topicAlso)}`] : [])].join(', ')],
          ['Length', sayMinutes(event.minutes)],
          ['Level', event.level],
          ['Provider', event.provider],
          ['Places for each school', event.placesPerSchool === null ? 'No limit' : String(event.placesPerSchool)],
          ['Schools', audience.kinds],
          ['Roles', audience.roles],
          ['Booking', bookingWindow(event)],
          [
            'Contact',
            event.contactName || event.contactEmail || event.contactTelephone ? (
              <ul class="govuk-list govuk-!-margin-bottom-0">
                {event.contactName ? <li>{event.contactName}</li> : null}
                {event.contactEmail ? (
                  <li>
                    <Address email={event.contactEmail} />
                  </li>
                ) : null}
                {event.contactTelephone ? <li>{event.contactTelephone}</li> : null}
              </ul>
            ) : (
              'Nobody yet'
            ),
          ],
          [
            'Cancelling',
            cancelling.terms ? (
              <TermsInWords terms={cancelling.terms} event={event} calendar={cancelling.calendar} now={now} />
            ) : (
              'Free of charge'
            ),
          ],
          ['Description', event.description ? <Paragraphs text={event.description} /> : undefined],
        ]}
      />
    </>
  )
}
