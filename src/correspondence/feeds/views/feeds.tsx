import { sayInstant } from '#base/dates.ts'
import { Button } from '#base/web/field.tsx'
import { Heading, Link, P, Page, Title } from '#base/web/page-parts.tsx'
import { schoolLabel } from '#schools/schools/school.ts'
import type { CalendarEntry, LiveFeed, OwnFeeds } from '../feed.ts'
import { AddToCalendar, SubscribeToAll } from './add.tsx'

/** What can be done with an address. `of`: whose places, for screen readers. */
const FeedActions = ({ at, feed, of }: { at: string; feed: LiveFeed | undefined; of: string }) => {
  const hidden = <span class="govuk-visually-hidden"> for {of}</span>
  if (!feed)
    return (
      <form method="post" action={at}>
        <input type="hidden" name="seen" value="" />
        <Button kind="secondary">Make an address{hidden}</Button>
      </form>
    )
  return (
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

const Secret = () => (
  <P>
    Whoever has such an address sees what is in it, without signing in. Give it to your calendar program and to nobody else. If somebody
    else may have it, make a new one: the old one then ends at once.
  </P>
)

export const AccountCalendarPage = ({ feeds, own, publicFeed }: { feeds: OwnFeeds; own: boolean; publicFeed: string }) => (
  <Page>
    <Title>Calendars to subscribe to</Title>
    <P>
      A calendar that you subscribe to keeps itself up to date: what moves, moves there, and what is cancelled goes. How soon depends on
      your calendar program, which may look only once a day.
    </P>
    <Secret />
    {own ? (
      <>
        <Heading>Your own places</Heading>
        <P>Everything that you have a place at, with the links to join.</P>
        <FeedActions at="/account/calendar/own" feed={feeds.person} of="your own places" />
      </>
    ) : null}
    {feeds.schools.map((school) => (
      <>
        <h2 class="govuk-heading-m muster-break">Places of {schoolLabel(school)}</h2>
        <P>
          Every event at which the school has places, and how many. There are no names in it, but a link to the booking. It works as long as
          you act for the school.
        </P>
        <FeedActions at={`/account/calendar/${school.id}`} feed={school.feed} of={schoolLabel(school)} />
      </>
    ))}
    <Heading>All published events</Heading>
    <SubscribeToAll feed={publicFeed} />
  </Page>
)

/** Shows the address, once. */
export const MadePage = ({ address, back }: { address: string; back: { href: string; text: string } }) => {
  const webcal = address.replace(/^https?:/, 'webcal:')
  return (
    <Page>
      <Title>The address of your calendar</Title>
      <div class="govuk-inset-text">Copy it now. We keep no copy of it, so this page is the only one that shows it.</div>
      <div class="govuk-form-group">
        <label class="govuk-label govuk-label--s" for="address">
          Address
        </label>
        <textarea class="govuk-textarea" id="address" rows={3} readonly>
          {address}
        </textarea>
      </div>
      <Heading>Where it goes</Heading>
      <ul class="govuk-list govuk-list--bullet">
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
      </ul>
      <Secret />
      <P>
        <Link href={back.href}>{back.text}</Link>
      </P>
    </Page>
  )
}

/** Confirms ending an address. `what`: whether a new one is made. */
export const ConfirmPage = ({ at, seen, what, back }: { at: string; seen: string; what: 'new' | 'end'; back: string }) => (
  <Page>
    <Title>{what === 'new' ? 'Make a new address?' : 'End the address?'}</Title>
    <P>
      Every calendar that reads the address there is now will find nothing any more
      {what === 'new' ? ', until you give it the new one' : ''}. Your places stay as they are.
    </P>
    <form method="post" action={what === 'new' ? at : `${at}/end`}>
      <input type="hidden" name="seen" value={seen} />
      <Button kind="warning">{what === 'new' ? 'End the old address and make a new one' : 'End the address'}</Button>
    </form>
    <P>
      <Link href={back}>Leave it as it is</Link>
    </P>
  </Page>
)

/** The address has changed since the form. */
export const ChangedPage = ({ back }: { back: string }) => (
  <Page>
    <Title>Nothing was done: the address has changed meanwhile</Title>
    <P>It was made or ended on another page, or this form was sent twice. The address that was shown last still works.</P>
    <P>
      <Link href={back}>See what there is now</Link>
    </P>
  </Page>
)

type PlaceCalendarPageProps = {
  title: string
  school: string
  entries: readonly CalendarEntry[]
  at: string
  feed: LiveFeed | undefined
}

export const PlaceCalendarPage = ({ title, school, entries, at, feed }: PlaceCalendarPageProps) => (
  <Page>
    <span class="govuk-caption-l muster-break">{title}</span>
    <Title>Your calendar</Title>
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
    <FeedActions at={`${at}/feed`} feed={feed} of={`your places of ${school}`} />
  </Page>
)
