import type { Child } from 'hono/jsx'
import { sayInstant } from '#base/dates.ts'
import { Bullets, Heading, Inset, Link, P, Page, Title, VisuallyHidden } from '#base/web/page-parts.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import type { CalendarEntry, LiveFeed, OwnFeeds } from '../feed.ts'
import { AddToCalendar, SubscribeToAll } from './add.tsx'

type FeedActionsProps = { at: string; feed: LiveFeed | undefined; of: string; make: (of: string) => Child }

/** What can be done with an address. `of`: whose places, for screen readers. */
export const FeedActions = ({ at, feed, of, make }: FeedActionsProps) => {
  const hidden = <VisuallyHidden> for {of}</VisuallyHidden>
  return feed === undefined ? (
    make(of)
  ) : (
    <>
      <P>There is an address, made on {sayInstant(feed.createdAt)}. We keep no copy of it, so we cannot show it again.</P>
      <ul class="govuk-list govuk-!-margin-bottom-6">
        <li>
          <Link href={`${at}/new`}>Make a new address{hidden}</Link>
        </li>
        <li>
          <Link href={`${at}/end`}>End the address{hidden}</Link>
        </li>
      </ul>
    </>
  )
}

export const Secret = () => (
  <P>
    Anyone who has such an address sees what is in it, without signing in. Give it to your calendar program and to nobody else. If somebody
    else may have it, make a new one: the old one then ends at once.
  </P>
)

type AccountCalendarProps = {
  feeds: OwnFeeds
  own: boolean
  publicFeed: string
  make: (id: string, of: string) => Child
}

export const AccountCalendar = ({ feeds, own, publicFeed, make }: AccountCalendarProps) => (
  <>
    <P>
      A calendar that you subscribe to keeps itself up to date: what moves, moves there, and what is cancelled goes. How soon depends on
      your calendar program, which may look only once a day.
    </P>
    <Secret />
    {own ? (
      <>
        <Heading>Your own places</Heading>
        <P>Everything that you have a place at, with the links to join.</P>
        <FeedActions at="/account/calendar/own" feed={feeds.person} of="your own places" make={(of) => make('own', of)} />
      </>
    ) : null}
    {feeds.schools.map((school) => (
      <>
        <h2 class="govuk-heading-m muster-break">Places of {schoolLabel(school)}</h2>
        <P>
          Every event at which the school has places, and how many. There are no names in it, but a link to the booking. It works as long as
          you act for the school.
        </P>
        <FeedActions at={`/account/calendar/${school.id}`} feed={school.feed} of={schoolLabel(school)} make={(of) => make(school.id, of)} />
      </>
    ))}
    <Heading>All published events</Heading>
    <SubscribeToAll feed={publicFeed} />
  </>
)

export const MadePage = ({ address, back }: { address: string; back: { href: string; text: string } }) => {
  const webcal = address.replace(/^https?:/, 'webcal:')
  return (
    <Page>
      <Title>The address of your calendar</Title>
      <Inset>Copy it now. We keep no copy of it, so this page is the only one that shows it.</Inset>
      <div class="govuk-form-group">
        <label class="govuk-label govuk-label--s" for="address">
          Address
        </label>
        <textarea class="govuk-textarea" id="address" rows={3} readonly>
          {address}
        </textarea>
      </div>
      <Heading>Where it goes</Heading>
      <Bullets>
        <li>
          On this device: <Link href={webcal}>open it in your calendar program</Link>.
        </li>
        <li>Outlook: Add calendar, then Subscribe from web, and paste the address.</li>
        <li>
          Google Calendar:{' '}
          <Link href={`https://calendar.google.com/calendar/r?cid=${encodeURIComponent(webcal)}`} rel="noreferrer">
            add it to Google Calendar
          </Link>
          , or Other calendars, then From URL.
        </li>
        <li>Apple Calendar: File, then New Calendar Subscription.</li>
      </Bullets>
      <Secret />
      <P>
        <Link href={back.href}>{back.text}</Link>
      </P>
    </Page>
  )
}

type PlaceCalendarProps = {
  school: string
  entries: readonly CalendarEntry[]
  at: string
  feed: LiveFeed | undefined
  make: (of: string) => Child
}

export const PlaceCalendar = ({ school, entries, at, feed, make }: PlaceCalendarProps) => (
  <>
    <Heading>Add this event</Heading>
    {entries.length === 0 ? (
      <P>There is nothing to add: your place is not certain yet, or the event is cancelled.</P>
    ) : (
      <>
        <P>
          Your invitation has put it into your calendar already, if your mail program can. The download is the same entry, so that it is
          there once; the links make an entry of their own, which does not change by itself.
        </P>
        <AddToCalendar entries={entries} file={`${at}.ics`} heading="h3" />
      </>
    )}
    <Heading>Subscribe to your places of {school}</Heading>
    <P>
      A calendar of everything that you have a place at for {school}, with the links to join, kept up to date by itself. It is yours, not
      only of this event: it goes on when this one is over. It ends when somebody else is sent in your place, and when your address is
      corrected.
    </P>
    <P>
      For a calendar of all your places, at every school, <Link href="/account/calendar">sign in with a code to your own address</Link>.
    </P>
    <Secret />
    <FeedActions at={`${at}/feed`} feed={feed} of={`your places of ${school}`} make={make} />
  </>
)
